import { rowOf, type Row } from '../../../src/core/export/row.ts';
import { csvHead, csvLine } from '../../../src/core/export/csv.ts';
import { chainOf, type Said } from '../../support/chain.ts';

const row = (said: Said): Row => {
  const [entry] = chainOf(said);
  if (entry === undefined) throw new Error('There is no entry.');
  return rowOf(entry);
};

const DECISION = {
  outcome: 'review_required',
  head: 'abc123',
  policy: { digest: 'd1' },
  gated: { yes: true, reason: 'Devin wrote 1 commit.' },
  agents: [
    { agent: 'devin', role: 'authored', strength: 'declared' },
    { agent: 'codex', role: 'assisted', strength: 'declared' },
  ],
  findings: [
    { rule: 'sql-access', action: 'review', count: 3 },
    { rule: 'large-change', action: 'block', count: 1, waivedBy: 'olga' },
  ],
  obligations: [
    {
      name: 'database',
      asked: '1 of @acme/dba',
      missing: 'one more',
      met: false,
      counted: ['olga'],
      opposed: ['mei'],
    },
    {
      name: 'anything',
      asked: 'someone',
      met: true,
      counted: ['olga', 'bela'],
      opposed: ['mei'],
      rejected: [{ login: 'ada', reason: 'had a hand in it' }],
    },
    { name: 'third', who: 'an admin', met: false, rejected: [{ login: 'ada', reason: 'had a hand in it' }] },
  ],
  override: { by: 'nadia', until: '2026-03-09T00:00:00.000Z' },
  gaps: [{ what: 'team acme/dba' }],
};

describe('a row says of', () => {
  test.each<[string, Said, Partial<Row>]>([
    [
      'a decision everything that an auditor asks',
      { kind: 'decision', subject: 'Acme/Shop#12', body: DECISION },
      {
        repository: 'Acme/Shop',
        number: '12',
        outcome: 'review_required',
        agents: ['devin'],
        head: 'abc123',
        policy: 'd1',
        approvedBy: ['olga', 'bela'],
        notCounted: ['ada for anything, third: had a hand in it'],
        findings: ['sql-access (review, 3 places)', 'large-change (waived by olga)'],
        owed: ['database: one more', 'third: an admin', 'not read: team acme/dba'],
        acted: ['gate overridden by nadia until 2026-03-09 00:00 UTC', 'changes asked for by mei'],
        reason: 'Devin wrote 1 commit.',
      },
    ],
    [
      'a merge who merged it and what stood',
      {
        kind: 'merge',
        body: { mergedBy: 'nadia', head: 'abc', agents: ['devin'], decision: { outcome: 'block' } },
      },
      { outcome: 'block', acted: ['merged by nadia'], agents: ['devin'], head: 'abc' },
    ],
    [
      'a merge by nobody that is known',
      { kind: 'merge', body: {} },
      { acted: ['merged by an account that was deleted'] },
    ],
    [
      'a waiver whose word it is, about what and until when',
      {
        kind: 'waiver',
        body: {
          by: { login: 'olga' },
          about: 'x in y',
          reason: 'Fine.',
          until: '2026-03-09T00:00:00.000Z',
          selfAccepted: true,
        },
      },
      {
        acted: [
          'waived by olga: x in y until 2026-03-09 00:00 UTC',
          'olga had a hand in it: nobody else could',
        ],
        reason: 'Fine.',
      },
    ],
    [
      'an override',
      { kind: 'override', body: { by: { login: 'ada' } } },
      { acted: ['gate overridden by ada'] },
    ],
    [
      'a declaration',
      { kind: 'not_agent', body: { by: { login: 'ada' } } },
      { acted: ['declared to be no agent’s by ada'] },
    ],
    [
      'a push past the gate',
      {
        kind: 'push',
        subject: 'acme/shop@release/1',
        body: { pushedBy: 'tomas', commits: [{ agents: ['devin'] }, { agents: ['codex', 'devin'] }] },
      },
      { repository: 'acme/shop', number: '', acted: ['pushed by tomas'], agents: ['codex', 'devin'] },
    ],
    [
      'an alert',
      {
        kind: 'alert',
        body: { what: 'merged past the gate', who: 'nadia', issue: { repository: 'acme/shop', number: 7 } },
      },
      { acted: ['merged past the gate by nadia', 'raised in acme/shop#7'] },
    ],
    [
      'an alert that could not be raised',
      { kind: 'alert', body: { what: 'pushed past the gate', problem: 'Issues are off.' } },
      { acted: ['pushed past the gate', 'not raised as an issue: Issues are off.'] },
    ],
    [
      'an answer',
      { kind: 'answered', body: { how: 'reverted', by: 'olga' } },
      { acted: ['reverted by olga'] },
    ],
    [
      'a freeze of a whole organisation',
      {
        kind: 'freeze',
        subject: 'acme',
        body: {
          agents: 'all',
          by: { login: 'ada' },
          until: '2026-03-09T00:00:00.000Z',
          reason: 'We look first.',
        },
      },
      {
        repository: '',
        acted: ['all agents stopped by ada until 2026-03-09 00:00 UTC'],
        reason: 'We look first.',
      },
    ],
    [
      'a freeze that is lifted',
      {
        kind: 'freeze',
        subject: 'acme/shop',
        body: { agents: ['devin'], by: { login: 'ada' }, until: null },
      },
      { repository: 'acme/shop', acted: ['devin let go on by ada'] },
    ],
    [
      'a revert',
      { kind: 'revert', body: { by: 'ada', reason: 'Broke it.', opened: 15, refused: null } },
      { acted: ['revert asked for by ada: #15 was opened'], reason: 'Broke it.' },
    ],
    [
      'a policy',
      { kind: 'policy', body: { digest: 'd2' } },
      { policy: 'd2', acted: ['built-in defaults in force: unknown'] },
    ],
    ['a kind of another version', { kind: 'oracle', body: {} }, { kind: 'oracle', acted: [], outcome: '' }],
  ])('%s', (_, said, expected) => {
    expect(row(said)).toMatchObject(expected);
  });

  test.each<[string, unknown]>([
    ['numbers where lists are', { obligations: 3, findings: 4, agents: 5, gaps: 6, override: 7 }],
    ['nothing in lists', { obligations: [null, 'x'], findings: [[]], agents: [{}], gaps: [null] }],
    [
      'objects where texts are',
      { outcome: {}, head: [], reason: {}, policy: { digest: 1 }, by: { login: {} } },
    ],
  ])('a body with %s nothing that is not there', (_, body) => {
    for (const kind of [
      'decision',
      'merge',
      'waiver',
      'push',
      'alert',
      'answered',
      'freeze',
      'revert',
      'policy',
    ]) {
      const read = row({ kind, body: body as Record<string, unknown> });
      expect(read).toMatchObject({ kind, outcome: '', agents: [], head: '', policy: '', reason: '' });
    }
  });

  test('a text of somebody one line without what cannot be seen, and no more than fits', () => {
    const reason = `one\ntwo\u202ethree\u0000 ${'x'.repeat(40_000)}`;
    const read = row({ kind: 'override', body: { by: 'ada', reason } });
    expect(read.reason).toMatch(/^one two three x+…$/);
    expect(read.reason.length).toBeLessThanOrEqual(32_000);
  });
});

