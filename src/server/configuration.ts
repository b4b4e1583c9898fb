import { z } from 'zod';
import { didYouMean } from '../core/policy/suggest.ts';
import { credentialsFrom, type Credentials } from './configuration/credentials.ts';
import { recordKeyFrom } from './configuration/record-key.ts';
import { isPublicUrl, signInFrom, type SignInCredentials } from './configuration/sign-in.ts';
import { VARIABLES, type VariableName } from './configuration/variables.ts';

export type { Credentials } from './configuration/credentials.ts';
export type { SignInCredentials } from './configuration/sign-in.ts';

/** The environment as a plain record; only main.ts reads the real one. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Configuration {
  /** null: there are none yet, so the server offers the setup page. */
  readonly credentials: Credentials | null;
  /** Signs the record, as PEM; null: a key that is derived from the app's does. */
  readonly recordKey: string | null;
  /** What people sign in to the pages through; null: there are no pages. With it there is a `publicUrl`. */
  readonly signIn: SignInCredentials | null;
  /** Where people reach this server, without a slash at the end: `https://guard.example.com`; null: nobody said. */
  readonly publicUrl: string | null;
  /** `https://api.github.com`, or a GitHub Enterprise Server's `https://ghe.example.com/api/v3`. */
  readonly apiUrl: string;
  /** Where people see GitHub: `https://github.com`. */
  readonly webUrl: string;
  readonly host: string;
  readonly port: number;
  /** Folder of the embedded store. */
  readonly data: string;
  /** PostgreSQL in place of the embedded store, with its password: never to be shown; null: embedded. */
  readonly databaseUrl: string | null;
  /** Jobs at once; 0: this process only receives deliveries. */
  readonly concurrency: number;
  /** Writes to GitHub, for each installation. */
  readonly writesPerMinute: number;
  /** What `/metrics` asks for as a bearer token; null: nothing. */
  readonly metricsToken: string | null;
  /** On the way to GitHub; null: there is none. */
  readonly proxy: ProxySettings | null;
  readonly logLevel: string;
  /** The operator's word that the organisation has no floor, although it could not be seen. */
  readonly floor: 'look' | 'none';
}

/** Addresses of proxies, which may hold passwords. */
export interface ProxySettings {
  readonly https: string | null;
  readonly http: string | null;
  /** Hosts to reach without: `ghe.example.com,.internal`; may be empty. */
  readonly except: string;
}

const blankIsAbsent = (value: unknown): unknown => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(type: T) => z.preprocess(blankIsAbsent, type.optional());
const text = optional(z.string());
const within = (name: VariableName, least: number, most: number) => {
  const problem = `${name} must be a whole number from ${least} to ${most}.`;
  return optional(z.coerce.number(problem).int(problem).min(least, problem).max(most, problem));
};

/** Names like those of curl: a proxy without a protocol is one with http. */
const proxy = (name: VariableName) =>
  optional(
    z
      .string()
      .transform((value) => (value.includes('://') ? value : `http://${value}`))
      .refine(
        (value) => isUrl(value, ['http:', 'https:']),
        `${name} must be an address like http://proxy.example.com:3128.`,
      ),
  );

const TOKEN = /^[\w.~+/-]{16,}=*$/;

// Messages say nothing of the value: it may hold a password.
const schema = z.object({
  APP_ID: optional(
    z.coerce
      .number('APP_ID must be the number GitHub shows on the app’s settings page.')
      .int('APP_ID must be a whole number.')
      .positive('APP_ID must be the number GitHub shows on the app’s settings page.'),
  ),
  PRIVATE_KEY: text,
  PRIVATE_KEY_PATH: text,
  WEBHOOK_SECRET: text,
  WEBHOOK_SECRET_PREVIOUS: text,
  RECORD_KEY: text,
  CLIENT_ID: text,
  CLIENT_SECRET: text,
  PUBLIC_URL: optional(
    z
      .string()
      .refine(
        isPublicUrl,
        'PUBLIC_URL must be an https address without a path, like https://guard.example.com; http is for localhost only.',
      )
      .transform((value) => new URL(value).origin),
  ),
  GHE_HOST: optional(
    z.string().regex(/^[\w.:[\]-]+$/, 'GHE_HOST must be a host name, with a port if need be, and no path.'),
  ),
  GHE_PROTOCOL: optional(z.enum(['http', 'https'], 'GHE_PROTOCOL must be http or https.')),
  HOST: text,
  PORT: within('PORT', 0, 65_535),
  AGENTGUARD_DATA: text,
  DATABASE_URL: optional(
    z
      .string()
      .refine(
        (value) => isUrl(value, ['postgres:', 'postgresql:']),
        'DATABASE_URL must be an address like postgres://name:password@host:5432/database; write /, @, :, ? and # in a password as %2F, %40, %3A, %3F and %23.',
      ),
  ),
  AGENTGUARD_CONCURRENCY: within('AGENTGUARD_CONCURRENCY', 0, 64),
  AGENTGUARD_WRITES_PER_MINUTE: within('AGENTGUARD_WRITES_PER_MINUTE', 1, 1000),
  AGENTGUARD_FLOOR: optional(z.enum(['none'], 'AGENTGUARD_FLOOR can only be "none".')),
  METRICS_TOKEN: optional(
    z
      .string()
      .regex(TOKEN, 'METRICS_TOKEN must have 16 characters or more, letters, digits and ._~+/- only.'),
  ),
  HTTPS_PROXY: proxy('HTTPS_PROXY'),
  HTTP_PROXY: proxy('HTTP_PROXY'),
  NO_PROXY: text,
  NODE_EXTRA_CA_CERTS: text,
  LOG_LEVEL: optional(
    z.enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent.',
    ),
  ),
} satisfies Record<VariableName, z.ZodType>);

