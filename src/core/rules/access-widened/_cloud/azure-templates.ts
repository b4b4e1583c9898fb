import { type YamlMap, type YamlNode, yamlEntry, yamlGet, yamlText } from '../../../parsers/yaml.ts';
import { type Exposure, isEverywhere, openPorts, portRange } from './exposure.ts';

const textAt = (node: YamlNode | undefined, key: string): string => yamlText(yamlGet(node, key)) ?? '';

const textsAt = (node: YamlMap, ...keys: readonly string[]): string[] =>
  keys.flatMap((key) => {
    const value = yamlGet(node, key);
    return (value?.kind === 'list' ? value.items : value ? [value] : []).flatMap(
      (item) => yamlText(item) ?? [],
    );
  });

/** What one map of an Azure template opens. */
export function azureExposures(node: YamlMap, names: string, subject: string): Exposure[] {
  return [
    ...securityRule(node, subject),
    ...addressRange(node, subject),
    ...publicNetwork(node, subject),
    ...defaultAction(node, names.trim(), subject),
    ...everyAction(node, names.trim(), subject),
  ];
}

function securityRule(node: YamlMap, subject: string): Exposure[] {
  const source = yamlEntry(node, 'sourceAddressPrefix') ?? yamlEntry(node, 'sourceAddressPrefixes');
  const everyone = textsAt(node, 'sourceAddressPrefix', 'sourceAddressPrefixes').some(
    (text) => /^(?:\*|Internet|any)$/i.test(text) || isEverywhere(text),
  );
  if (!source || !everyone) return [];
  if (!/^allow$/i.test(textAt(node, 'access')) || !/^inbound$/i.test(textAt(node, 'direction'))) return [];
  const ranges = textsAt(node, 'destinationPortRange', 'destinationPortRanges').map(portRange);
  const known = ranges.length > 0 && ranges.every((range) => range !== null);
  const open = openPorts(known ? (ranges as (readonly [number, number])[]) : null, '');
  return open
    ? [{ kind: 'open port', severity: open.severity, subject, detail: open.detail, line: source.line }]
    : [];
}

/** A server's firewall rule for every address. */
function addressRange(node: YamlMap, subject: string): Exposure[] {
  const end = yamlEntry(node, 'endIpAddress');
  return end && textAt(node, 'startIpAddress') === '0.0.0.0' && yamlText(end.value)?.startsWith('255.')
    ? [{ kind: 'open port', severity: 'high', subject, detail: 'the database server', line: end.line }]
    : [];
}

const EVERY_NETWORK = {
  kind: 'public data',
  severity: 'medium',
  detail: 'its address from every network',
} as const;
const DENYING = /^(?:networkAcls|networkRuleSet|networkRules)$/;

function publicNetwork(node: YamlMap, subject: string): Exposure[] {
  const setting = yamlEntry(node, 'publicNetworkAccess');
  if (!setting) return [];
  const access = yamlText(setting.value) ?? '';
  const exposure: Exposure = { ...EVERY_NETWORK, subject, line: setting.line };
  if (!/^Enabled$/i.test(access)) {
    const owner = /^Disabled$/i.test(access) && subject !== '' ? subject : undefined;
    return [{ ...exposure, state: 'closed', owner }];
  }
  const denies = node.entries.some(
    ({ key, value }) => DENYING.test(key) && /^deny$/i.test(textAt(value, 'defaultAction')),
  );
  return denies ? [] : [exposure];
}

function defaultAction(node: YamlMap, names: string, subject: string): Exposure[] {
  const setting = yamlEntry(node, 'defaultAction');
  if (!setting || !/(?:networkAcls|networkRuleSet|networkRules|accountAccess)$/.test(names)) return [];
  return /^allow$/i.test(yamlText(setting.value) ?? '')
    ? [{ ...EVERY_NETWORK, subject, line: setting.line }]
    : [];
}

/** A role of one's own that may do everything. */
function everyAction(node: YamlMap, names: string, subject: string): Exposure[] {
  const actions = yamlEntry(node, 'actions');
  if (!actions || !yamlGet(node, 'notActions') || !names.endsWith('permissions')) return [];
  return textsAt(node, 'actions').includes('*')
    ? [{ kind: 'all powers', severity: 'high', subject, detail: 'every action', line: actions.line }]
    : [];
}
