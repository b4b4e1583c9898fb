import type { HclAttribute, HclBlock } from '../../../../parsers/hcl.ts';
import {
  type Exposure,
  isEverywhere,
  isInbound,
  openNetworkPorts,
  openPorts,
  portRange,
  type Ports,
} from '../exposure.ts';
import { type Around, attributeOf, textOf } from './blocks.ts';

/** What an address range, or a pair of first and last address, lets in. */
export function networkExposures(attribute: HclAttribute, block: HclBlock, around: Around): Exposure[] {
  const { subject, top } = around;
  if (attribute.name === 'end_ip_address') return addressRange(attribute, block, subject);
  const everywhere = attribute.strings.find(
    ({ text }) =>
      text.split(',').some(isEverywhere) || (text === '0.0.0.0' && attribute.name.startsWith('security_ip')),
  );
  if (!everywhere) return [];
  const direction = isNetworkList(top) ? listsIn(block, top) : letsIn(attribute, block, around);
  if (!direction) return [];
  const { ports, protocol } = portsOf(block, top);
  const open = isNetworkList(top) ? openNetworkPorts(ports, protocol) : openPorts(ports, protocol);
  // What is called `http_ingress_cidr_blocks` is about web ports, wherever these are written.
  const web = ports === null && /https?_|_https?$/.test(`${attribute.name} ${top.labels[0]}`);
  return open === null || web
    ? []
    : [{ kind: 'open port', severity: open.severity, subject, detail: open.detail, line: everywhere.line }];
}

/** More addresses than any network of one's own has. */
const MANY = 1 << 24;

function addressRange(attribute: HclAttribute, block: HclBlock, subject: string): Exposure[] {
  const start = addressOf(textOf(block, 'start_ip_address'));
  const end = addressOf(attribute.strings[0]?.text ?? '');
  if (start === null || end === null) return [];
  return end - start < MANY
    ? []
    : [{ kind: 'open port', severity: 'high', subject, detail: 'the database server', line: attribute.line }];
}

function addressOf(text: string): number | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  return parts ? parts.slice(1).reduce((sum, part) => sum * 256 + Number(part), 0) : null;
}

/** Lists that stand before a whole network. The default one is only written down. */
const isNetworkList = (top: HclBlock): boolean => (top.labels[0] ?? '').startsWith('aws_network_acl');

function listsIn(block: HclBlock, top: HclBlock): boolean {
  const inward =
    top.labels[0] === 'aws_network_acl_rule' ? textOf(block, 'egress') !== 'true' : block.type === 'ingress';
  return inward && textOf(block, 'action', 'rule_action').toLowerCase() === 'allow';
}

/** Whether an address range lets in. Of a module, a variable or a value only its own name tells what it is for. */
function letsIn(attribute: HclAttribute, block: HclBlock, { top, path }: Around): boolean {
  const direction = textOf(block, 'type', 'direction').toLowerCase();
  if (/^(?:egress|out|outbound)$/.test(direction) || textOf(block, 'egress') === 'true') return false;
  if (/^(?:deny|drop|block|reject)$/i.test(textOf(block, 'action', 'access', 'policy'))) return false;
  if (top.type === 'data' || textOf(block, 'endpoint_public_access') === 'false') return false;
  if (textOf(top, 'disabled') === 'true' || isDenying(top)) return false;
  const label = top.type === 'resource' || top.type === 'variable' ? (top.labels[0] ?? '') : '';
  return isInbound(`${label} ${path} ${direction} ${attribute.name}`);
}

/** Google's firewalls say in blocks what they let in and what not. */
const isDenying = (top: HclBlock): boolean =>
  top.blocks.some(({ type }) => type === 'deny') && !top.blocks.some(({ type }) => type === 'allow');

function portsOf(block: HclBlock, top: HclBlock): { ports: Ports; protocol: string } {
  const allows = top.blocks.filter(({ type }) => type === 'allow');
  if (allows.length > 0) return googlePorts(allows);
  const protocol = textOf(block, 'protocol', 'ip_protocol') || textOf(top, 'protocol', 'ip_protocol');
  const options = block.blocks.find(({ type }) => type === 'tcp_options' || type === 'udp_options');
  const limits = options?.blocks.find(({ type }) => type === 'destination_port_range') ?? options ?? block;
  const from = portRange(textOf(limits, 'from_port', 'port_range_min', 'min'));
  const to = portRange(textOf(limits, 'to_port', 'port_range_max', 'max'));
  if (from && to) return { ports: [[from[0], to[1]]], protocol };
  const listed = attributeOf(
    block,
    'ports',
    'port',
    'port_range',
    'destination_port_range',
    'destination_port_ranges',
  );
  const texts = listed?.strings.length
    ? listed.strings.map(({ text }) => text)
    : listed
      ? listed.text.replace(/^\[|\]$/g, '').split(',')
      : [];
  // The community's security group module names its rules `https-443-tcp`.
  const rules = attributeOf(block, 'ingress_rules')?.strings.map(({ text }) =>
    portRange(/-(\d+)-tcp$/.exec(text)?.[1] ?? ''),
  );
  const ranges = rules ?? texts.map(portRange);
  const known = ranges.length > 0 && ranges.every((range) => range !== null);
  return { ports: known ? (ranges as [number, number][]) : null, protocol };
}

function googlePorts(allows: readonly HclBlock[]): { ports: Ports; protocol: string } {
  const relevant = allows.filter((allow) => !/^(?:icmp|esp|ah)$/i.test(textOf(allow, 'protocol')));
  if (relevant.length === 0) return { ports: null, protocol: 'icmp' };
  const ports = relevant.flatMap((allow): (readonly [number, number] | null)[] => {
    const listed = attributeOf(allow, 'ports');
    if (!listed) return [[0, 65_535]];
    return listed.strings.length > 0 ? listed.strings.map(({ text }) => portRange(text)) : [null];
  });
  return { ports: ports.includes(null) ? null : (ports as [number, number][]), protocol: '' };
}

/** Azure writes everyone as `*` or `Internet`, beside direction and access. */
export function azureRule(block: HclBlock, { subject }: Around): Exposure[] {
  const sources = block.attributes
    .filter(({ name }) => name === 'source_address_prefix' || name === 'source_address_prefixes')
    .flatMap(({ strings }) => strings);
  const everyone = sources.find(({ text }) => /^(?:\*|Internet|any|\/0|<\w{1,10}>\/0)$/i.test(text));
  if (!everyone) return [];
  if (!/^allow$/i.test(textOf(block, 'access')) || !/^inbound$/i.test(textOf(block, 'direction'))) return [];
  const { ports, protocol } = portsOf(block, block);
  const open = openPorts(ports, /^(?:\*|any)$/i.test(protocol) ? '' : protocol);
  return open
    ? [{ kind: 'open port', severity: open.severity, subject, detail: open.detail, line: everyone.line }]
    : [];
}
