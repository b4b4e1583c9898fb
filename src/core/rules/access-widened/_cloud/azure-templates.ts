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
/** What such a resource calls its rules of networks. */
const RULES = /^(?:networkAcls|networkRuleSet|networkRules)$/;

/** Whether a resource has an address that every network reaches, by its own setting or by what its rules do else. */
function publicNetwork(node: YamlMap, subject: string): Exposure[] {
  const setting = yamlEntry(node, 'publicNetworkAccess');
  const access = yamlText(setting?.value) ?? '';
  const rules = node.entries.find(({ key }) => RULES.test(key));
  const action = yamlEntry(rules?.value, 'defaultAction');
  const otherwise = yamlText(action?.value) ?? '';
  const open = setting && /^Enabled$/i.test(access) && !/^deny$/i.test(otherwise);
  const allows = action && /^allow$/i.test(otherwise) && !/^Disabled$/i.test(access);
  if (open || allows) {
    return [{ ...EVERY_NETWORK, subject, line: (open ? setting : action)?.line ?? node.line }];
  }
  if (!setting && !action) return [];
  const closed = /^Disabled$/i.test(access) || /^deny$/i.test(otherwise);
  return [
    {
      ...EVERY_NETWORK,
      subject,
      line: (setting ?? action)?.line ?? node.line,
      state: 'closed',
      owner: closed && subject !== '' ? subject : undefined,
    },
  ];
}

/** A role of one's own that may do everything. */
function everyAction(node: YamlMap, names: string, subject: string): Exposure[] {
  const actions = yamlEntry(node, 'actions');
  if (!actions || !yamlGet(node, 'notActions') || !names.endsWith('permissions')) return [];
  return textsAt(node, 'actions').includes('*')
    ? [{ kind: 'all powers', severity: 'high', subject, detail: 'every action', line: actions.line }]
    : [];
}
