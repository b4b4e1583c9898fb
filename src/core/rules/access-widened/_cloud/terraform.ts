import { type HclAttribute, type HclBlock, parseHcl } from '../../../parsers/hcl.ts';
import { type Exposure, isEverywhere, isInbound, openPorts, portRange, type Ports } from './exposure.ts';
import { isAnyMember, powerfulRole } from './iam.ts';
import { roleRights } from './kubernetes.ts';
import { settingOf } from './terraform-settings.ts';
import { policyText, statementExposures } from './terraform-statements.ts';

/** Where a block stands: its resource, and the blocks and attributes between. */
interface Around {
  readonly top: HclBlock;
  readonly subject: string;
  readonly path: string;
}

/** What Terraform code opens; null: it could not be read as HCL. */
export function terraformExposures(text: string): Exposure[] | null {
  const file = parseHcl(text);
  if (file === null) return null;
  const own = { top: file, subject: '', path: '' };
  return [
    ...file.attributes.flatMap((attribute) => attributeExposures(attribute, file, own)),
    ...file.blocks.flatMap((top) => {
      if (top.type === 'output' || top.type === 'provider' || top.type === 'terraform') return [];
      const subject = [top.type, ...top.labels].join('.').replace(SAME_OWNER, '');
      return blockExposures(top, { top, subject, path: '' });
    }),
  ];
}

/** Providers cut resources up and number them anew: what they belong to stays the same. */
const SAME_OWNER = /(?<=\.aws_s3_bucket)_(?:acl|policy|public_access_block)(?=\.)|_v\d(?=\.)/;

function blockExposures(block: HclBlock, around: Around): Exposure[] {
  const inner = block === around.top ? around : { ...around, path: `${around.path} ${block.type}` };
  return [
    ...statementExposures(block, around.top, around.subject, around.path),
    ...kubernetesRule(block, around),
    ...azureRule(block, around),
    ...block.attributes.flatMap((attribute) => attributeExposures(attribute, block, inner)),
    ...block.blocks.flatMap((nested) => blockExposures(nested, inner)),
  ];
}

const find = (block: HclBlock, ...names: readonly string[]): HclAttribute | undefined =>
  block.attributes.find(({ name }) => names.includes(name));

const textOf = (block: HclBlock, ...names: readonly string[]): string =>
  (find(block, ...names)?.text ?? '').replace(/^"(.*)"$/s, '$1');

const PROSE = /^(?:description|comment|tags?|error_message|condition)$/;

function attributeExposures(attribute: HclAttribute, block: HclBlock, around: Around): Exposure[] {
  const { subject, top } = around;
  const found: Exposure[] = [];
  const add = (
    kind: Exposure['kind'],
    severity: Exposure['severity'],
    detail: string,
    line = attribute.line,
  ): void => {
    found.push({ kind, severity, subject, detail, line });
  };
  if (PROSE.test(attribute.name)) return [];
  if (attribute.name === 'end_ip_address' && attribute.text === '"255.255.255.255"') {
    if (textOf(block, 'start_ip_address') === '0.0.0.0') add('open port', 'high', 'the database server');
  }
  const everywhere = attribute.strings.find(({ text }) => text.split(',').some(isEverywhere));
  if (everywhere && letsIn(attribute, block, around)) {
    const ports = portsOf(block, top);
    const open = openPorts(ports.ports, ports.protocol);
    // What is called `http_ingress_cidr_blocks` is about web ports, wherever these are written.
    const web = ports.ports === null && /https?_|_https?$/.test(`${attribute.name} ${top.labels[0]}`);
    if (open && !web) add('open port', open.severity, open.detail, everywhere.line);
  }
  for (const { text, line } of attribute.strings) {
    if (isAnyMember(text))
      add('anyone', 'high', attribute.name === 'entity' ? 'a bucket' : (top.labels[0] ?? 'a resource'), line);
    const role = powerfulRole(text);
    if (role !== null && grantsRole(top, attribute.name)) {
      add(
        'all powers',
        role === 'roles/editor' || role === 'PowerUserAccess' ? 'medium' : 'high',
        role,
        line,
      );
    }
    if (text.includes('"Statement"') && text.includes('{')) found.push(...policyText(text, line, subject));
  }
  const setting = settingOf(attribute, block, top);
  if (setting) found.push({ ...setting, subject, line: attribute.line });
  if (attribute.name === 'name' && block.type === 'role_ref' && textOf(block, 'name') === 'cluster-admin') {
    add('all powers', 'high', 'cluster-admin');
  }
  return found;
}

