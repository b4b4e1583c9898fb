/** A small organisation on the in-memory GitHub, for the tests beside this file. */
import { generateKeyPairSync } from 'node:crypto';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { createGitHub } from '../../../demo/github/github.ts';
import type {
  Account,
  App,
  GitHub,
  GitHubOptions,
  PullRequest,
  Repository,
} from '../../../demo/github/github.ts';
import type { Files } from '../../../demo/github/state/repositories.ts';

export const PERMISSIONS = {
  checks: 'write',
  contents: 'read',
  issues: 'write',
  members: 'read',
  merge_queues: 'read',
  pull_requests: 'write',
} as const;

export const EVENTS = [
  'pull_request',
  'pull_request_review',
  'push',
  'issue_comment',
  'issues',
  'check_run',
  'merge_group',
  'membership',
];

export interface Stage {
  readonly github: GitHub;
  readonly olga: Account;
  readonly ann: Account;
  readonly bob: Account;
  readonly acme: Account;
  readonly shop: Repository;
  readonly app: { readonly app: App; readonly privateKey: string };
}

const KEYS = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

/** Acme with its owner Olga, its members Ann and Bob, a private repository and an app that is not installed yet. */
export async function createStage(
  options: GitHubOptions & { files?: Files; webhook?: { url: string; secret: string } } = {},
): Promise<Stage> {
  const github = createGitHub(options);
  const [olga, ann, bob] = ['olga', 'ann', 'bob'].map((login) => github.createUser(login)) as [
    Account,
    Account,
    Account,
  ];
  const acme = github.createOrganization('acme', {
    owners: [olga],
    members: [ann, bob],
    basePermission: 'write',
  });
  const files = options.files ?? { 'README.md': '# Shop\n', 'src/cart.ts': 'export const cart = [];\n' };
  const shop = github.createRepository({ owner: acme, name: 'shop', private: true, files });
  const { app } = github.createApp({
    name: 'AgentGuard',
    owner: acme,
    permissions: PERMISSIONS,
    events: [...EVENTS],
    webhook: options.webhook ?? null,
    publicKey: KEYS.publicKey,
  });
  await github.start();
  return { github, olga, ann, bob, acme, shop, app: { app, privateKey: KEYS.privateKey } };
}

/** Octokit as the app: with an installation id, as the installation. */
export function asApp({ github, app }: Stage, installationId?: number): Octokit {
  return new Octokit({
    authStrategy: createAppAuth,
    auth: {
      appId: app.app.id,
      privateKey: app.privateKey,
      ...(installationId !== undefined && { installationId }),
    },
    baseUrl: `${github.url}/api/v3`,
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
}

/** Octokit as a person. */
export function asUser({ github }: Stage, user: Account): Octokit {
  const auth = github.createUserToken(user);
  return new Octokit({
    auth,
    baseUrl: `${github.url}/api/v3`,
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
}

/** A branch with one commit by someone and a pull request of it. */
export function propose(
  { github, shop }: Stage,
  author: Account,
  files: Readonly<Record<string, string | null>> = { 'src/cart.ts': 'export const cart = [1];\n' },
  branch = 'change',
): PullRequest {
  github.commit(shop, { branch, files, message: 'Change the cart', author });
  return github.openPullRequest(shop, { title: 'Change the cart', head: branch, author });
}

/** Status and message of a refused request. */
export async function refusal(request: Promise<unknown>): Promise<{ status: number; message: string }> {
  try {
    await request;
  } catch (error) {
    const { status, response } = error as { status: number; response: { data: { message: string } } };
    return { status, message: response.data.message };
  }
  return { status: 200, message: 'not refused' };
}
