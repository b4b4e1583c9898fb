import { readFileSync } from 'node:fs';
import { FAMILIES, ACTIONS } from '../../../src/core/rules/rule.ts';
import { projectFolder } from '../project.ts';
import type { Random } from '../random.ts';
import { mutated, odd, run } from './text.ts';

/** Kept beside those of the documentation, for what those do not speak of. */
const MORE = [
  `version: 1
mode: enforce
applies_to: everyone
agents:
  allow: [claude-code, devin]
  deny: [jules]
  identities: [{ login: fixer, agent: acme-fixer }]
  unattributed: agent
limits: { open_pull_requests_per_agent: 3, changed_lines: 500, changed_files: 40 }
freeze:
  - { agents: all, until: 2026-12-01, reason: Sale }
waiver: { from: { teams: [security] } }
override: { from: { users: [ada] } }
check: { per_base: true }
rules:
  large-change: { action: block, lines: 100, files: 10 }
  unpinned-action: { action: review, trusted: [actions/*] }
`,
  'version: 1\nmode: observe\n',
  'version: 1\nrules:\n  secret-added: off\n  provider-token: warn\n  destructive-migration: warn\n',
  `version: 1
reviews:
  - &one { name: one, paths: [docs/**], from: { users: [olga] } }
  - { name: two, labels: ["*"], signed: false, contributors: { organization: true }, from: { roles: [sre] } }
  - { name: three, rules: [secret-added], strength: attested, from: { codeowners: true, permission: admin } }
`,
];

/** The examples of docs/policy.md and some more: each is valid. */
export function policyTexts(): string[] {
  const page = readFileSync(new URL('docs/policy.md', projectFolder()), 'utf8');
  const told = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  return [...told, ...MORE];
}

const GLOBS = [
  '**',
  '*',
  'src/**',
  '!src/**',
  'db/[a-z]*.sql',
  '{a,b}/**',
  '**/**/**',
  '{a,b}{c,d}{e,f}{g,h}{i,j}{k,l}{m,n}',
  '[!a]',
  '[]a]',
  '[[:alpha:]]',
  'a\\*b',
  '***',
  '/abs',
  './a',
  'a//b',
  '@(a|b)',
  '+(a)+(a)+(a)',
  '{1..1000000}',
  '*a*a*a*a*a*a*b',
  '!(!(!(a)))',
  '[z-a]',
  'İ/**',
  '＊',
  '{,a}',
  '{}',
  '{{a,b},c}',
];
const VALUES = [
  'null',
  '~',
  'true',
  '"1"',
  '1',
  '0',
  '-1',
  '1.5',
  '1e3',
  '.inf',
  '.nan',
  '0x10',
  '0o17',
  '9007199254740993',
  '1e400',
  '[]',
  '{}',
  '[[]]',
  '""',
  "''",
  'all',
  'any',
  'off',
  'enforce',
  'observe',
  '2026-12-01',
  '2026-13-45',
  '9999-12-31',
  '2026-12-01T25:00:00Z',
  '!!str 1',
  '!!binary aGk=',
  '!!set {a}',
  '!x y',
  '*one',
  '&one x',
  '|\n    text',
  '>-\n    text',
  '? a',
  '@olga',
  '`x`',
  '%x',
];
const KEYS = [
  'version',
  'mode',
  'applies_to',
  'agents',
  'allow',
  'deny',
  'identities',
  'reviews',
  'rules',
  'limits',
  'freeze',
  'waiver',
  'override',
  'check',
  'groups',
  'name',
  'paths',
  'from',
  'any_of',
  'all_of',
  'approvals',
  'users',
  'teams',
  'permission',
  'severity',
  'labels',
  'title',
  'author',
  'contributors',
  'changed_lines',
  'min',
  'max',
  'repository',
  'names',
  'policy',
  '__proto__',
  'constructor',
  '<<',
  'toString',
  '1',
  'true',
  'null',
  '? [a]',
];

