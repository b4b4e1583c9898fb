import type { Access } from '../../adapters/github/access.ts';
import { configurationFrom, type Configuration, type Environment } from '../../server/configuration.ts';
import { InputError } from '../local/input.ts';
import { VERSION } from '../version.ts';

/** GitHub as a person's token sees it. */
export interface Remote {
  readonly access: Access;
  readonly webUrl: string;
  /** The variable that the token came from. */
  readonly variable: string;
}

/** Of those that `serve` reads. */
const VARIABLES = new Set([
  'GHE_HOST',
  'GHE_PROTOCOL',
  'AGENTGUARD_FLOOR',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
]);

const TOKENS = ['GITHUB_TOKEN', 'GH_TOKEN'] as const;

/**
 * Which GitHub the variables name, and how it is reached.
 * @throws {InputError} if they make no sense
 */
export function reachGitHub(
  environment: Environment,
): Pick<Configuration, 'apiUrl' | 'webUrl' | 'floor' | 'proxy'> {
  const asked = Object.entries(environment).filter(([name]) => VARIABLES.has(name.toUpperCase()));
  const read = configurationFrom(Object.fromEntries(asked), () => '');
  if ('problems' in read) throw new InputError(read.problems.join('\n'));
  return read.configuration;
}

/**
 * Signs in with the token of the environment, on the GitHub that `serve` would ask.
 * @throws {InputError} if there is no token, or the variables make no sense
 */
export async function remote(environment: Environment): Promise<Remote> {
  const { apiUrl, webUrl, floor, proxy } = reachGitHub(environment);
  const variable = TOKENS.find((name) => environment[name]);
  if (variable === undefined) {
    throw new InputError(
      `There is no token to ask ${new URL(webUrl).host} with. Set GITHUB_TOKEN or GH_TOKEN; it needs read access to contents, pull requests, issues and the organisation's members.`,
    );
  }
  const { tokenAccess } = await import('../../adapters/github/token.ts');
  const throughProxy =
    proxy === null ? undefined : (await import('../../server/network.ts')).fetchThrough(proxy);
  const access = tokenAccess({
    token: environment[variable] ?? '',
    baseUrl: apiUrl,
    userAgent: `agentguard/${VERSION}`,
    clock: { now: () => new Date() },
    ...(throughProxy ? { fetch: throughProxy } : {}),
  });
  return { access: { ...access, floor }, webUrl, variable };
}