type Variables = z.infer<typeof schema>;

/**
 * Checks the environment. Gives the configuration with notes for the log on what was set and has no effect, or every
 * problem at once; neither holds a secret.
 * @param readFile reads the files that variables name; throws when it cannot.
 */
export function configurationFrom(
  environment: Environment,
  readFile: (path: string) => string,
): { configuration: Configuration; notes: readonly string[] } | { problems: readonly string[] } {
  const { env, refused, problems } = read(environment);
  const { credentials, problems: lacking } = credentialsFrom(env, refused, readFile);
  const { signIn, problems: unsigned } = signInFrom(env, refused);
  const { pem: recordKey, problems: unfit } = recordKeyFrom(env);
  problems.push(...lacking, ...unfit, ...unsigned, ...certificateProblems(env, readFile));
  if (problems.length > 0) return { problems };
  const protocol = env.GHE_PROTOCOL ?? 'https';
  const configuration: Configuration = {
    credentials,
    recordKey,
    signIn,
    publicUrl: env.PUBLIC_URL ?? null,
    apiUrl: env.GHE_HOST ? `${protocol}://${env.GHE_HOST}/api/v3` : 'https://api.github.com',
    webUrl: env.GHE_HOST ? `${protocol}://${env.GHE_HOST}` : 'https://github.com',
    host: env.HOST ?? '0.0.0.0',
    port: env.PORT ?? 3000,
    data: env.AGENTGUARD_DATA ?? './data',
    databaseUrl: env.DATABASE_URL ?? null,
    concurrency: env.AGENTGUARD_CONCURRENCY ?? 4,
    writesPerMinute: env.AGENTGUARD_WRITES_PER_MINUTE ?? 60,
    metricsToken: env.METRICS_TOKEN ?? null,
    proxy: proxyFrom(env),
    logLevel: env.LOG_LEVEL ?? 'info',
    floor: env.AGENTGUARD_FLOOR ?? 'look',
  };
  return { configuration, notes: [...contradictions(env), ...unknownNames(environment)] };
}

/** What could be read, with each refused value left out, so that the rest can be looked at all the same. */
function read(environment: Environment): { env: Variables; refused: Set<string>; problems: string[] } {
  const { HTTPS_PROXY, HTTP_PROXY, NO_PROXY } = environment;
  // As everywhere, the lower case goes first.
  const given = {
    ...environment,
    HTTPS_PROXY: environment['https_proxy'] || HTTPS_PROXY,
    HTTP_PROXY: environment['http_proxy'] || HTTP_PROXY,
    NO_PROXY: environment['no_proxy'] || NO_PROXY,
  };
  const { error } = schema.safeParse(given);
  const refused = new Set(error?.issues.map(({ path }) => String(path[0])));
  const kept = Object.fromEntries(Object.entries(given).filter(([name]) => !refused.has(name)));
  const problems = new Set(error?.issues.map(({ message }) => message));
  return { env: schema.parse(kept), refused, problems: [...problems] };
}

function proxyFrom(env: Variables): ProxySettings | null {
  const { HTTPS_PROXY: https = null, HTTP_PROXY: http = null, NO_PROXY: except = '' } = env;
  return https === null && http === null ? null : { https, http, except };
}

/** Node reads the file by itself when it starts and only warns when it cannot. */
function certificateProblems(
  { NODE_EXTRA_CA_CERTS: path }: Variables,
  readFile: (path: string) => string,
): readonly string[] {
  if (path === undefined) return [];
  try {
    return readFile(path).includes('-----BEGIN')
      ? []
      : [`NODE_EXTRA_CA_CERTS: the file ${path} holds no certificate in PEM format.`];
  } catch {
    return [`NODE_EXTRA_CA_CERTS: the file ${path} cannot be read.`];
  }
}

function contradictions(env: Variables): readonly string[] {
  const notes: string[] = [];
  if (env.DATABASE_URL !== undefined && env.AGENTGUARD_DATA !== undefined) {
    notes.push('DATABASE_URL is set, so AGENTGUARD_DATA has no effect');
  }
  if (env.DATABASE_URL === undefined && env.AGENTGUARD_CONCURRENCY === 0) {
    notes.push(
      'AGENTGUARD_CONCURRENCY is 0 and the store is embedded, which no other process can share: nothing will be evaluated',
    );
  }
  if (env.WEBHOOK_SECRET !== undefined && env.WEBHOOK_SECRET === env.WEBHOOK_SECRET_PREVIOUS) {
    notes.push('WEBHOOK_SECRET_PREVIOUS is the same as WEBHOOK_SECRET and has no effect');
  }
  return notes;
}

/** Set by Kubernetes in every pod next to a service called `agentguard`. */
const OF_KUBERNETES = /^AGENTGUARD_(?:SERVICE_(?:HOST|PORT)|PORT)(?:_|$)/;

/** A typing error must not be silent, but a variable of a later version must not stop an older one from starting. */
function unknownNames(environment: Environment): readonly string[] {
  const known = Object.keys(VARIABLES);
  return Object.keys(environment)
    .filter((name) => name.startsWith('AGENTGUARD_') && !known.includes(name) && !OF_KUBERNETES.test(name))
    .map((name) => `${name} is no variable of this version and has no effect.${didYouMean(name, known)}`);
}

function isUrl(value: string, protocols: readonly string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol);
}
