import { createPrivateKey } from 'node:crypto';

/** What the app signs in with. */
export interface Credentials {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** Deliveries signed with it are taken as well, while the secret is rotated; null: there is none. */
  readonly previousWebhookSecret: string | null;
}

/** The variables that credentials come from; `undefined` where a value is absent or was refused already. */
export interface CredentialVariables {
  readonly APP_ID?: number | undefined;
  readonly PRIVATE_KEY?: string | undefined;
  readonly PRIVATE_KEY_PATH?: string | undefined;
  readonly WEBHOOK_SECRET?: string | undefined;
  readonly WEBHOOK_SECRET_PREVIOUS?: string | undefined;
}

/**
 * Credentials, or null where there are none at all; or every problem with them. Problems never quote a key.
 * @param refused names of variables whose values were refused already, which are not missing.
 * @param readFile throws when it cannot read.
 */
export function credentialsFrom(
  env: CredentialVariables,
  refused: ReadonlySet<string>,
  readFile: (path: string) => string,
): { credentials: Credentials | null; problems: readonly string[] } {
  const { APP_ID: appId, WEBHOOK_SECRET: webhookSecret } = env;
  const hasKey = env.PRIVATE_KEY !== undefined || env.PRIVATE_KEY_PATH !== undefined;
  const hasAppId = appId !== undefined || refused.has('APP_ID');
  if (!hasAppId && !hasKey && webhookSecret === undefined && env.WEBHOOK_SECRET_PREVIOUS === undefined) {
    return { credentials: null, problems: [] };
  }
  const problems: string[] = [];
  if (!hasAppId) problems.push('APP_ID is missing: it is the number on the app’s settings page.');
  if (!hasKey) problems.push('PRIVATE_KEY (the PEM itself) or PRIVATE_KEY_PATH (its file) is missing.');
  if (webhookSecret === undefined) {
    problems.push(
      'WEBHOOK_SECRET is missing: without it anyone could forge deliveries, so AgentGuard does not start.',
    );
  }
  const privateKey = hasKey ? readKey(env, readFile, problems) : null;
  if (appId === undefined || webhookSecret === undefined || privateKey === null) {
    return { credentials: null, problems };
  }
  const previousWebhookSecret = env.WEBHOOK_SECRET_PREVIOUS ?? null;
  return { credentials: { appId, privateKey, webhookSecret, previousWebhookSecret }, problems };
}

/** What Probot accepts as a PEM: itself, with literal `\n`, or in base64. */
export const pemIn = (text: string): string =>
  (text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString('utf8'))
    .replaceAll('\\n', '\n')
    .trim();

/** The app's private key as PEM; null: there is none that can be used, and `problems` says why. */
export function readKey(
  env: CredentialVariables,
  readFile: (path: string) => string,
  problems: string[],
): string | null {
  let text = env.PRIVATE_KEY ?? '';
  if (text === '' && env.PRIVATE_KEY_PATH !== undefined) {
    try {
      text = readFile(env.PRIVATE_KEY_PATH);
    } catch {
      problems.push(`PRIVATE_KEY_PATH: the file ${env.PRIVATE_KEY_PATH} cannot be read.`);
      return null;
    }
  }
  const pem = pemIn(text);
  try {
    createPrivateKey(pem);
    return pem;
  } catch {
    problems.push(
      'PRIVATE_KEY is not a private key in PEM format. Download one from the app’s settings page.',
    );
    return null;
  }
}
