import type { Octokit } from '@octokit/rest';
import type { AccountState, Branch, Classic, RepositoryState, Seen } from '../../../core/doctor/facts.ts';
import { seen } from '../../../core/doctor/facts.ts';
import { POLICY_PATH } from '../../../core/facts/control-files.ts';
import type { FloorFacts, RepositoryFacts, RepositoryId, TextFile } from '../../../core/facts/facts.ts';
import { SourceError } from '../../../ports.ts';
import { sourceError, statusOf } from '../api/errors.ts';
import { readProperties } from '../properties.ts';
import { forAdmins, forReaders, look, personOf, type Eyes } from './eyes.ts';
import { rulesetReader } from './rulesets.ts';

/**
 * Everything that the gate hangs on in one repository. Rejects with SourceError.
 * @param account the owner, as it was read
 */
export async function readRepository(
  eyes: Eyes,
  { owner, name }: RepositoryId,
  account: AccountState,
): Promise<RepositoryState> {
  const installation = account.installation.seen ? account.installation.value : null;
  const covered = await readCovered(eyes, { owner, name }, account);
  const app =
    eyes.clients && installation && !installation.suspended && covered.seen && covered.value
      ? eyes.clients.installation(installation.id, {
          repositories: [name],
          permissions: toRead(installation.permissions),
        })
      : null;
  const clients = [app, personOf(eyes)];
  const fullName = `${owner}/${name}`;
  const readers = forReaders(fullName);
  const found = await look(
    clients,
    `read ${fullName}`,
    async (client) => (await client.rest.repos.get({ owner, repo: name })).data,
    readers,
  );
  if (!found.seen) {
    throw new SourceError(`${fullName} is not there, or GitHub does not show it. ${found.mend}`);
  }
  const { data: written } = { data: found.value };
  const id: RepositoryId = { owner: written.owner.login, name: written.name };
  const repository: RepositoryFacts = {
    ...id,
    id: written.id,
    ownerType: written.owner.type === 'Organization' ? 'Organization' : 'User',
    private: written.private,
    defaultBranch: written.default_branch,
    topics: written.topics ?? [],
  };
  const [policy, branches, dormant, actionsMayApprove] = await Promise.all([
    readPolicy(clients, repository, account.floor),
    readBranches(clients, repository),
    rulesetReader(clients, id).dormant(),
    look(
      clients,
      `read the Actions settings of ${fullName}`,
      async (client) => {
        const route = 'GET /repos/{owner}/{repo}/actions/permissions/workflow';
        const { data } = await client.request(route, { owner, repo: name });
        return data.can_approve_pull_request_reviews;
      },
      forAdmins(fullName),
    ),
  ]);
  const properties = await readPropertiesIfAsked(clients, id, policy);
  return {
    repository: { ...repository, ...(properties ? { properties } : {}) },
    appId: eyes.appId,
    covered,
    archived: written.archived,
    policy,
    branches,
    dormant,
    actionsMayApprove,
    events: installation?.events ?? null,
  };
}

/** Of what was granted, what looking takes. */
const toRead = (granted: Readonly<Record<string, string>>): Record<string, 'read'> =>
  Object.fromEntries(
    ['metadata', 'contents', 'administration', 'actions']
      .filter((name) => granted[name] !== undefined)
      .map((name) => [name, 'read'] as const),
  );

async function readCovered(
  { clients }: Eyes,
  { owner, name }: RepositoryId,
  { installation }: AccountState,
): Promise<Seen<boolean>> {
  if (clients) {
    try {
      await clients.app.rest.apps.getRepoInstallation({ owner, repo: name });
      return seen(true);
    } catch (error) {
      if (statusOf(error) === 404) return seen(false);
      throw sourceError(`find the installation for ${owner}/${name}`, error);
    }
  }
  if (!installation.seen) return installation;
  if (installation.value === null) return seen(false);
  if (installation.value.allRepositories) return seen(true);
  return {
    seen: false,
    reason: 'It covers chosen repositories, which only the app and its owner are shown.',
    mend: 'Set APP_ID and PRIVATE_KEY, so that the app itself can look.',
  };
}

