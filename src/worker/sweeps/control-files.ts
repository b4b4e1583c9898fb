import { FLOOR_REPOSITORY } from '../../core/facts/control-files.ts';
import type { RepositoryId } from '../../core/facts/facts.ts';
import type { SweptRepository } from '../../ports/sweeps.ts';
import { installationKey, parseRepositoryKey, repositoryKey } from '../keys.ts';
import { PRIORITY } from '../priority.ts';
import { differs } from './noted.ts';
import type { Sweep } from './sweep.ts';

/** GitHub tells times to the second: a second push in the same one must not be missed. */
const SETTLED_MS = 60_000;

export const pushedPlace = (repository: RepositoryId): string =>
  `pushed to ${repositoryKey(repository).toLowerCase()}`;

export const pushedValue = ({
  pushedAt,
  defaultBranch,
}: Pick<SweptRepository, 'pushedAt'> & { readonly defaultBranch: string | null }): string =>
  `${pushedAt === null ? 'never' : new Date(pushedAt).toISOString()} ${defaultBranch}`;

/**
 * Whether the policy or CODEOWNERS changed where they bind: then every open pull request of the repository is
 * evaluated, and of the whole installation if it is the organisation's floor.
 */
export async function lookAtControlFiles(sweep: Sweep): Promise<void> {
  const { store, source, clock, log, installationId } = sweep;
  const repository = parseRepositoryKey(sweep.part ?? '');
  const known = await store.openPullRequests(repository);
  const branches = new Set(known.map(({ bindingRef }) => bindingRef).filter((ref) => ref !== null));
  const found = await source.controlFiles(installationId, repository, [...branches].toSorted());
  const items = [...found.blobs].map(([place, blob]) => `${place} ${blob}`);
  const isFloor = repository.name.toLowerCase() === FLOOR_REPOSITORY;
  const changed = await differs(
    `control files of ${repositoryKey(repository).toLowerCase()}`,
    async () => ({ etags: [], items }),
    () =>
      isFloor
        ? store.enqueue([
            {
              kind: 'installation',
              key: installationKey(installationId),
              installationId,
              priority: PRIORITY.sweep,
            },
          ])
        : sweep.evaluate(known.map(({ id }) => id)),
    store,
  );
  const { pushedAt } = found;
  if (pushedAt === null || clock.now().getTime() - Date.parse(pushedAt) > SETTLED_MS) {
    await store.note(pushedPlace(repository), pushedValue(found));
  }
  if (changed) {
    log.info(
      { sweep: sweep.what, repository: repositoryKey(repository), open: known.length, floor: isFloor },
      'what binds pull requests was changed',
    );
  }
}
