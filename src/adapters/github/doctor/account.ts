import type { AccountState, Asked, Installation, Permissions, Seen } from '../../../core/doctor/facts.ts';
import { seen } from '../../../core/doctor/facts.ts';
import { FLOOR_REPOSITORY } from '../../../core/facts/control-files.ts';
import type { FloorFacts } from '../../../core/facts/facts.ts';
import { SourceError } from '../../../ports.ts';
import { sourceError, statusOf } from '../api/errors.ts';
import { readFloor } from '../snapshot/floor.ts';
import type { Access } from '../access.ts';
import type { Reader } from '../client.ts';
import { forOwners, look, personOf, type Eyes } from './eyes.ts';

/** As REST writes an installation. */
interface Written {
  readonly id: number;
  readonly app_id: number;
  readonly html_url: string;
  readonly account: object | null;
  readonly suspended_at: string | null;
  readonly repository_selection: string;
  readonly permissions: object;
  readonly events: readonly string[];
}

const installationOf = (written: Written): Installation => ({
  id: written.id,
  url: written.html_url,
  suspended: written.suspended_at !== null,
  allRepositories: written.repository_selection === 'all',
  permissions: written.permissions as Permissions,
  events: written.events,
});

/** Logins of the accounts that the app is installed on. Rejects with SourceError. */
export async function listAccounts({ clients }: Eyes): Promise<readonly string[]> {
  if (!clients) return [];
  const { app } = clients;
  try {
    const list = await app.paginate(app.rest.apps.listInstallations, { per_page: 100 });
    return list.flatMap(({ account }) => (account && 'login' in account ? [account.login] : []));
  } catch (error) {
    throw sourceError('list the installations of the app', error);
  }
}

/**
 * An organisation, or a person with repositories. Rejects with SourceError.
 * @param asks what the app asks for; null: not known
 */
export async function readAccount(eyes: Eyes, login: string, asks: Asked | null): Promise<AccountState> {
  const [type, installation] = await Promise.all([readType(eyes, login), readInstallation(eyes, login)]);
  const floor = await floorOf(eyes, login, installation);
  const actionsMayApprove: Seen<boolean> =
    type === 'User'
      ? seen(false)
      : await look(
          [personOf(eyes)],
          `read the Actions settings of ${login}`,
          async (client) => {
            const route = 'GET /orgs/{org}/actions/permissions/workflow';
            const { data } = await client.request(route, { org: login });
            return data.can_approve_pull_request_reviews;
          },
          forOwners(login),
        );
  return { login, type, installation, asks, floor, actionsMayApprove };
}

async function readType(eyes: Eyes, login: string): Promise<AccountState['type']> {
  const { clients } = eyes;
  const client = personOf(eyes) ?? null;
  try {
    if (client) {
      const { data } = await client.rest.users.getByUsername({ username: login });
      return data.type === 'Organization' ? 'Organization' : 'User';
    }
    const { data } = await clients!.app.request('GET /users/{username}/installation', { username: login });
    return data.account && 'type' in data.account && data.account.type === 'User' ? 'User' : 'Organization';
  } catch (error) {
    if (statusOf(error) === 404 && !client) {
      throw new SourceError(
        `The app is not installed on ${login}, or there is no ${login} at GitHub. Install it there, or set GITHUB_TOKEN to a token that may read it.`,
      );
    }
    if (statusOf(error) === 404) {
      throw new SourceError(`There is no ${login} at GitHub, or the token is not shown it.`);
    }
    throw sourceError(`read the account ${login}`, error);
  }
}

async function readInstallation(eyes: Eyes, login: string): Promise<Seen<Installation | null>> {
  const { clients, appId } = eyes;
  if (clients) {
    try {
      // Answers for organisations as well.
      const { data } = await clients.app.request('GET /users/{username}/installation', { username: login });
      return seen(installationOf(data));
    } catch (error) {
      if (statusOf(error) === 404) return seen(null);
      throw sourceError(`find the installation on ${login}`, error);
    }
  }
  if (appId === null) {
    return {
      seen: false,
      reason: 'Which app is yours is not known here.',
      mend: 'Set APP_ID to the number on the settings page of your app; with its key in PRIVATE_KEY the app itself can look.',
    };
  }
  return look(
    [personOf(eyes)],
    `list the installations on ${login}`,
    async (client) => {
      const list = await client.paginate(client.rest.orgs.listAppInstallations, {
        org: login,
        per_page: 100,
      });
      const mine = list.find((each) => each.app_id === appId);
      return mine ? installationOf(mine) : null;
    },
    forOwners(login),
  );
}

async function floorOf(
  { clients, person, floor, clock }: Eyes,
  login: string,
  installation: Seen<Installation | null>,
): Promise<Seen<FloorFacts>> {
  const id = installation.seen && installation.value?.suspended === false ? installation.value.id : null;
  const access = clients && id !== null ? { clients, installationId: id, clock, floor } : person;
  if (!access) {
    return {
      seen: false,
      reason: 'The app is not installed there.',
      mend: `Install the app on ${login}, or set GITHUB_TOKEN to the token of an owner.`,
    };
  }
  // What was remembered may be out of date once.
  for (let attempt = 0; attempt < 2; attempt++) {
    const reader = await readerOfFloor(access);
    const found = await readFloor(access, reader, login, null);
    if (found !== 'again') return seen(found);
  }
  throw new SourceError(
    `Could not read the floor of ${login}: what the installation covers changed meanwhile.`,
  );
}

/** No token is given for a repository that is not there, or not in the installation: one of the two. */
async function readerOfFloor({ clients, installationId }: Access): Promise<Reader> {
  const repositories = [FLOOR_REPOSITORY];
  const client = clients.installation(installationId, { repositories, readOnly: true });
  if (clients.appId === null) return { client, floor: 'yes' };
  try {
    await client.request('GET /installation/repositories', { per_page: 1 });
    return { client, floor: 'yes' };
  } catch (error) {
    const cause = error instanceof SourceError ? error.cause : error;
    if (statusOf(cause) !== 422) throw sourceError('sign in to read the floor', error);
    return { client: clients.installation(installationId, { readOnly: true }), floor: 'no' };
  }
}