/** The cells of one line of RFC 4180. */
function cells(line: string): string[] {
  const found: string[] = [];
  for (const [, quoted, bare] of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)) {
    found.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
  }
  return found;
}

describe('as csv', () => {
  const cell = (name: string, said: Said): string => {
    const index = cells(csvHead().trimEnd()).indexOf(name);
    const line = csvLine(row(said));
    expect(line.endsWith('\r\n')).toBe(true);
    expect(cells(line.slice(0, -2))).toHaveLength(17);
    return cells(line.slice(0, -2))[index] ?? 'there is no such cell';
  };

  test.each<[string, string, string]>([
    ['a word', 'Fine.', 'Fine.'],
    ['a comma', 'Fine, really', 'Fine, really'],
    ['quotation marks', 'He said "fine"', 'He said "fine"'],
    ['line breaks', 'one\r\ntwo\nthree', 'one two three'],
    ['a formula', '=HYPERLINK("https://x","y")', '\'=HYPERLINK("https://x","y")'],
    ['a plus', '+1', "'+1"],
    ['a minus', '-1+1|cmd', "'-1+1|cmd"],
    ['an at sign', '@SUM(A1)', "'@SUM(A1)"],
    ['a tab before a formula', '\t=1', "'=1"],
    ['a carriage return before a formula', '\r=1', "'=1"],
    ['a formula after a quotation mark', '"=1', '\'"=1'],
    ['a formula in full width', '＝1', "'＝1"],
    ['half a character', 'a\ud800b', 'a\ud800b'],
  ])('%s', (_, reason, expected) => {
    expect(cell('reason', { kind: 'override', body: { by: 'ada', reason } })).toBe(expected);
  });

  test('a decision has a cell for each thing asked', () => {
    const said: Said = { subject: 'acme/shop#12', body: DECISION };
    expect(cell('sequence', said)).toBe('1');
    expect(cell('repository', said)).toBe('acme/shop');
    expect(cell('approved by', said)).toBe('olga; bela');
    expect(cell('not counted', said)).toBe('ada for anything, third: had a hand in it');
    expect(cell('policy digest', said)).toBe('d1');
    expect(cell('hash', said)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a login that is a formula', () => {
    expect(cell('approved by', { body: { obligations: [{ counted: ['=cmd'] }] } })).toBe("'=cmd");
  });
});
