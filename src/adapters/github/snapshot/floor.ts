import { FLOOR_REPOSITORY, POLICY_PATH } from '../../../core/facts/control-files.ts';
import type { FloorFacts, RepositoryId } from '../../../core/facts/facts.ts';
import { SourceError } from '../../../ports.ts';
import { statusOf } from '../api/errors.ts';
import type { BlobNode } from '../blobs.ts';
import { ask, isAt, refused } from '../api/graphql.ts';
import { FLOOR } from '../api/queries/repository.ts';
import type { Access } from '../access.ts';
import { readTextFile } from './control-files.ts';

interface FloorAnswer {
  readonly repository: {
    readonly defaultBranchRef: { readonly target: { readonly oid: string } | null } | null;
    readonly policy: BlobNode | null;
  } | null;
}

/**
 * The organisation's floor, read with a token for `.github` alone. A floor that cannot be read is not a floor that
 * is not there: only an installation that covers everything, or the operator, can say that there is none.
 */
export async function readFloor(access: Access, owner: string): Promise<FloorFacts> {
  const repository = { owner, name: FLOOR_REPOSITORY };
  const client = access.clients.installation(access.installationId, {
    repositories: [FLOOR_REPOSITORY],
    permissions: { contents: 'read', metadata: 'read' },
  });
  const isPerson = access.clients.appId === null;
  const doing = `read the floor in ${owner}/${FLOOR_REPOSITORY}`;
  let answer: FloorAnswer;
  try {
    const { data, errors } = await ask<FloorAnswer>(client, doing, FLOOR, repository);
    // An app that may not read what it covers was set up wrongly. A person's token is as narrow as it is.
    if (isPerson && errors.some((error) => error.type === 'FORBIDDEN')) return unseen(repository, isPerson);
    const missing = errors.every((error) => error.type === 'NOT_FOUND' && isAt(error, 'repository'));
    if (!missing) throw refused(doing, errors);
    answer = data;
  } catch (error) {
    // No token is given for a repository that is not there or not in the installation.
    if (!(error instanceof SourceError) || statusOf(error.cause) !== 422) throw error;
    answer = { repository: null };
  }

  const found = answer.repository;
  if (!found) {
    const none = access.floor === 'none' || (await access.clients.seesAll(access.installationId, owner));
    return none ? { state: 'none' } : unseen(repository, isPerson);
  }
  const sha = found.defaultBranchRef?.target?.oid;
  if (!found.policy || sha === undefined) return { state: 'none' };
  const file = await readTextFile(client, repository, POLICY_PATH, sha, found.policy);
  if ('text' in file) return { state: 'present', file, repository };
  return { state: 'unseen', reason: `${file.what} could not be read: ${file.reason}` };
}

function unseen({ owner, name }: RepositoryId, isPerson: boolean): FloorFacts {
  const reason = isPerson
    ? `The token does not show ${owner}/${name}, if there is one. ` +
      `Take a token with the scope "repo" of an owner of ${owner}, or set AGENTGUARD_FLOOR=none if there is no floor.`
    : `The installation does not cover ${owner}/${name}, if there is one. ` +
      'Add that repository to the installation, or set AGENTGUARD_FLOOR=none if it holds no floor.';
  return { state: 'unseen', reason };
}
