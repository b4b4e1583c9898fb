import type { Octokit } from '@octokit/rest';
import type { Gap, RepositoryFacts } from '../../../core/facts/facts.ts';
import { sourceError, statusOf } from '../api/errors.ts';
import type { Known } from './known.ts';

/**
 * Who of these people is an active member of the owning organisation, in lower case. Who was only invited is none, nor
 * is who works on the repository from outside or pays the bills; nobody is where the owner is a person.
 */
export async function readMembers(
  client: Octokit,
  known: Known,
  repository: RepositoryFacts,
  logins: readonly string[],
): Promise<{ members: ReadonlySet<string>; gaps: readonly Gap[] }> {
  const members = new Set<string>();
  const gaps: Gap[] = [];
  if (repository.ownerType !== 'Organization') return { members, gaps };
  const people = new Set(logins.map((login) => login.toLowerCase()).filter((login) => !isApp(login)));
  await Promise.all(
    [...people].map(async (login) => {
      try {
        const { owner } = repository;
        const isOne = await known.once(`${login} in ${owner}`, () => isMember(client, owner, login));
        if (isOne) members.add(login);
      } catch (error) {
        const failure = sourceError(`read whether ${login} is a member of ${repository.owner}`, error);
        gaps.push({ what: `membership of ${login}`, reason: failure.message });
      }
    }),
  );
  return { members, gaps: gaps.toSorted((a, b) => (a.what < b.what ? -1 : 1)) };
}

async function isMember(client: Octokit, org: string, username: string): Promise<boolean> {
  try {
    const { data } = await client.rest.orgs.getMembershipForUser({ org, username });
    return data.state === 'active' && data.role !== 'billing_manager';
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}

/** Apps are in no organisation. */
const isApp = (login: string): boolean => login.endsWith('[bot]');
