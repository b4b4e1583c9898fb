import { type YamlMap, type YamlNode, yamlText } from '../../../parsers/yaml.ts';
import { type Exposure, isEverywhere } from './exposure.ts';

/** Keys and annotations that name the addresses which get through; without them everyone does. */
const LISTS =
  /^(?:loadBalancerSourceRanges|(?:nginx\.)?ingress\.kubernetes\.io\/(?:white|allow)-?list-source-range|alb\.ingress\.kubernetes\.io\/inbound-cidrs|service\.beta\.kubernetes\.io\/load-balancer-source-ranges|authorizedIPRanges)$/;

/** What lets only listed addresses in, so that taking it away lets in everyone. */
export function allowLists(node: YamlMap, names: string, subject: string): Exposure[] {
  return node.entries.flatMap(({ key, line, value }): Exposure[] => {
    if (!LISTS.test(key)) return [];
    const ranges = textsOf(value);
    if (ranges.length === 0 || ranges.some(isEverywhere)) return [];
    // The object's name, or in a chart's values what the list belongs to.
    const owner = (subject === '' ? names : subject).trim().split(/\s+/).at(-1);
    return [
      {
        kind: 'open port',
        severity: 'medium',
        subject: subject === '' ? names.trim() : subject,
        detail: `what ${key} kept to listed addresses`,
        line,
        state: 'closed',
        owner: owner === undefined || owner === '' ? undefined : owner,
      },
    ];
  });
}

const textsOf = (node: YamlNode): string[] =>
  node.kind === 'list'
    ? node.items.flatMap((item) => yamlText(item) ?? [])
    : (yamlText(node) ?? '')
        .split(',')
        .map((text) => text.trim())
        .filter((text) => text !== '');