/** What YAML offers to those who mean harm: most of it grows faster than it is long. */
const BOMBS: readonly ((random: Random) => string)[] = [
  (random) => {
    const levels = 2 + random.int(12);
    const lists = Array.from(
      { length: levels },
      (_, i) =>
        `a${i}: &a${i} [${i === 0 ? 'x, x' : Array.from({ length: 9 }, () => `*a${i - 1}`).join(', ')}]`,
    );
    return `${lists.join('\n')}\nversion: 1\n`;
  },
  (random) => `version: 1\na: &a { <<: *a${random.once(2) ? ', b: 1' : ''} }\n`,
  (random) => `version: 1\nreviews: ${'['.repeat(random.int(20_000))}`,
  (random) => `version: 1\nreviews: ${'{a: '.repeat(random.int(15_000))}`,
  (random) =>
    `version: 1\n${Array.from({ length: random.int(6000) }, (_, i) => `k${random.once(2) ? i : 0}: 1`).join('\n')}\n`,
  (random) => `version: 1\nreviews:\n${'  - '.repeat(random.int(15_000))}x\n`,
  (random) => `version: 1\nmode: "${run(random, 60_000)}"\n`,
  (random) => `version: 1\nmode: ${'&a '.repeat(random.int(20_000))}x\n`,
  (random) => `version: 1\nmode: ${'!!str '.repeat(random.int(10_000))}x\n`,
  (random) => `version: 1\n${'? '.repeat(random.int(30_000))}a\n`,
  (random) => `${'--- \n'.repeat(1 + random.int(10_000))}version: 1\n`,
  (random) => `${'%YAML 1.2\n'.repeat(random.int(6000))}---\nversion: 1\n`,
  (random) => `version: 1\n#${' '.repeat(random.int(60_000))}\n${'\n'.repeat(random.int(30_000))}mode: x\n`,
  (random) =>
    `version: 1\nreviews:\n  - name: a\n    paths: [${Array.from({ length: random.int(120) }, () => JSON.stringify(random.pick(GLOBS).repeat(1 + random.small(60)))).join(', ')}]\n    from: { users: [olga] }\n`,
  (random) => `version: 1\n${random.pick(KEYS)}: |\n${`  ${odd(random)}\n`.repeat(random.int(9000))}`,
];

/** A value of the text's in the place of which another stands. */
function withOtherValue(text: string, random: Random): string {
  const lines = text.split('\n');
  const places = lines.flatMap((line, index) => (/:\s+\S/.test(line) ? [index] : []));
  if (places.length === 0) return text;
  const index = random.pick(places);
  const value = random.once(3) ? JSON.stringify(random.pick(GLOBS)) : random.pick(VALUES);
  lines[index] = (lines[index] ?? '').replace(/:\s+.*$/, () => `: ${value}`);
  return lines.join('\n');
}

const withOtherKey = (text: string, random: Random): string => {
  const keys = [...text.matchAll(/[\w-]+(?=:)/g)];
  if (keys.length === 0) return text;
  const { index, 0: key } = random.pick(keys);
  return text.slice(0, index) + random.pick(KEYS) + text.slice(index + key.length);
};

const withRule = (text: string, random: Random): string =>
  /^rules:/m.test(text) ? text : `${text}\nrules: { ${random.pick(FAMILIES)}: ${random.pick(ACTIONS)} }\n`;

/** A policy with something done to it; some are valid all the same. */
export function policyText(texts: readonly string[], random: Random): string {
  if (random.once(25)) return random.pick(BOMBS)(random).slice(0, 70_000);
  let text = random.pick(texts);
  for (let left = random.int(4); left > 0; left--) {
    switch (random.int(6)) {
      case 0:
        text = withOtherValue(text, random);
        break;
      case 1:
        text = withOtherKey(text, random);
        break;
      case 2:
        text = withRule(text, random);
        break;
      case 3:
        text = mutated(text, random, texts, 70_000);
        break;
      case 4: {
        // Two files in one: keys twice, or what each leaves out.
        const other = random.pick(texts).replace(/^version: 1$/m, '');
        text = random.once(2) ? `${text}\n${other}` : text.replace(/\n\n/, () => `\n${other}\n`);
        break;
      }
      default:
        text = text.replace(/\b(enforce|observe|block|off|write|admin|1)\b/, () => random.pick(VALUES));
    }
  }
  return text;
}
