import type { Severity } from '../../rule.ts';

/** One thing that a configuration opens. */
export interface Exposure {
  readonly kind: 'open port' | 'public data' | 'anyone' | 'all powers' | 'database rules';
  readonly severity: Severity;
  /** The resource, so that the same opening elsewhere counts as another. */
  readonly subject: string;
  /** Completes the finding's sentence: "port 22", "AdministratorAccess". */
  readonly detail: string;
  readonly line: number;
  /** Of what is common in itself: `opened` counts only where the base has the same `closed`. */
  readonly state?: 'opened' | 'closed' | undefined;
  /** Of what is `closed` and would be open without: how its owner is declared, such as `"aws_s3_bucket" "x"`. */
  readonly owner?: string | undefined;
}

/** True for the address range of the whole internet, or half of it; of an address with `/0` nothing is compared. */
export const isEverywhere = (text: string): boolean =>
  /^(?:0\.0\.0\.0\/1|128\.0\.0\.0\/1|\d{1,3}(?:\.\d{1,3}){3}\/0|(?=.*:)[\da-f:]{2,39}\/0)$/i.test(
    text.trim(),
  );

const OUTBOUND =
  /egress|outbound|destination|dest_|route|next_?hop|output|(?:^|[\s_])nat(?:[\s_]|$)|network_?acl|nacl/;
const INBOUND =
  /ingress|inbound|security_?group|secgroup|firewall|source|allow|authorized|white_?list|trusted|public_?access|security_?(?:rule|ip)|remote_ip_prefix|cidr_?ip|permitted|ssh|admin_/;

/** Whether the names around an address range (resource type, blocks, keys) say that it is let in. */
export function isInbound(names: string): boolean {
  const words = names.toLowerCase();
  return INBOUND.test(words) && !OUTBOUND.test(words);
}

/** Ranges of ports; null: not known here. */
export type Ports = readonly (readonly [from: number, to: number])[] | null;

/** Remote shells, databases, caches, container and cluster control: never meant for the internet. */
export const SENSITIVE_PORTS: readonly number[] = [
  20, 21, 22, 23, 135, 139, 389, 445, 1433, 1434, 1521, 2049, 2375, 2376, 2379, 2380, 3306, 3389, 4333, 5432,
  5500, 5601, 5900, 5984, 5985, 5986, 6379, 6443, 7001, 8020, 9042, 9092, 9200, 9300, 10250, 11211, 27017,
  27018, 50000,
];
const WEB = new Set([80, 443]);
/** A range wider than this opens more than anyone meant to. */
const WIDE = 1000;

/** How bad it is that these ports are open to everyone; null: not at all (80, 443, ping). */
export function openPorts(ports: Ports, protocol: string): { severity: Severity; detail: string } | null {
  const name = protocol.toLowerCase();
  if (/^(?:icmp\w*|icmpv6|ipv6-icmp|1|58)$/.test(name)) return null;
  if (/^(?:-1|all|any|\*)$/.test(name)) return { severity: 'high', detail: 'every port' };
  if (ports === null) return { severity: 'medium', detail: 'a port' };
  const open = ports.filter(([from, to]) => !(from === to && WEB.has(from)));
  if (open.length === 0) return null;
  if (open.some(([from, to]) => from <= 1 && to >= 65_535)) return { severity: 'high', detail: 'every port' };
  const bad = open.some(
    ([from, to]) => to - from > WIDE || SENSITIVE_PORTS.some((port) => port >= from && port <= to),
  );
  const shown = open.slice(0, 3).map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
  return { severity: bad ? 'high' : 'medium', detail: `port ${shown.join(', ')}` };
}

/** A web server, or where the answers to one's own requests come in. */
const isAnswered = ([from, to]: readonly [number, number]): boolean =>
  (from === to && WEB.has(from)) || (from >= 1024 && to - from > WIDE);

/** The same of a list that stands before a whole network, which must let answers in; null: nothing bad. */
export function openNetworkPorts(
  ports: Ports,
  protocol: string,
): { severity: Severity; detail: string } | null {
  const open = ports?.filter((range) => !isAnswered(range)) ?? null;
  const found = open?.length === 0 ? null : openPorts(open, protocol);
  return found?.detail === 'a port' ? null : found;
}

/** `22`, `8000-9000`, `22/22`, `*`; null for anything else, such as a variable. */
export function portRange(text: string): readonly [number, number] | null {
  if (text.trim() === '*') return [0, 65_535];
  const range = /^\s*(\d{1,5})(?:\s*[-/:]\s*(\d{1,5}))?\s*$/.exec(text);
  return range ? [Number(range[1]), Number(range[2] ?? range[1])] : null;
}
