/** Apps and their installations: made, installed, given tokens. */
import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createBot } from '../state/accounts.ts';
import { Refusal } from '../state/refusal.ts';
import { timestamp } from '../state/state.ts';
import type { Account, Repository, State } from '../state/state.ts';
import type { App, AppManifest, Installation, Permissions, Token } from './state.ts';

export interface NewApp {
  readonly name: string;
  readonly owner: Account;
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
  readonly webhook?: { readonly url: string; readonly secret: string } | null;
  readonly callbackUrls?: readonly string[];
  /** The app's public key; absent: a pair is made and the private half returned. */
  readonly publicKey?: string;
}

/** Registers an app. The private key is GitHub's to forget: it is only in what this returns. */
export function createApp(state: State, options: NewApp): { app: App; privateKey: string | null } {
  const pair = options.publicKey === undefined ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : null;
  const publicKey = pair?.publicKey ?? createPublicKey(options.publicKey ?? '');
  const slug = options.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const app: App = {
    id: state.nextId(),
    clientId: `Iv23li${randomBytes(7).toString('hex')}`,
    clientSecret: randomBytes(20).toString('hex'),
    slug,
    name: options.name,
    owner: options.owner,
    bot: createBot(state, slug),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    permissions: { metadata: 'read', ...options.permissions },
    events: options.events ?? [],
    webhook: options.webhook ? { ...options.webhook } : null,
    callbackUrls: options.callbackUrls ?? [],
    createdAt: timestamp(state),
  };
  state.apps.push(app);
  return {
    app,
    privateKey: pair ? pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString() : null,
  };
}

/** What the owner confirms on the page that an app manifest leads to: gives the code of the redirect. */
export function confirmManifest(state: State, owner: Account, manifest: AppManifest): string {
  const code = randomBytes(20).toString('hex');
  state.manifests.set(code, { owner, manifest });
  return code;
}

/** Exchanges a manifest's code, once. */
export function convertManifest(state: State, code: string): { app: App; privateKey: string | null } {
  const offer = state.manifests.get(code);
  if (!offer) throw Refusal.notFound();
  state.manifests.delete(code);
  const { manifest, owner } = offer;
  const url = manifest.hook_attributes?.url;
  return createApp(state, {
    name: manifest.name ?? 'app',
    owner,
    permissions: manifest.default_permissions ?? {},
    events: manifest.default_events ?? [],
    callbackUrls: manifest.callback_urls ?? [],
    webhook: url ? { url, secret: randomBytes(20).toString('hex') } : null,
  });
}

/** Installs an app on an account. The app is told at once. */
export function installApp(
  state: State,
  options: { app: App; account: Account; repositories: 'all' | readonly Repository[]; sender?: Account },
): Installation {
  const { app, account } = options;
  const installation: Installation = {
    id: state.nextId(),
    app,
    account,
    repositories: options.repositories === 'all' ? null : new Set(options.repositories),
    permissions: app.permissions,
    suspendedAt: null,
    createdAt: timestamp(state),
  };
  state.installations.push(installation);
  state.emit({ event: 'installation', action: 'created', installation, sender: options.sender ?? app.owner });
  return installation;
}

/** Changes what an installation covers; the app is told what came and what went. */
export function changeInstallation(
  state: State,
  installation: Installation,
  repositories: 'all' | readonly Repository[],
  sender: Account,
): void {
  const before = installationRepositories(state, installation);
  installation.repositories = repositories === 'all' ? null : new Set(repositories);
  const after = installationRepositories(state, installation);
  const tell = (action: 'added' | 'removed', changed: readonly Repository[]): void => {
    if (changed.length === 0) return;
    state.emit({ event: 'installation_repositories', action, installation, repositories: changed, sender });
  };
  tell(
    'added',
    after.filter((each) => !before.includes(each)),
  );
  tell(
    'removed',
    before.filter((each) => !after.includes(each)),
  );
}

/** Suspends an installation, or lifts it: its tokens are refused meanwhile. */
export function suspendInstallation(
  state: State,
  installation: Installation,
  suspended: boolean,
  sender: Account,
): void {
  installation.suspendedAt = suspended ? timestamp(state) : null;
  state.emit({ event: 'installation', action: suspended ? 'suspend' : 'unsuspend', installation, sender });
}

/** Takes an app off an account: its tokens die with it. */
export function uninstallApp(state: State, installation: Installation, sender: Account): void {
  state.emit({ event: 'installation', action: 'deleted', installation, sender });
  state.installations.splice(state.installations.indexOf(installation), 1);
  for (const [value, token] of state.tokens) {
    if (token.kind === 'installation' && token.installation === installation) state.tokens.delete(value);
  }
}

/** Repositories an installation covers now. */
export function installationRepositories(state: State, installation: Installation): Repository[] {
  return state.repositories.filter(
    (repository) => installation.repositories?.has(repository) ?? repository.owner === installation.account,
  );
}

export const findInstallation = (state: State, app: App, repository: Repository): Installation | null =>
  state.installations.find(
    (each) => each.app === app && installationRepositories(state, each).includes(repository),
  ) ?? null;

const RANK = { read: 1, write: 2, admin: 3 } as const;

/** True: these permissions include that access. */
export const allows = (permissions: Permissions, name: string, access: 'read' | 'write'): boolean =>
  RANK[permissions[name] ?? 'read'] >= RANK[access] && permissions[name] !== undefined;

/** A token for an installation, good for an hour; narrowed as asked, never widened (422). */
export function createInstallationToken(
  state: State,
  installation: Installation,
  narrowing: { permissions?: Permissions; repositories?: readonly Repository[] } = {},
): { value: string; token: Extract<Token, { kind: 'installation' }> } {
  if (installation.suspendedAt) throw new Refusal(403, 'This installation has been suspended');
  for (const [name, access] of Object.entries(narrowing.permissions ?? {})) {
    if (!allows(installation.permissions, name, access === 'read' ? 'read' : 'write')) {
      throw new Refusal(422, 'The permissions requested are not granted to this installation.');
    }
  }
  const token: Extract<Token, { kind: 'installation' }> = {
    kind: 'installation',
    installation,
    permissions: narrowing.permissions
      ? { metadata: 'read', ...narrowing.permissions }
      : installation.permissions,
    repositories: narrowing.repositories ? new Set(narrowing.repositories) : null,
    expiresAt: new Date(state.now().getTime() + 60 * 60 * 1000),
  };
  return { value: store(state, 'ghs_', token), token };
}

/** A token that acts as this person: a classic one with these scopes, or one of an app that signed them in. */
export const createUserToken = (state: State, user: Account, scopes?: readonly string[]): string =>
  store(state, scopes ? 'ghp_' : 'ghu_', { kind: 'user', user, ...(scopes && { scopes }) });

function store(state: State, prefix: string, token: Token): string {
  const value = prefix + randomBytes(18).toString('hex');
  state.tokens.set(value, token);
  return value;
}
