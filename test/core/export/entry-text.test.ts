import { entryText } from '../../../src/core/export/entry-text.ts';

const shown = (kind: string, body: Record<string, unknown>): string =>
  entryText({
    sequence: 4,
    owner: 'acme',
    at: '2026-11-23T10:02:03.456Z',
    kind,
    subject: 'acme/shop#12',
    body,
    previous: '0'.repeat(64),
    hash: 'abc'.repeat(22),
  });
const HEAD = '4  2026-11-23 10:02:03 UTC  acme/shop#12    abcabcabcabc';

test.each<[string, Record<string, unknown>, string[]]>([
  [
    'alert',
    {
      what: 'merged past the gate',
      who: 'ada',
      issue: { repository: 'acme/shop', number: 14 },
      since: '2026-11-23T10:00:00Z',
    },
    ['Merged past the gate by ada', 'Raised in acme/shop#14'],
  ],
  ['answered', { how: 'reverted', by: 'olga', at: '2026-11-23T10:02:00Z' }, ['Reverted by olga']],
  [
    'freeze',
    { agents: 'all', by: 'olga', until: '2026-11-23T14:02:00.000Z', reason: 'Data is open.' },
    ['All agents stopped by olga until 2026-11-23 14:02 UTC', 'reason: Data is open.'],
  ],
  ['freeze', { agents: ['devin'], by: 'olga', until: null }, ['Devin let go on by olga']],
  [
    'revert',
    { by: 'olga', reason: 'Data is open.', opened: 15, refused: null },
    ['Revert asked for by olga: #15 was opened', 'reason: Data is open.'],
  ],
  [
    'revert',
    { by: 'olga', opened: null, refused: 'It conflicts with main.' },
    ['Revert asked for by olga, and refused: It conflicts with main.'],
  ],
  ['revert', { takesBack: 12, by: 'olga' }, ['Takes back #12, as olga asked']],
  ['push', { pushedBy: 'ada', commits: [{ sha: 'a', agents: ['devin'] }] }, ['Pushed by ada']],
  [
    'policy',
    { mode: 'enforce', file: { path: '.agentguard.yml' }, floor: { path: '.agentguard.yml' }, strict: true },
    [
      '.agentguard.yml with the floor in force: enforce, the strict defaults in the place of what is invalid or unseen',
    ],
  ],
  ['policy', { mode: 'observe', file: null, floor: 'none' }, ['Built-in defaults in force: observe']],
  [
    'redaction',
    { what: 'personal data', by: 'op', reason: 'Two years.', redacted: [{}, {}] },
    ['2 entries redacted by op: personal data', 'reason: Two years.'],
  ],
  ['something new', {}, []],
])('%s %j', (kind, body, lines) => {
  expect(shown(kind, body)).toBe([HEAD, ...lines.map((line) => `    ${line}`)].join('\n'));
});

test('a decision is told as it always was', () => {
  expect(shown('decision', { outcome: 'allow', head: 'f'.repeat(40) })).toMatch(
    / fffffff .*\n {4}Decided: allow\./,
  );
});