/** Whether an address range lets in. Of a module, a variable or a value only its own name tells what it is for. */
function letsIn(attribute: HclAttribute, block: HclBlock, { top, path }: Around): boolean {
  const direction = textOf(block, 'type', 'direction').toLowerCase();
  if (/^(?:egress|out|outbound)$/.test(direction) || textOf(block, 'egress') === 'true') return false;
  if (/^(?:deny|drop|block)$/i.test(textOf(block, 'action', 'access'))) return false;
  if (top.type === 'data' || textOf(block, 'endpoint_public_access') === 'false') return false;
  const label = top.type === 'resource' || top.type === 'variable' ? (top.labels[0] ?? '') : '';
  return isInbound(`${label} ${path} ${direction} ${attribute.name}`);
}

function portsOf(block: HclBlock, top: HclBlock): { ports: Ports; protocol: string } {
  const allows = top.blocks.filter(({ type }) => type === 'allow');
  if (allows.length > 0) return googlePorts(allows);
  const protocol = textOf(block, 'protocol', 'ip_protocol') || textOf(top, 'protocol', 'ip_protocol');
  const from = portRange(textOf(block, 'from_port'));
  const to = portRange(textOf(block, 'to_port'));
  if (from && to) return { ports: [[from[0], to[1]]], protocol };
  const listed = find(
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
  const rules = find(block, 'ingress_rules')?.strings.map(({ text }) =>
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
    const listed = find(allow, 'ports');
    if (!listed) return [[0, 65_535]];
    return listed.strings.length > 0 ? listed.strings.map(({ text }) => portRange(text)) : [null];
  });
  return { ports: ports.includes(null) ? null : (ports as [number, number][]), protocol: '' };
}

/** Azure writes everyone as `*` or `Internet`, beside direction and access. */
function azureRule(block: HclBlock, { subject }: Around): Exposure[] {
  const sources = block.attributes
    .filter(({ name }) => name === 'source_address_prefix' || name === 'source_address_prefixes')
    .flatMap(({ strings }) => strings);
  const everyone = sources.find(({ text }) => /^(?:\*|Internet|any)$/i.test(text));
  if (!everyone) return [];
  if (!/^allow$/i.test(textOf(block, 'access')) || !/^inbound$/i.test(textOf(block, 'direction'))) return [];
  const { ports, protocol } = portsOf(block, block);
  const open = openPorts(ports, /^(?:\*|any)$/i.test(protocol) ? '' : protocol);
  return open
    ? [{ kind: 'open port', severity: open.severity, subject, detail: open.detail, line: everyone.line }]
    : [];
}

const grantsRole = (top: HclBlock, attribute: string): boolean =>
  top.type !== 'data' &&
  top.type !== 'variable' &&
  /role|arn|polic/i.test(attribute) &&
  !/boundary|exclude|deny/i.test(attribute);

/** A rule of a Kubernetes role written in Terraform. */
function kubernetesRule(block: HclBlock, { top, subject }: Around): Exposure[] {
  if (block.type !== 'rule' || !/^kubernetes_(?:cluster_)?role(?:_v1)?$/.test(top.labels[0] ?? '')) return [];
  const strings = (name: string): string[] => (find(block, name)?.strings ?? []).map(({ text }) => text);
  return roleRights(
    {
      verbs: strings('verbs'),
      resources: strings('resources'),
      groups: strings('api_groups'),
      line: block.line,
    },
    (top.labels[0] ?? '').includes('cluster'),
    subject,
  );
}
