import { POLICY_PATH } from '../../../core/facts/control-files.ts';
import type { FloorFacts, RepositoryId } from '../../../core/facts/facts.ts';
import { SourceError } from '../../../ports.ts';
import { attempt, statusOf } from '../api/errors.ts';
import type { BlobNode } from '../blobs.ts';
import { ask, isAt, refused } from '../api/graphql.ts';
import { FLOOR } from '../api/queries.ts';
import type { Access } from '../access.ts';
import { readTextFile } from './control-files.ts';

/** The repository that holds an organisation's floor. */
export const FLOOR_REPOSITORY = '.github';

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
  const doing = `read the floor in ${owner}/${FLOOR_REPOSITORY}`;
  let answer: FloorAnswer;
  try {
    const { data, errors } = await ask<FloorAnswer>(client, doing, FLOOR, repository);
    const missing = errors.every((error) => error.type === 'NOT_FOUND' && isAt(error, 'repository'));
    if (!missing) throw refused(doing, errors);
    answer = data;
  } catch (error) {
    // No token is given for a repository that is not there or not in the installation.
    if (!(error instanceof SourceError) || statusOf(error.cause) !== 422) throw error;
    answer = { repository: null };
  }

  const found = answer.repository;
  if (!found) return unseen(access, repository);
  const sha = found.defaultBranchRef?.target?.oid;
  if (!found.policy || sha === undefined) return { state: 'none' };
  const file = await readTextFile(client, repository, POLICY_PATH, sha, found.policy);
  if ('text' in file) return { state: 'present', file, repository };
  return { state: 'unseen', reason: `${file.what} could not be read: ${file.reason}` };
}

async function unseen(access: Access, repository: RepositoryId): Promise<FloorFacts> {
  if (access.floor === 'none') return { state: 'none' };
  // Read live: a selection that was narrowed a minute ago may hide the floor.
  const { data } = await attempt(`read installation ${access.installationId}`, async () =>
    access.clients.app.rest.apps.getInstallation({ installation_id: access.installationId }),
  );
  if (data.repository_selection === 'all') return { state: 'none' };
  return {
    state: 'unseen',
    reason:
      `The installation does not cover ${repository.owner}/${repository.name}, if there is one. ` +
      'Add that repository to the installation, or set AGENTGUARD_FLOOR=none if it holds no floor.',
  };
}
