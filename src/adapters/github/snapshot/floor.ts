import type { Octokit } from '@octokit/rest';
import { FLOOR_REPOSITORY, POLICY_PATH } from '../../../core/facts/control-files.ts';
import type { FloorFacts, RepositoryId } from '../../../core/facts/facts.ts';
import { ask, refused } from '../api/graphql.ts';
import type { GraphqlError } from '../api/graphql.ts';
import { FLOOR } from '../api/queries/repository.ts';
import type { Access } from '../access.ts';
import type { Reader } from '../client.ts';
import { nodeOf, readTextFile } from './control-files.ts';
import type { Tip } from './control-files.ts';

/** The floor's repository: the fragment `policy` at the tip of its default branch. */
export interface FloorNode {
  readonly defaultBranchRef: { readonly target: Tip | null } | null;
}

interface FloorAnswer {
  readonly floor: FloorNode | null;
}

/** What is known of the floor so far; null: the answer was about another account's. */
export interface FloorAsked {
  readonly node: FloorNode | null;
  readonly errors: readonly GraphqlError[];
}

/**
 * The organisation's floor. One that cannot be read is not one that is not there: only an installation that covers
 * everything, or the operator, can say that there is none. `again`: what was remembered of the installation is out of
 * date, and has to be read anew.
 */
export async function readFloor(
  access: Access,
  { client, floor: covered }: Reader,
  owner: string,
  asked: FloorAsked | null,
): Promise<FloorFacts | 'again'> {
  const { clients, installationId } = access;
  const repository = { owner, name: FLOOR_REPOSITORY };
  const isPerson = clients.appId === null;
  const doing = `read the floor in ${owner}/${FLOOR_REPOSITORY}`;
  const { node, errors } = asked ?? (await askForFloor(client, doing, repository));
  // An app that may not read what it covers was set up wrongly. A person's token is as narrow as it is.
  if (isPerson && errors.some((error) => error.type === 'FORBIDDEN')) return unseen(repository, isPerson);
  const isMissing = errors.every((error) => error.type === 'NOT_FOUND' && error.path?.length === 1);
  if (!isMissing) throw refused(doing, errors);

  if (node && covered === 'yes') {
    clients.sawFloor(installationId);
    const tip = node.defaultBranchRef?.target;
    const blob = nodeOf(tip?.policy);
    if (!tip || !blob) return { state: 'none' };
    const file = await readTextFile(client, repository, POLICY_PATH, tip.oid, blob);
    if ('text' in file) return { state: 'present', file, repository };
    return { state: 'unseen', reason: `${file.what} could not be read: ${file.reason}` };
  }
  if (access.floor === 'none') return { state: 'none' };
  if (node) {
    // Public, and not of the installation; or of it by now.
    if (!(await clients.seesAll(installationId, owner))) return unseen(repository, isPerson);
    clients.forget(installationId);
    return 'again';
  }
  const none = await clients[covered === 'yes' ? 'seesAll' : 'sawAll'](installationId, owner);
  return none ? { state: 'none' } : unseen(repository, isPerson);
}

async function askForFloor(client: Octokit, doing: string, repository: RepositoryId): Promise<FloorAsked> {
  const { data, errors } = await ask<FloorAnswer>(client, doing, FLOOR, { ...repository });
  return { node: data.floor, errors };
}

function unseen({ owner, name }: RepositoryId, isPerson: boolean): FloorFacts {
  const reason = isPerson
    ? `The token does not show ${owner}/${name}, if there is one. ` +
      `Take a token with the scope "repo" of an owner of ${owner}, or set AGENTGUARD_FLOOR=none if there is no floor.`
    : `The installation does not cover ${owner}/${name}, if there is one. ` +
      'Add that repository to the installation, or set AGENTGUARD_FLOOR=none if it holds no floor.';
  return { state: 'unseen', reason };
}
