import type { Octokit } from '@octokit/rest';
import type { Seen } from '../../../core/doctor/facts.ts';
import { seen } from '../../../core/doctor/facts.ts';
import type { Clock } from '../../../ports.ts';
import type { Access } from '../access.ts';
import { messageOf, sourceError, statusOf } from '../api/errors.ts';
import type { AppClients } from '../client.ts';

/** Who looks: the app, a person's token, or both. */
export interface Eyes {
  /** null: the app's key is not here. */
  readonly clients: AppClients | null;
  /** null: there is no token. */
  readonly person: Access | null;
  /** This very app; null: not known. */
  readonly appId: number | null;
  readonly floor: 'look' | 'none';
  readonly clock: Clock;
}

export const personOf = ({ person }: Eyes): Octokit | null => person?.clients.installation(0) ?? null;

/** What to say if nobody is shown it. */
export interface Hidden {
  readonly reason: string;
  readonly mend: string;
}

/** What GitHub keeps for those who administer a repository. */
export const forAdmins = (name: string): Hidden => ({
  reason: 'GitHub shows it to admins, and to apps with administration: read.',
  mend: `Let the app have administration: read and accept that, or set GITHUB_TOKEN to the token of an admin of ${name}.`,
});

/** What GitHub keeps for the owners of an organisation. */
export const forOwners = (login: string): Hidden => ({
  reason: 'GitHub shows it to owners only.',
  mend: `Set GITHUB_TOKEN to the token of an owner of ${login} (a classic one with the scope admin:org).`,
});

/** What whoever can read the repository can see. */
export const forReaders = (name: string): Hidden => ({
  reason: 'GitHub does not show it.',
  mend: `Install the app on ${name}, or set GITHUB_TOKEN to a token that may read it.`,
});

/**
 * Asks one after the other until somebody is shown it. What GitHub does not show is unseen.
 * @param read rejects as octokit does
 * @throws {SourceError} if GitHub fails, or wants to be left alone
 */
export async function look<T>(
  clients: readonly (Octokit | null)[],
  doing: string,
  read: (client: Octokit) => Promise<T>,
  hidden: Hidden,
): Promise<Seen<T>> {
  let words = '';
  for (const client of clients) {
    if (!client) continue;
    try {
      return seen(await read(client));
    } catch (error) {
      const failure = sourceError(doing, error);
      const refused = [403, 404, 422].includes(statusOf(error) ?? 0) && failure.retryAfterSeconds === null;
      if (!refused) throw failure;
      // A plan that has no such thing is worth telling.
      if (/upgrade/i.test(messageOf(error))) words = ` GitHub says: ${messageOf(error)}`;
    }
  }
  return { seen: false, reason: `${hidden.reason}${words}`, mend: hidden.mend };
}
