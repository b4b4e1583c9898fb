/** One variable that `agentguard serve` reads. */
export interface Variable {
  readonly about: string;
  readonly example: string;
  /** What holds without it; null: nothing. */
  readonly otherwise: string | null;
}

/** Every variable that `agentguard serve` reads, in the order people are told of them. */
export const VARIABLES = {
  APP_ID: { about: 'number of the app on its settings page', example: '123456', otherwise: null },
  PRIVATE_KEY: {
    about: 'private key of the app: the PEM, also with literal \\n or in base64',
    example: '"-----BEGIN …"',
    otherwise: null,
  },
  PRIVATE_KEY_PATH: { about: 'or the file it is in', example: '/run/secrets/app.pem', otherwise: null },
  WEBHOOK_SECRET: { about: 'signs deliveries', example: '(32 random bytes in hex)', otherwise: null },
  WEBHOOK_SECRET_PREVIOUS: {
    about: 'signs deliveries as well, while the secret is rotated',
    example: '(the one before)',
    otherwise: null,
  },
  RECORD_KEY: {
    about: 'signs the record: an Ed25519 private key as PEM, also with literal \\n or in base64',
    example: '"-----BEGIN …"',
    otherwise: 'derived from the app’s private key',
  },
  CLIENT_ID: {
    about: 'the app’s client ID; with it and the next two people can sign in to the pages',
    example: 'Iv23li0123456789abcd',
    otherwise: null,
  },
  CLIENT_SECRET: {
    about: 'and its client secret',
    example: '(generated on the app’s settings page)',
    otherwise: null,
  },
  PUBLIC_URL: {
    about: 'where people reach this server; https, except on localhost',
    example: 'https://guard.example.com',
    otherwise: null,
  },
  GHE_HOST: {
    about: 'GitHub Enterprise Server: its host, with a port if need be',
    example: 'ghe.example.com',
    otherwise: 'github.com',
  },
  GHE_PROTOCOL: { about: 'and its protocol, http or https', example: 'https', otherwise: 'https' },
  HOST: { about: 'where the server listens', example: '127.0.0.1', otherwise: '0.0.0.0' },
  PORT: { about: 'and on which port', example: '8080', otherwise: '3000' },
  AGENTGUARD_DATA: {
    about: 'folder of the embedded store',
    example: '/var/lib/agentguard',
    otherwise: './data',
  },
  DATABASE_URL: {
    about: 'PostgreSQL instead of the embedded store; any number of replicas may share it',
    example: 'postgres://agentguard@db.example.com/agentguard',
    otherwise: null,
  },
  AGENTGUARD_CONCURRENCY: {
    about: 'jobs at once in this process, 0 to 64; 0: it only receives deliveries',
    example: '8',
    otherwise: '4',
  },
  AGENTGUARD_WRITES_PER_MINUTE: {
    about: 'most writes to GitHub a minute for one installation, 1 to 1000',
    example: '30',
    otherwise: '60',
  },
  AGENTGUARD_FLOOR: {
    about: '"none": the organisation has no floor, although its .github repository cannot be seen',
    example: 'none',
    otherwise: null,
  },
  METRICS_TOKEN: {
    about: '/metrics asks for it as a bearer token; 16 characters or more',
    example: '(32 random bytes in hex)',
    otherwise: null,
  },
  HTTPS_PROXY: {
    about: 'proxy on the way to GitHub',
    example: 'http://proxy.example.com:3128',
    otherwise: null,
  },
  HTTP_PROXY: {
    about: 'the same for addresses with http; without HTTPS_PROXY for all',
    example: 'http://proxy.example.com:3128',
    otherwise: null,
  },
  NO_PROXY: {
    about: 'hosts that are reached without the proxy, separated by commas',
    example: 'ghe.example.com,.internal',
    otherwise: null,
  },
  NODE_EXTRA_CA_CERTS: {
    about: 'file with certificates to trust besides the usual; not from a .env file',
    example: '/etc/ssl/certs/company.pem',
    otherwise: null,
  },
  LOG_LEVEL: {
    about: 'trace, debug, info, warn, error, fatal or silent',
    example: 'debug',
    otherwise: 'info',
  },
} as const satisfies Readonly<Record<string, Variable>>;

export type VariableName = keyof typeof VARIABLES;
