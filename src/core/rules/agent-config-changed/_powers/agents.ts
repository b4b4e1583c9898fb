import { hooks } from './commands.ts';
import { allowedForAll, limits, promptsOff } from './permissions.ts';
import { at, entries, isDictionary, list, power, texts, walk, type Power } from './power.ts';

/** Servers by name: what is started or called, not how it is described. */
export function servers(table: unknown): Power[] {
  return entries(table).flatMap(([name, server]) => {
    const { command, args, url, httpUrl, serverUrl, type } = isDictionary(server) ? server : {};
    const address = url ?? httpUrl ?? serverUrl;
    if (command === undefined && address === undefined) return [];
    return power('server', { command, args, address, type: address ? type : undefined }, name, name);
  });
}

export const SERVER_TABLES = ['mcpServers', 'mcp_servers', 'context_servers', 'mcp', 'servers'];

/** Settings whose value is a command of its own. */
const COMMANDS: readonly (readonly string[])[] = [
  ['apiKeyHelper'],
  ['awsAuthRefresh'],
  ['awsCredentialExport'],
  ['gcpAuthRefresh'],
  ['otelHeadersHelper'],
  ['statusLine', 'command'],
  ['fileSuggestion', 'command'],
  ['notify'],
  ['test-cmd'],
  ['lint-cmd'],
  ['toolDiscoveryCommand'],
  ['toolCallCommand'],
  ['tools', 'discoveryCommand'],
  ['tools', 'callCommand'],
];

/** Where an agent's traffic goes, and what it trusts on the way: prompts, code and keys pass there. */
const ENDPOINT = /(?:^|_|-)(?:base_?url|api_?base|api_?url|proxy|otlp_?endpoint)$/i;
const BROKEN_TLS = /^NODE_TLS_REJECT_UNAUTHORIZED$|^NODE_EXTRA_CA_CERTS$/;
/** The own machine, and addresses that somebody else's variable puts in. */
const OWN =
  /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\]|host\.docker\.internal)(?:[:/]|$)|^\$\{?\w|^\{env:/i;

export function endpoints(root: unknown): Power[] {
  return walk(root).flatMap(({ path, value }) => {
    const key = path.at(-1) ?? '';
    if (typeof value !== 'string' || !(ENDPOINT.test(key) || BROKEN_TLS.test(key))) return [];
    return OWN.test(value) ? [] : power('endpoint', value, path.join('.'), value);
  });
}

/** Plugins and where they come from: each brings hooks, servers and instructions of its own. */
function plugins(root: unknown): Power[] {
  return [
    ...entries(at(root, 'extraKnownMarketplaces')).flatMap(([name, place]) =>
      power('plugin', at(place, 'source') ?? place, name, name),
    ),
    ...entries(at(root, 'enabledPlugins')).flatMap(([name, on]) =>
      on ? power('plugin', name, '', name) : [],
    ),
    ...texts(at(root, 'plugin')).flatMap((name) => power('plugin', name, '', name)),
  ];
}

export function agentSettings(root: unknown): Power[] {
  return [
    ...hooks('command', at(root, 'hooks')),
    ...SERVER_TABLES.flatMap((table) => servers(at(root, table))),
    ...COMMANDS.flatMap((keys) => power('command', at(root, ...keys), keys.join('.'))),
    ...plugins(root),
    ...promptsOff(root),
    ...allowedForAll(at(root, 'permission')),
    ...limits(root),
    ...endpoints(root),
  ];
}

/** A hook of Kiro names what it runs in a field of its own. */
export const kiroHook = (root: unknown): Power[] => power('command', at(root, 'then', 'command'), 'hook');

/** Instructions that bring settings along, before the text. */
export const prompt = (root: unknown): Power[] => [
  ...hooks('command', at(root, 'hooks')),
  ...SERVER_TABLES.flatMap((table) => list(at(root, table)).flatMap(servers)),
  ...SERVER_TABLES.flatMap((table) => servers(at(root, table))),
  ...promptsOff(root),
];
