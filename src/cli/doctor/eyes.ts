import { readFileSync } from 'node:fs';
import { appClients } from '../../adapters/github/client.ts';
import type { Eyes } from '../../adapters/github/doctor/eyes.ts';
import { configurationFrom, type Environment } from '../../server/configuration.ts';
import { InputError } from '../local/input.ts';
import { remote } from '../remote/github.ts';
import { VERSION } from '../version.ts';

const TOKENS = ['GITHUB_TOKEN', 'GH_TOKEN'] as const;

/**
 * Signs in as the app, with a person's token, or as both.
 * @throws {InputError} if neither can be done
 */
export async function openEyes(environment: Environment): Promise<Eyes & { readonly token: string | null }> {
  const variable = TOKENS.find((name) => environment[name]);
  const hasKey = Boolean(environment['PRIVATE_KEY'] || environment['PRIVATE_KEY_PATH']);
  if (variable === undefined && !(environment['APP_ID'] && hasKey)) {
    throw new InputError(
      'There is nothing to look with. Set APP_ID and PRIVATE_KEY as for `agentguard serve`, or GITHUB_TOKEN, or both.',
    );
  }
  const { configuration, appId } = configure(environment, hasKey);
  const clock = { now: () => new Date() };
  const person = variable === undefined ? null : (await remote(environment)).access;
  const { credentials, apiUrl, proxy, floor } = configuration;
  const fetch = proxy === null ? null : (await import('../../server/network.ts')).fetchThrough(proxy);
  const clients = credentials
    ? appClients({
        appId: credentials.appId,
        privateKey: credentials.privateKey,
        baseUrl: apiUrl,
        userAgent: `agentguard/${VERSION}`,
        ...(fetch ? { fetch } : {}),
      })
    : null;
  return { clients, person, appId, floor, clock, token: variable ? (environment[variable] ?? null) : null };
}

/** As `serve` reads it; only the secret of deliveries is of no use here. */
function configure(environment: Environment, hasKey: boolean) {
  const { APP_ID: id, ...others } = environment;
  const given = hasKey
    ? { ...environment, WEBHOOK_SECRET: environment['WEBHOOK_SECRET'] || 'of no use here' }
    : { ...others, WEBHOOK_SECRET: '', WEBHOOK_SECRET_PREVIOUS: '' };
  const read = configurationFrom({ ...given, CLIENT_ID: '', CLIENT_SECRET: '' }, (path) =>
    readFileSync(path, 'utf8'),
  );
  if ('problems' in read) throw new InputError(read.problems.join('\n'));
  if (!hasKey && id && !/^[1-9]\d*$/.test(id)) {
    throw new InputError('APP_ID must be the number GitHub shows on the app’s settings page.');
  }
  const { configuration } = read;
  return { configuration, appId: configuration.credentials?.appId ?? (id ? Number(id) : null) };
}
