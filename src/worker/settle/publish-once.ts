import { createHash } from 'node:crypto';
import type { RepositoryId } from '../../core/facts/facts.ts';
import type { CheckRun } from '../../core/render/check-run.ts';
import type { World } from '../world.ts';

/** A check run, and the same with all times of its making at one: when only those differ, there is nothing new. */
export interface Rendered {
  readonly check: CheckRun;
  readonly timeless: CheckRun;
}

/** Equals no digest. */
const UNKNOWN = '';

/** Publishes unless this very answer already stands there. True: something was published. */
export async function publishOnce(
  repository: RepositoryId,
  number: number | null,
  sha: string,
  { check, timeless }: Rendered,
  world: Pick<World, 'store' | 'publisher'>,
): Promise<boolean> {
  const digest = createHash('sha256').update(JSON.stringify(timeless)).digest('hex');
  const before = await world.store.published(repository, sha, check.name);
  if (before?.digest === digest) return false;
  const publication = {
    repository: { owner: repository.owner, name: repository.name },
    number,
    sha,
    name: check.name,
    conclusion: check.conclusion,
  };
  // Until GitHub has answered it is not known what stands there: it may have taken what it seemed to refuse. Were the
  // old answer still noted, it would not be published again when it is right again.
  const passes = [before?.conclusion, check.conclusion].includes('success');
  await world.store.savePublished({
    ...publication,
    conclusion: passes ? 'success' : check.conclusion,
    digest: UNKNOWN,
    checkRunId: before?.checkRunId ?? 0,
  });
  const checkRunId = await world.publisher.publish(repository, sha, check);
  await world.store.savePublished({ ...publication, digest, checkRunId });
  return true;
}
