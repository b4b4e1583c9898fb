import { type HclAttribute, type HclBlock, parseHcl } from '../../../../parsers/hcl.ts';
import type { Exposure } from '../exposure.ts';
import { isAnyMember, powerfulRole, roleSeverity } from '../iam.ts';
import { roleRights } from '../kubernetes.ts';
import { type Around, attributeOf, textOf } from './blocks.ts';
import { federationExposures } from './federation.ts';
import { azureRule, networkExposures } from './network.ts';
import { settingOf } from './settings.ts';
import { policyText, statementExposures } from './statements.ts';

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
const SAME_OWNER =
  /(?<=\.aws_s3_bucket)_(?:acl|policy|public_access_block)(?=\.)|(?<=\.azurerm_storage_account)_network_rules(?=\.)|_v\d(?=\.)/;

function blockExposures(block: HclBlock, around: Around): Exposure[] {
  const inner = block === around.top ? around : { ...around, path: `${around.path} ${block.type}` };
  return [
    ...statementExposures(block, around.top, around.subject, around.path),
    ...kubernetesRule(block, around),
    ...azureRule(block, around),
    ...federationExposures(block, around),
    ...block.attributes.flatMap((attribute) => attributeExposures(attribute, block, inner)),
    ...block.blocks.flatMap((nested) => blockExposures(nested, inner)),
  ];
}

const PROSE = /^(?:description|comment|tags?|error_message|condition)$/;

function attributeExposures(attribute: HclAttribute, block: HclBlock, around: Around): Exposure[] {
  const { subject, top } = around;
  if (PROSE.test(attribute.name)) return [];
  const found: Exposure[] = networkExposures(attribute, block, around);
  const add = (
    kind: Exposure['kind'],
    severity: Exposure['severity'],
    detail: string,
    line = attribute.line,
  ): void => {
    found.push({ kind, severity, subject, detail, line });
  };
  for (const { text, line } of attribute.strings) {
    if (isAnyMember(text))
      add('anyone', 'high', attribute.name === 'entity' ? 'a bucket' : (top.labels[0] ?? 'a resource'), line);
    const role = givenRole(text, attribute.name, top);
    if (role !== null) add('all powers', role.severity, role.name, line);
    if (text.includes('"Statement"') && text.includes('{')) found.push(...policyText(text, line, subject));
    if (/\bto manage all-resources in tenancy\b/i.test(text)) {
      add('all powers', 'high', 'every resource of the tenancy', line);
    }
  }
  const setting = settingOf(attribute, block, top);
  if (setting) found.push({ ...setting, subject, line: attribute.line });
  if (attribute.name === 'name' && block.type === 'role_ref' && textOf(block, 'name') === 'cluster-admin') {
    add('all powers', 'high', 'cluster-admin');
  }
  return found;
}

/** A role for a whole project is another than the same role for one thing in it. */
const WIDE = /^google_(?:project|folder|organization)_iam_/;

function givenRole(
  text: string,
  attribute: string,
  top: HclBlock,
): { readonly name: string; readonly severity: Exposure['severity'] } | null {
  if (top.type === 'data') {
    // Looked up, to be given to somebody.
    if (top.labels[0] !== 'aws_iam_policy' || (attribute !== 'name' && attribute !== 'arn')) return null;
    const name = powerfulRole(attribute === 'name' ? `arn:aws:iam::aws:policy/${text}` : text);
    return name === null ? null : { name, severity: name === 'PowerUserAccess' ? 'medium' : 'high' };
  }
  if (
    top.type === 'variable' ||
    !/role|arn|polic/i.test(attribute) ||
    /boundary|exclude|deny/i.test(attribute)
  )
    return null;
  const severity = roleSeverity(text, WIDE.test(top.labels[0] ?? ''));
  return severity === null ? null : { name: powerfulRole(text) ?? text, severity };
}

/** A rule of a Kubernetes role written in Terraform. */
function kubernetesRule(block: HclBlock, { top, subject }: Around): Exposure[] {
  if (block.type !== 'rule' || !/^kubernetes_(?:cluster_)?role(?:_v1)?$/.test(top.labels[0] ?? '')) return [];
  const strings = (name: string): string[] =>
    (attributeOf(block, name)?.strings ?? []).map(({ text }) => text);
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
