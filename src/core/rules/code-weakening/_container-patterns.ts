import type { Pattern } from '../../parsers/source/added.ts';
import type { Code } from '../../parsers/source/code.ts';
import type { Syntax } from '../../parsers/source/syntax.ts';

const before = (index: number, { text }: Code, length: number): string =>
  text.slice(Math.max(0, index - length), index);

/** Whether a list of capabilities is one of those that are given, by the nearest key above it. */
const isGiven = ({ index }: RegExpExecArray, code: Code): boolean => {
  const keys = before(index, code, 600).match(
    /\b(?:cap_?add|cap_?drop|capAdd|capDrop|add|drop|ADD|DROP)["']?[ \t]{0,3}[:=](?=\s{0,80}(?:[[-]|$))/g,
  );
  return keys !== null && /add/i.test(keys.at(-1) ?? '');
};

/** In Terraform, accounts and modules are called privileged, too. */
const isContainer = ({ index, 0: found }: RegExpExecArray, code: Code): boolean =>
  code.syntax !== 'settings' ||
  /mode/i.test(found) ||
  /container|docker|image\b/i.test(before(index, code, 1000));

/** Whether an option is passed on, rather than in a list of those that are refused. */
const isPassed = ({ index }: RegExpExecArray, code: Code): boolean =>
  !/(?:block|den(?:y|ied)|forbid|disallow|reject|refus|banned|unsafe|dangerous)\w{0,40}[^\n=]{0,60}=[ \t]{0,3}(?:\w{1,20}\()?[([{][^)\]}]{0,300}$/i.test(
    before(index, code, 400),
  );

/** What is read of a host without learning or changing anything: its time zone and its list of authorities. */
const HARMLESS = String.raw`/(?:etc/(?:localtime|timezone|ssl/certs|pki|ca-certificates)|usr/(?:local/)?share/(?:zoneinfo|ca-certificates))(?:/\S{0,80})?`;
const SOCKET = String.raw`/(?:var/)?run/(?:docker|crio/crio|containerd/containerd|podman/podman)\.sock`;
const CAPABILITY = String.raw`(?:CAP_)?(?:ALL|all|SYS_ADMIN|SYS_MODULE|SYS_PTRACE|SYS_RAWIO|DAC_READ_SEARCH|BPF)`;
const RUN = String.raw`\b(?:docker|podman|nerdctl)\b[^\n]{0,40}\b(?:run|create|exec|buildx?)\b(?:[^\n;|&\\]|\\[^\n]|\\\r?\n){0,600}?[\s"']`;

const COMMANDS: readonly Syntax[] = ['shell', 'yaml', 'json', 'python', 'js', 'go', 'ruby'];

/** In manifests, charts and compose files. */
const MANIFESTS: readonly Pattern[] = [
  { what: 'privileged', in: ['yaml'], find: /\bprivileged["']?:[ \t]{0,3}["']?(?:true|yes)\b/gi },
  {
    what: 'privileged',
    in: ['yaml', 'json'],
    find: /\ballowPrivilegeEscalation["']?:[ \t]{0,3}["']?true\b/g,
  },
  {
    what: 'privileged',
    in: ['json', 'settings', 'python', 'js', 'go'],
    accept: isContainer,
    find: /["']?\b(?:privileged|Privileged|privileged_mode|privilegedMode)["']?[ \t]{0,5}[:=][ \t]{0,5}(?:true|True|&true|(?:ptr\.To|pointer\.Bool(?:Ptr)?|lo\.ToPtr)\([ \t]{0,2}true)\b/g,
  },
  {
    what: "host's namespaces",
    in: ['yaml', 'json'],
    find: /\bhost(?:PID|IPC|Network)["']?:[ \t]{0,3}["']?true\b/g,
  },
  {
    what: "host's namespaces",
    in: ['yaml'],
    find: /\b(?:pid|ipc|network_mode|userns_mode|uts|cgroup):[ \t]{0,3}["']?host\b/g,
  },
  {
    what: "host's files",
    in: ['yaml', 'json'],
    find: new RegExp(
      String.raw`\bhostPath["']?:[ \t]{0,3}(?:\{\s{0,60}|\r?\n[ \t]{1,60})(?:["']?type["']?:[^\n,]{0,60}[\n,]\s{1,60})?["']?path["']?:[ \t]{0,3}["']?(?!${HARMLESS}["']?\s)[/{$][^\s"']{0,200}`,
      'g',
    ),
  },
  {
    what: "host's files",
    in: ['settings'],
    find: new RegExp(
      String.raw`\bhost_path[ \t]{0,3}\{\s{1,60}(?:type[ \t]{0,3}=[^\n]{0,60}\s{1,60})?path[ \t]{0,5}=[ \t]{0,3}["'](?!${HARMLESS}["']\s)`,
      'g',
    ),
  },
  { what: 'privileged', in: ['yaml', 'json'], find: /\bhostProcess["']?:[ \t]{0,3}["']?true\b/g },
  {
    what: "host's files",
    in: ['yaml', 'json'],
    find: new RegExp(
      String.raw`(?:-[ \t]{1,5}|["'=,\[][ \t]{0,3})["']?(?:${SOCKET}(?=[:"'\s]|$)|/(?:etc|root|boot|var|usr)?/?:/)`,
      'gm',
    ),
  },
  {
    what: "host's files",
    in: ['yaml', 'json'],
    find: new RegExp(String.raw`\bsource["']?[:=][ \t]{0,3}["']?(?:${SOCKET}|/(?=["'\s,]|$))`, 'gm'),
  },
  {
    what: 'capabilities',
    in: ['yaml', 'json', 'settings'],
    find: new RegExp(
      String.raw`(?:-[ \t]{1,5}["']?|["'])${CAPABILITY}\b["']?(?=[ \t]{0,5}(?:[\]\r\n,#]|$))`,
      'gm',
    ),
    accept: isGiven,
  },
  {
    what: 'capabilities',
    in: ['yaml'],
    find: new RegExp(String.raw`\badd:[ \t]{0,3}\[[^\]\n]{0,100}?${CAPABILITY}\b`, 'gi'),
  },
  {
    what: 'unconfined',
    in: ['yaml', 'json'],
    find: /\b(?:seccomp|apparmor)[:=]unconfined\b|\blabel[:=]disable\b|\bsystempaths=unconfined\b/g,
  },
  {
    what: 'unconfined',
    in: ['yaml'],
    find: /\b(?:seccompProfile|appArmorProfile):\s{1,60}type:[ \t]{0,3}["']?Unconfined\b|\b(?:seccomp|apparmor)[\w./-]{0,80}["']?:[ \t]{0,3}["']?unconfined\b/g,
  },
];

/** On the command line, in scripts or in the strings of code. */
const RUNS: readonly Pattern[] = [
  { what: 'privileged', find: new RegExp(`${RUN}--privileged(?:=true)?(?=[\\s"',\\]]|$)`, 'g') },
  { what: 'privileged', find: /["']--privileged["'](?![ \t]{1,3}in\b)/g, accept: isPassed },
  { what: 'privileged', find: /\bRUN[ \t]{1,3}--security=insecure\b/g },
  { what: "host's namespaces", find: new RegExp(`${RUN}--(?:pid|ipc|userns|uts|cgroupns)[= ]host\\b`, 'g') },
  { what: 'capabilities', find: new RegExp(`${RUN}--cap-add[= ]["']?${CAPABILITY}\\b`, 'gi') },
  {
    what: 'unconfined',
    find: new RegExp(`${RUN}--security-opt[= ]["']?(?:seccomp|apparmor)[:=]unconfined\\b`, 'g'),
  },
  {
    what: "host's files",
    find: new RegExp(`${RUN}(?:-v|--volume)[= ]?["']?(?:${SOCKET}:|/(?:etc|root|boot|var|usr)?/?:/)`, 'g'),
  },
  {
    what: "host's files",
    find: new RegExp(`${RUN}--mount[= ][^\\s]{0,80}(?:source|src)=(?:${SOCKET}|/(?=[,\\s]))`, 'g'),
  },
  { what: "host's files", find: new RegExp(`^VOLUME[ \\t][^\\n]{0,60}${SOCKET}`, 'gm') },
].map((pattern) => ({ ...pattern, in: COMMANDS, where: 'string' as const }));

export const CONTAINER_PATTERNS: readonly Pattern[] = [...MANIFESTS, ...RUNS];

export const CONTAINER_KEYWORDS =
  /privileged|privilegeescalation|host_?(?:pid|ipc|network|path|process)|(?:pid|ipc|network_mode|userns|userns_mode|uts|cgroup|cgroupns)(?::|=| )[ \t]{0,3}["']?host|\.sock\b|SYS_(?:ADMIN|MODULE|PTRACE|RAWIO)|DAC_READ|\bBPF\b|["'\s]ALL\b|unconfined|label[:=]disable|\/(?:etc|root|boot|var|usr)?\/?:\/|source["']?[:=][ \t]{0,3}["']?\/["'\s,]|--security=insecure/i;