/** The default branch first; none at all: the repository is empty. */
async function readBranches(
  clients: readonly (Octokit | null)[],
  { owner, name, defaultBranch }: RepositoryFacts,
): Promise<readonly Branch[]> {
  const repository = { owner, repo: name };
  const fullName = `${owner}/${name}`;
  const reader = rulesetReader(clients, { owner, name });
  const listed = await look(
    clients,
    `list the protected branches of ${fullName}`,
    async (client) =>
      client.paginate(client.rest.repos.listBranches, { ...repository, protected: true, per_page: 100 }),
    forReaders(fullName),
  );
  const others = listed.seen ? listed.value.map((each) => each.name) : [];
  const names = [defaultBranch, ...others.filter((each) => each !== defaultBranch)];
  const read = async (branch: string): Promise<Branch | null> => {
    const classic = await readClassic(clients, { owner, name }, branch);
    return classic === 'no such branch' ? null : { name: branch, rules: await reader.rules(branch), classic };
  };
  return (await Promise.all(names.map(read))).filter((each) => each !== null);
}

async function readClassic(
  clients: readonly (Octokit | null)[],
  { owner, name }: RepositoryId,
  branch: string,
): Promise<Seen<Classic | null> | 'no such branch'> {
  const at = { owner, repo: name, branch };
  const doing = `read the protection of ${branch} in ${owner}/${name}`;
  const found = await look(
    clients,
    doing,
    async (client) => {
      try {
        return (await client.rest.repos.getBranch(at)).data;
      } catch (error) {
        // Anything else that is not found may only be hidden.
        if (statusOf(error) === 404 && /branch not found/i.test(String(error))) return null;
        throw error;
      }
    },
    forReaders(`${owner}/${name}`),
  );
  if (!found.seen) return found;
  if (found.value === null) return 'no such branch';
  const { protection } = found.value;
  if (protection?.enabled !== true) return seen(null);
  const checks = protection.required_status_checks;
  const full = await look(
    clients,
    doing,
    async (client) => (await client.rest.repos.getBranchProtection(at)).data,
    forAdmins(`${owner}/${name}`),
  );
  const required = (checks?.checks ?? []) as readonly { context: string; app_id: number | null }[];
  return seen({
    checks:
      checks?.enforcement_level === 'off'
        ? []
        : required.map(({ context, app_id: id }) => ({ context, appId: id === null || id < 0 ? null : id })),
    bindsAdmins: full.seen
      ? full.value.enforce_admins?.enabled === true
      : checks?.enforcement_level === 'everyone',
    details: full.seen
      ? {
          strict: full.value.required_status_checks?.strict === true,
          allowsForcePushes: full.value.allow_force_pushes?.enabled === true,
          allowsDeletion: full.value.allow_deletions?.enabled === true,
        }
      : null,
  });
}

async function readPolicy(
  clients: readonly (Octokit | null)[],
  { owner, name, defaultBranch }: RepositoryFacts,
  floor: Seen<FloorFacts>,
): Promise<Seen<{ file: TextFile | null; floor: FloorFacts }>> {
  const file = await look(
    clients,
    `read the policy of ${owner}/${name}`,
    async (client) => {
      try {
        const route = 'GET /repos/{owner}/{repo}/contents/{path}';
        const at = { owner, repo: name, path: POLICY_PATH, ref: defaultBranch };
        const { data } = await client.request(route, { ...at, mediaType: { format: 'raw' } });
        return { path: POLICY_PATH, text: String(data), sha: defaultBranch };
      } catch (error) {
        // The repository itself was read by this client: what it does not find there is not there.
        if (statusOf(error) === 404) return null;
        throw error;
      }
    },
    { reason: 'The app lacks contents: read.', mend: 'Let the app have contents: read, and accept it.' },
  );
  if (!file.seen) return file;
  return floor.seen ? seen({ file: file.value, floor: floor.value }) : floor;
}

/** Only where the floor has groups that go by them. */
async function readPropertiesIfAsked(
  clients: readonly (Octokit | null)[],
  id: RepositoryId,
  policy: RepositoryState['policy'],
): Promise<RepositoryFacts['properties'] | null> {
  const floor = policy.seen && policy.value.floor.state === 'present' ? policy.value.floor.file.text : '';
  if (!/\bproperties\b/.test(floor)) return null;
  const client = clients.find((each) => each !== null);
  return client ? readProperties(client, id) : null;
}
