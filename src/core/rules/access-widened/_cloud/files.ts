import { isDeployed } from '../../../facts/deployed-paths.ts';
import type { FileChange } from '../../../facts/facts.ts';
import { parseTemplatedYaml } from '../../../parsers/yaml-templates.ts';
import { bicepExposures } from './bicep.ts';
import { documentExposures } from './documents.ts';
import type { Exposure } from './exposure.ts';
import { firebaseExposures } from './firebase.ts';
import { terraformExposures } from './terraform/exposures.ts';

const READ = /\.(?:tf|tofu|tfvars|hcl|bicep|ya?ml|json|template|rules)$/i;

/** True for the files of infrastructure that this family reads. */
export const isCloudFile = (path: string): boolean => READ.test(path) && isDeployed(path);

/** Nothing is opened, or was closed, without one of these words: most files need not be parsed. */
const RISKY_IN_TERRAFORM =
  /\/[01]["',\s]|["']\*|\*["']|[:-] \*|internet|public|anonymous|all_?users|allauthenticated|cluster-admin|administratoraccess|iamfullaccess|poweruser|roles\/(?:owner|editor|iam\.|resourcemanager\.|\w+\.serviceAgent)|authorization|system:|escalate|impersonate|\.read|\.write|\ballow\b|["']all["']|end_ip_address|security_ip|authorized_ip|allow_?all|ipv4_enabled|abac|unauthenticated|githubusercontent|not_?actions?|not_?principals?|["'](?:Owner|admin|owner|editor|SUPER_ADMIN|private|ACCEPT)["']|\bprivate\s*=|LoadBalancer|permission|default_action|(?:User Access|Based Access Control) Administrator|authenticated-read|["'](?:blob|container|website)["']|block_|restrict_|_PROVIDED_EIPS|ObjectRead|all-resources|\/(?:proxy|exec|token|approval)["']|webhookconfigurations/i;

/** What YAML and JSON are read for: much of them speaks of what is public or allowed and opens nothing. */
const RISKY_IN_DOCUMENTS =
  /0\.0\.0\.0\/[01]|:0{0,4}\/0|all_?users|allauthenticated|cluster-admin|administratoraccess|iamfullaccess|poweruser|roles\/(?:owner|editor)|system:(?:(?:un)?a|serviceaccounts|masters)|["'\s{,]\.(?:read|write)\b|public[-_]?(?:acls|policy|buckets|read|_only)|publicly_?accessible|accesscontrol|LoadBalancer|ClusterIP|anonymous|AlwaysAllow|enable-skip-login|sourceAddressPrefix|publicAccess|BlobPublicAccess|publicNetworkAccess|unauthenticatedIdentities|_PROVIDED_EIPS|EndpointType|AllowAllTraffic|endIpAddress|defaultAction|notActions|source-?range|inbound-cidrs|authorizedIPRanges/i;
/** Statements of AWS and roles of Kubernetes have these keys, written just so. */
const RISKY_KEYS =
  /\b(?:Effect|verbs|AuthType)\b|\bPrincipal["']?\s*[:=]|permission["']?: admin|AllowCredentials/;

/** What a file opens, at one side. */
export function cloudExposures(path: string, text: string): Exposure[] {
  if (/\.rules$/i.test(path)) return firebaseExposures(text);
  if (/\.(?:tf|tofu|tfvars|hcl)$/i.test(path)) {
    return RISKY_IN_TERRAFORM.test(text) ? (terraformExposures(text) ?? lineExposures(text)) : [];
  }
  if (!RISKY_IN_DOCUMENTS.test(text) && !RISKY_KEYS.test(text)) return [];
  if (/\.bicep$/i.test(path)) return bicepExposures(text) ?? lineExposures(text);
  return parseTemplatedYaml(text)?.flatMap(documentExposures) ?? lineExposures(text);
}

/** What single lines say in a file that could not be parsed: less sure, but not silent. */
const LINES: readonly {
  readonly pattern: RegExp;
  readonly kind: Exposure['kind'];
  readonly detail: string;
}[] = [
  {
    pattern: /(?:cidr|source)\w{0,30}["']?\s{0,20}[:=].{0,40}["'[\s](?:0\.0\.0\.0\/0|::\/0)/i,
    kind: 'open port',
    detail: 'a port',
  },
  { pattern: /\bname["']?\s*[:=]\s*["']?cluster-admin\b/, kind: 'all powers', detail: 'cluster-admin' },
  { pattern: /policy\/AdministratorAccess\b/, kind: 'all powers', detail: 'AdministratorAccess' },
  {
    pattern: /(?:[:=[,]|^\s*-)\s*["']?(?:allUsers|allAuthenticatedUsers)["']?\s*[,\]]?\s*$/,
    kind: 'anyone',
    detail: 'a resource',
  },
  { pattern: /\bPrincipal["']?\s*[:=]\s*["']?\*/, kind: 'anyone', detail: 'what the statement allows' },
  {
    pattern: /\bacl["']?\s*[:=]\s*["']?public-read|AccessControl["']?\s*:\s*["']?PublicRead/i,
    kind: 'public data',
    detail: 'an ACL for everyone',
  },
  {
    pattern: /block_?public_?(?:acls|policy)["']?\s*[:=]\s*false/i,
    kind: 'public data',
    detail: 'no block of public access',
  },
  { pattern: /publicly_?accessible["']?\s*[:=]\s*true/i, kind: 'public data', detail: 'a public address' },
  { pattern: /["']\.(?:read|write)["']\s*:\s*["']?true/, kind: 'database rules', detail: 'read or write' },
];
const MAX_LINE = 2000;

function lineExposures(text: string): Exposure[] {
  return text.split('\n').flatMap((full, i) => {
    const line = full.slice(0, MAX_LINE);
    if (/^\s*(?:#|\/\/)/.test(line) || /egress|outbound|destination/i.test(line)) return [];
    return LINES.filter(({ pattern }) => pattern.test(line)).map(({ kind, detail }): Exposure => ({
      kind,
      detail,
      severity: 'medium',
      subject: '',
      line: i + 1,
    }));
  });
}

/** An exposure and the file that it is in. */
export interface NewExposure extends Exposure {
  readonly path: string;
  /** `base`: what closed it stood there and is gone. */
  readonly side: 'base' | 'head';
}

const keyOf = ({ kind, severity, subject, detail }: Exposure): string =>
  JSON.stringify([kind, severity, subject, detail]);

/** A part of a file that means the same wherever it stands: a YAML document, or the whole of another file. */
interface Part {
  readonly path: string;
  readonly text: string;
  /** Lines before it. */
  readonly offset: number;
}

function partsOf(path: string, text: string): Part[] {
  if (!/\.ya?ml$/i.test(path)) return [{ path, text, offset: 0 }];
  let offset = 0;
  return text.split(/^---(?=[ \t\r\n]|$)/m).map((document) => {
    const part = { path, text: document, offset };
    offset += document.split('\n').length - 1;
    return part;
  });
}

const keyOfPart = ({ path, text }: Part): string => `${path.slice(path.lastIndexOf('.'))}\n${text}`;

/** What is on one side and not, as often, on the other. Unchanged manifests can be large and need no parsing. */
function without(parts: readonly Part[], others: readonly Part[]): Part[] {
  const count = new Map<string, number>();
  for (const other of others) count.set(keyOfPart(other), (count.get(keyOfPart(other)) ?? 0) + 1);
  return parts.filter((part) => {
    const left = count.get(keyOfPart(part)) ?? 0;
    count.set(keyOfPart(part), left - 1);
    return left <= 0;
  });
}

/** What was closed is removed itself, so that closing it no longer opens nothing. */
const isOwnerGone = (owner: string, base: readonly Part[], head: readonly Part[]): boolean => {
  const declared = ({ text }: Part): boolean => text.includes(owner);
  return base.some(declared) && !head.some(declared);
};

/** What the heads of a change's files open and their bases, all together, did not: moving it opens nothing. */
export function newExposures(files: readonly FileChange[]): NewExposure[] {
  const side = (which: 'base' | 'head') =>
    files.flatMap((file) => {
      const content = file[which];
      const path = which === 'base' ? (file.previousPath ?? file.path) : file.path;
      // The base of a copy is still there.
      if (content?.state !== 'text' || !isCloudFile(path) || (which === 'base' && file.status === 'copied'))
        return [];
      return partsOf(path, content.text);
    });
  // The same manifest often stands in several files.
  const read = new Map<string, Exposure[]>();
  const exposuresOf = (part: Part, which: 'base' | 'head'): NewExposure[] => {
    const key = keyOfPart(part);
    const found = read.get(key) ?? cloudExposures(part.path, part.text);
    read.set(key, found);
    return found.map((each) => ({ ...each, path: part.path, line: each.line + part.offset, side: which }));
  };
  const base = side('base');
  const head = side('head');
  const before = new Map<string, number>();
  const closed = new Map<string, NewExposure>();
  for (const found of without(base, head).flatMap((part) => exposuresOf(part, 'base'))) {
    if (found.state === 'closed') closed.set(keyOf(found), found);
    else before.set(keyOf(found), (before.get(keyOf(found)) ?? 0) + 1);
  }
  const now = without(head, base).flatMap((part) => exposuresOf(part, 'head'));
  const opened = now.filter((found) => {
    if (found.state === 'closed' || (found.state === 'opened' && !closed.has(keyOf(found)))) return false;
    const left = before.get(keyOf(found)) ?? 0;
    before.set(keyOf(found), left - 1);
    return left <= 0;
  });
  const still = new Set(now.map(keyOf));
  const lost = [...closed.values()].filter(
    (found) => found.owner !== undefined && !still.has(keyOf(found)) && !isOwnerGone(found.owner, base, head),
  );
  return [...opened, ...lost];
}
