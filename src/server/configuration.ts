import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';

/** The environment as a plain record; only main.ts reads the real one. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the app signs in with. */
export interface Credentials {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
}

export interface Configuration {
  /** null: there are none yet, so the server offers the setup page. */
  readonly credentials: Credentials | null;
  /** `https://api.github.com`, or a GitHub Enterprise Server's `https://ghe.example.com/api/v3`. */
  readonly apiUrl: string;
  /** Where people see GitHub: `https://github.com`. */
  readonly webUrl: string;
  readonly host: string;
  readonly port: number;
  /** Folder of the embedded store. */
  readonly data: string;
  readonly logLevel: string;
  /** The operator's word that the organisation has no floor, although it could not be seen. */
  readonly floor: 'look' | 'none';
}

const blankIsAbsent = (value: unknown): unknown => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(type: T) => z.preprocess(blankIsAbsent, type.optional());

const schema = z.object({
  APP_ID: optional(
    z.coerce.number('APP_ID must be the number GitHub shows on the app’s settings page.').int().positive(),
  ),
  PRIVATE_KEY: optional(z.string()),
  PRIVATE_KEY_PATH: optional(z.string()),
  WEBHOOK_SECRET: optional(z.string()),
  GHE_HOST: optional(
    z.string().regex(/^[\w.:[\]-]+$/, 'GHE_HOST must be a host name, with a port if need be, and no path.'),
  ),
  GHE_PROTOCOL: optional(z.enum(['http', 'https'], 'GHE_PROTOCOL must be http or https.')),
  HOST: optional(z.string()),
  PORT: optional(z.coerce.number('PORT must be a number.').int().min(0).max(65_535)),
  LOG_LEVEL: optional(
    z.enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal.',
    ),
  ),
  AGENTGUARD_DATA: optional(z.string()),
  AGENTGUARD_FLOOR: optional(z.enum(['none'], 'AGENTGUARD_FLOOR can only be "none".')),
});

/**
 * Checks the environment and names every problem at once.
 * @param readFile reads the file of PRIVATE_KEY_PATH; throws when it cannot.
 */
export function configurationFrom(
  environment: Environment,
  readFile: (path: string) => string,
): { configuration: Configuration } | { problems: readonly string[] } {
  const parsed = schema.safeParse(environment);
  if (!parsed.success)
    return { problems: parsed.error.issues.map(({ path, message }) => named(path, message)) };
  const env = parsed.data;
  const { credentials, problems } = credentialsFrom(env, readFile);
  if (problems.length > 0) return { problems };
  const protocol = env.GHE_PROTOCOL ?? 'https';
  return {
    configuration: {
      credentials,
      apiUrl: env.GHE_HOST ? `${protocol}://${env.GHE_HOST}/api/v3` : 'https://api.github.com',
      webUrl: env.GHE_HOST ? `${protocol}://${env.GHE_HOST}` : 'https://github.com',
      host: env.HOST ?? '0.0.0.0',
      port: env.PORT ?? 3000,
      data: env.AGENTGUARD_DATA ?? './data',
      logLevel: env.LOG_LEVEL ?? 'info',
      floor: env.AGENTGUARD_FLOOR ?? 'look',
    },
  };
}

const named = (path: readonly PropertyKey[], message: string): string =>
  message.includes(String(path[0])) ? message : `${String(path[0])}: ${message}.`;

function credentialsFrom(
  env: z.infer<typeof schema>,
  readFile: (path: string) => string,
): { credentials: Credentials | null; problems: string[] } {
  const { APP_ID: appId, WEBHOOK_SECRET: webhookSecret } = env;
  const hasKey = env.PRIVATE_KEY !== undefined || env.PRIVATE_KEY_PATH !== undefined;
  if (appId === undefined && !hasKey && webhookSecret === undefined)
    return { credentials: null, problems: [] };
  const problems: string[] = [];
  if (appId === undefined) problems.push('APP_ID is missing: it is the number on the app’s settings page.');
  if (!hasKey) problems.push('PRIVATE_KEY (the PEM itself) or PRIVATE_KEY_PATH (its file) is missing.');
  if (webhookSecret === undefined) {
    problems.push(
      'WEBHOOK_SECRET is missing: without it anyone could forge deliveries, so AgentGuard does not start.',
    );
  }
  const privateKey = hasKey ? readKey(env, readFile, problems) : null;
  if (problems.length > 0 || appId === undefined || webhookSecret === undefined || privateKey === null) {
    return { credentials: null, problems };
  }
  return { credentials: { appId, privateKey, webhookSecret }, problems };
}

/** Accepts what Probot accepts: a PEM, one with literal `\n`, or the PEM in base64. Errors never quote the key. */
function readKey(
  env: z.infer<typeof schema>,
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
  const pem = (text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString('utf8'))
    .replaceAll('\\n', '\n')
    .trim();
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
