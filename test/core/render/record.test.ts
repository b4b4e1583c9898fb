import { recordText } from '../../../src/core/render/record.ts';
import { HEAD, user } from '../../support/facts.ts';

const text = (kind: string, body: Record<string, unknown>): string[] =>
  recordText({
    sequence: 4,
    at: '2026-11-22T12:00:00.000Z',
    kind,
    subject: 'acme/shop#7',
    body: { head: HEAD, ...body },
    hash: 'f'.repeat(64),
  })
    .split('\n')
    .slice(1)
    .map((line) => line.trim());

const word = {
  by: user('ada'),
  until: '2026-11-25T12:00:00.000Z',
  reason: 'prod is down',
  about: 'provider-token in src/config.ts',
  selfAccepted: false,
};

test.each<[string, Record<string, unknown>, string[]]>([
  [
    'waiver',
    word,
    [
      'Waived by ada.',
      'about        provider-token in src/config.ts',
      'reason       prod is down',
      'until        2026-11-25 12:00 UTC',
    ],
  ],
  [
    'not_agent',
    { ...word, about: 'marks of Claude Code' },
    [
      'Declared to be no agent’s by ada.',
      'about        marks of Claude Code',
      'reason       prod is down',
      'until        2026-11-25 12:00 UTC',
    ],
  ],
  [
    'override',
    { ...word, about: 'the whole change at aaaaaaa', selfAccepted: true },
    [
      'Gate overridden by ada, who had a hand in it: nobody else could.',
      'about        the whole change at aaaaaaa',
      'reason       prod is down',
      'until        2026-11-25 12:00 UTC',
    ],
  ],
  [
    'freeze',
    { ...word, agents: ['devin', 'jules'], where: 'acme/shop#7' },
    [
      'devin, jules frozen by ada.',
      'reason       prod is down',
      'until        2026-11-25 12:00 UTC',
      'asked        in acme/shop#7',
    ],
  ],
  [
    'freeze',
    { ...word, agents: 'all', until: null, where: null },
    ['All agents no longer frozen by ada.', 'reason       prod is down', 'asked        on a page'],
  ],
  [
    'redaction',
    { by: 'ada', what: 'one person', reason: 'erasure request 17', redacted: [{}, {}] },
    ['Personal data of one person was taken out of 2 entries by ada.', 'reason       erasure request 17'],
  ],
  [
    'override',
    {},
    [
      'Gate overridden by an unknown account.',
      'about        unknown',
      'reason       none',
      'until        unknown',
    ],
  ],
])('%s as text', (kind, body, lines) => {
  expect(text(kind, body)).toEqual(lines);
});

test('a reason is shown whole, on one line and without what hides or moves text', () => {
  const reason = `${'word '.repeat(99)}\u202eend`;
  expect(text('waiver', { ...word, reason })[2]).toBe(`reason       ${'word '.repeat(99)}end`);
});

const decided = {
  outcome: 'allow',
  gated: { reason: 'Claude Code co-authored 1 commit.' },
  policy: { source: 'built-in defaults' },
};
const standing = { met: true, counted: ['olga'], opposed: [], rejected: [] };

test('a decision says who overrode it, and who waived which finding', () => {
  expect(
    text('decision', {
      ...decided,
      override: { kind: 'override', by: 'ada', until: '2026-11-25T12:00:00.000Z', bound: 'f' },
      findings: [
        { rule: 'provider-token', action: 'block', count: 1, waivedBy: 'ada' },
        { rule: 'large-change', action: 'warn', count: 2, waivedBy: null },
      ],
      obligations: [{ name: 'database', asked: '1 of @acme/dba', ...standing }],
    }),
  ).toEqual([
    'Decided: allow. Claude Code co-authored 1 commit.',
    'override     by ada until 2026-11-25 12:00 UTC',
    'finding      provider-token (waived by ada)',
    'finding      large-change (warn, 2 places)',
    'met          database: 1 of @acme/dba; approved by olga',
    'policy       built-in defaults',
  ]);
});

test('entries of older versions are read, too', () => {
  expect(
    text('decision', {
      ...decided,
      findings: [{ rule: 'provider-token', action: 'block', count: 1 }],
      obligations: [{ name: 'database', who: '@acme/dba', approvals: 1, ...standing }],
    }),
  ).toEqual([
    'Decided: allow. Claude Code co-authored 1 commit.',
    'finding      provider-token (block)',
    'met          database: @acme/dba; approved by olga',
    'policy       built-in defaults',
  ]);
});
