import type { Octokit } from '@octokit/rest';
import type { WrittenRuleset } from '../../../core/doctor/ruleset/written.ts';
import type { RepositoryId } from '../../../core/facts/facts.ts';
import { ask } from '../api/graphql.ts';

type Actors = NonNullable<WrittenRuleset['bypass_actors']>;

/** REST gives numbers only. */
const NAMES = `query ($owner: String!, $name: String!, $id: Int!) {
  repository(owner: $owner, name: $name) {
    ruleset(databaseId: $id) {
      bypassActors(first: 100) {
        nodes {
          actor { ... on App { databaseId name } ... on Team { databaseId combinedSlug } }
          repositoryRoleDatabaseId
          repositoryRoleName
        }
      }
    }
  }
}`;

interface Named {
  readonly actor: {
    readonly databaseId?: number | null;
    readonly name?: string;
    readonly combinedSlug?: string;
  } | null;
  readonly repositoryRoleDatabaseId: number | null;
  readonly repositoryRoleName: string | null;
}

interface Data {
  readonly repository: {
    readonly ruleset: {
      readonly bypassActors: { readonly nodes: readonly (Named | null)[] | null } | null;
    } | null;
  } | null;
}

/** The ruleset with the names of who may bypass it, as far as GitHub tells them; a number does where it does not. */
export async function withNames<T extends Pick<WrittenRuleset, 'id' | 'bypass_actors'>>(
  client: Octokit,
  repository: RepositoryId,
  ruleset: T,
): Promise<T> {
  const actors = ruleset.bypass_actors ?? [];
  if (actors.length === 0) return ruleset;
  const listed = actors.some(({ actor_type: type }) => LISTED.includes(type))
    ? await readNames(client, repository, ruleset.id).catch(() => new Map<string, string>())
    : new Map<string, string>();
  const named = await Promise.all(
    actors.map(async (actor): Promise<Actors[number]> => {
      const { actor_type: type, actor_id: id } = actor;
      const name = type === 'User' ? await loginOf(client, id) : listed.get(`${type} ${id}`);
      return { ...actor, name: name ?? null };
    }),
  );
  return { ...ruleset, bypass_actors: named };
}

const LISTED = ['Integration', 'Team', 'RepositoryRole'];

async function readNames(
  client: Octokit,
  { owner, name }: RepositoryId,
  id: number,
): Promise<ReadonlyMap<string, string>> {
  const doing = `read who may bypass ruleset ${id} of ${owner}/${name}`;
  const { data } = await ask<Data>(client, doing, NAMES, { owner, name, id });
  const nodes = data.repository?.ruleset?.bypassActors?.nodes ?? [];
  const pairs = nodes.flatMap((node): [string, string][] => {
    const { actor, repositoryRoleDatabaseId: role, repositoryRoleName: called } = node ?? NOBODY;
    if (role !== null && called !== null) return [[`RepositoryRole ${role}`, called]];
    if (actor?.combinedSlug !== undefined) return [[`Team ${actor.databaseId}`, actor.combinedSlug]];
    if (actor?.name !== undefined) return [[`Integration ${actor.databaseId}`, actor.name]];
    return [];
  });
  return new Map(pairs);
}

const NOBODY: Named = { actor: null, repositoryRoleDatabaseId: null, repositoryRoleName: null };

async function loginOf(client: Octokit, id: number | null): Promise<string | null> {
  if (id === null) return null;
  try {
    const { data } = await client.request('GET /user/{account_id}', { account_id: id });
    return data.login;
  } catch {
    return null;
  }
}
