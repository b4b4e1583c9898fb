import { createHash } from 'node:crypto';
import { asStored, followChain } from '../../../src/core/export/chain.ts';
import type { About, ChainedEntry, Part } from '../../../src/core/export/entry.ts';
import { entryRow } from '../../../src/core/export/page/entries.ts';
import { markup } from '../../../src/core/export/page/markup.ts';
import { pageEnd, pageStart } from '../../../src/core/export/page/page.ts';
import { counted, duration, moment, percent } from '../../../src/core/export/page/words.ts';
import { NO_REDACTIONS } from '../../../src/core/export/redactions.ts';
import { rowOf } from '../../../src/core/export/row.ts';
import { followPart, type Tally } from '../../../src/core/export/tally.ts';
import { chainOf, type Said } from '../../support/chain.ts';

const ALL: Part = { owner: 'acme', from: null, to: null, repository: null };
const NOW = '2026-03-31T00:00:00.000Z';

function tallied(entries: readonly ChainedEntry[], part: Part = ALL): Tally {
  const chain = followChain(part, NO_REDACTIONS);
  const counting = followPart();
  for (const entry of entries) {
    chain.take(asStored(entry));
    counting.take(entry);
  }
  return counting.tally(chain.seen(), NOW);
}

const about = (more: Partial<About> = {}): About => ({
  part: ALL,
  version: '1.2.3',
  exportedAt: '2026-03-30T10:00:00.000Z',
  command: 'agentguard audit export acme --format html',
  checkpoint: null,
  ...more,
});

const start = (entries: readonly ChainedEntry[], more: Partial<About> = {}): string =>
  pageStart(about(more), tallied(entries, more.part), 'b { color: red }').written;

/** What a reader sees: no tags, one space for any. */
const read = (page: string): string =>
  page
    .replace(/<style>[^]*<\/style>/, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

const gated = (said: object) => ({
  agents: [{ agent: 'devin', role: 'authored', strength: 'declared' }],
  ...said,
});
const met = (...logins: string[]) => [
  { name: 'anything', asked: 'someone', met: logins.length > 0, counted: logins },
];

/** A month: one approved and merged, one merged past the gate and taken back, one overridden, one of a person. */
const MONTH: readonly Said[] = [
  {
    subject: 'acme/shop#1',
    at: '2026-03-02T08:00:00.000Z',
    body: gated({ outcome: 'review_required', obligations: met() }),
  },
  {
    subject: 'acme/shop#1',
    at: '2026-03-02T10:00:00.000Z',
    body: gated({ outcome: 'allow', obligations: met('olga', 'bela') }),
  },
  {
    subject: 'acme/shop#1',
    at: '2026-03-02T11:00:00.000Z',
    kind: 'merge',
    body: { mergedBy: 'nadia', decision: { sequence: 2, outcome: 'allow' } },
  },
  { subject: 'acme/site#2', at: '2026-03-03T08:00:00.000Z', body: gated({ outcome: 'block' }) },
  {
    subject: 'acme/site#2',
    at: '2026-03-03T09:00:00.000Z',
    kind: 'merge',
    body: {
      mergedBy: 'tomas',
      mergedAt: '2026-03-03T09:00:00.000Z',
      agents: ['devin'],
      protected: true,
      decision: { sequence: 4, outcome: 'block' },
    },
  },
  {
    subject: 'acme/site#2',
    at: '2026-03-03T12:30:00.000Z',
    kind: 'answered',
    body: { how: 'reverted', by: 'olga', entry: 5 },
  },
  {
    subject: 'acme/shop#3',
    at: '2026-03-04T08:00:00.000Z',
    kind: 'override',
    body: { by: { login: 'ada' }, reason: 'The shop is <b>down</b>.' },
  },
  { subject: 'acme/shop#4', at: '2026-03-05T08:00:00.000Z', body: { outcome: 'allow' } },
  {
    subject: 'acme',
    at: '2026-03-06T08:00:00.000Z',
    kind: 'freeze',
    body: { agents: 'all', by: { login: 'ada' }, until: NOW },
  },
];

describe('what is counted', () => {
  const tally = tallied(chainOf(...MONTH));

  test('by kind, outcome, repository and time', () => {
    expect(Object.fromEntries(tally.kinds)).toEqual({
      decision: 4,
      merge: 2,
      answered: 1,
      override: 1,
      freeze: 1,
    });
    expect(Object.fromEntries(tally.outcomes)).toEqual({ review_required: 1, allow: 2, block: 1 });
    expect(tally.repositories).toEqual([
      { name: 'acme/shop', count: 5 },
      { name: 'acme/site', count: 3 },
    ]);
    expect(tally.times).toEqual({ first: '2026-03-02T08:00:00.000Z', last: '2026-03-06T08:00:00.000Z' });
  });

  test('who answered, as the overview counts it', () => {
    expect(tally.answers.share).toMatchObject({ all: 3, agents: 2, byAgent: [{ name: 'devin', count: 2 }] });
    expect(tally.answers.approvals).toMatchObject({ merged: 2, approved: 1, approvedByTwo: 1 });
    expect(tally.answers.words.merges).toMatchObject({ allowed: 1, 'not allowed': 1 });
  });

  test('exposures and how long they were', () => {
    expect(tally.exposures).toMatchObject({ count: 1, open: 0, median: 12_600, longest: 12_600 });
    expect(tally.exposures.newest).toMatchObject([
      { subject: 'acme/site#2', who: 'tomas', how: 'reverted', by: 'olga' },
    ]);
  });

  test('one that goes on, up to now', () => {
    expect(tallied(chainOf(...MONTH.slice(0, 5))).exposures).toMatchObject({
      count: 1,
      open: 1,
      median: null,
      newest: [{ seconds: (Date.parse(NOW) - Date.parse('2026-03-03T09:00:00.000Z')) / 1000 }],
    });
  });

  test('of many the newest are named', () => {
    const many = Array.from({ length: 30 }, (_, n) => ({ kind: 'override', subject: `acme/shop#${n}` }));
    const { overrides } = tallied(chainOf(...many));
    expect(overrides.count).toBe(30);
    expect(overrides.newest.map(({ subject }) => subject)).toEqual(
      [29, 28, 27, 26, 25, 24, 23, 22].map((n) => `acme/shop#${n}`),
    );
  });
});

describe('the summary', () => {
  test.each<[string, RegExp]>([
    ['whose record', /What was recorded of acme The whole record: 9 entries\./],
    ['which repositories', /acme\/shop \(5 entries\), acme\/site \(3 entries\)/],
    [
      'when, by what and how it was exported',
      /30 March 2026, 10:00 UTC by AgentGuard 1\.2\.3 .* agentguard audit export acme/,
    ],
    ['outcomes', /4 decisions Passed: 2, Waits for a review: 1, Blocked: 1, Cannot be told: 0/],
    ['the share of agents', /2 of 3 pull requests had an agent’s hand in them 67 %\. Devin 2\./],
    ['approvals', /1 of 2 merged agents’ changes approved .* 2 people approved: bela 1, olga 1/],
    ['merges past the gate', /1 of agents’ changes merged without a decision that allows it/],
    ['exposures', /1 exposure: past the gate .* took 3 h 30 min in the middle/],
    [
      'overrides with who and why',
      /acme\/shop#3 gate overridden by ada The shop is &lt;b&gt;down&lt;\/b&gt;\./,
    ],
    ['how an exposure ended', /merged past the gate by tomas 3 h 30 min; reverted by olga/],
    ['freezes', /all agents stopped by ada until 2026-03-31 00:00 UTC/],
    ['that nothing was altered', /Nothing in this part was altered\. Every entry is what its hash is of/],
  ])('says %s', (_, expected) => {
    expect(read(start(chainOf(...MONTH)))).toMatch(expected);
  });

  test('says which part it is, and what is left out', () => {
    const part = {
      ...ALL,
      repository: 'acme/shop',
      from: '2026-03-01T00:00:00.000Z',
      to: '2026-03-05T12:30:00.000Z',
    };
    const page = read(start([], { part }));
    expect(page).toContain('What was recorded of acme/shop');
    expect(page).toContain('From 1 March 2026 up to 5 March 2026, 12:30 (UTC): 0 entries.');
    expect(page).toContain('other repositories of acme, and what is about all of acme');
    expect(page).toContain('there is nothing to check');
  });

  test('says which entries do not hold', () => {
    const [first, ...rest] = chainOf(...MONTH);
    const page = read(start(first ? [{ ...first, body: { outcome: 'allow' } }, ...rest] : []));
    expect(page).toMatch(/1 entry does not hold\. .* Entry 1: It was altered/);
    expect(page).not.toContain('Nothing in this part was altered');
  });

  test('names the checkpoint', () => {
    const checkpoint = {
      owner: 'acme',
      sequence: 7,
      hash: 'e'.repeat(64),
      at: NOW,
      previous: 0,
      key: 'k1',
      publicKey: '',
      signature: '',
    };
    expect(read(start(chainOf(...MONTH), { checkpoint }))).toMatch(
      /Newest checkpoint of acme: entry 7, made 2026-03-31 00:00 UTC, signed with the key k1: e{64}/,
    );
  });
});

describe('the page', () => {
  test('lets nothing run and fetches nothing', () => {
    const page = `${start(chainOf(...MONTH))}${pageEnd(9).written}`;
    const [, style = ''] = /<style>([^]*)<\/style>/.exec(page) ?? [];
    const digest = createHash('sha256').update(style).digest('base64');
    expect(page.replaceAll('&#39;', "'")).toContain(
      `content="default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(style).toContain('b { color: red }');
    expect(page).not.toMatch(
      /<script|<img|<link|<iframe|<form|https?:|\burl\(|@import|\bon\w+=|\bsrc=|style=/i,
    );
  });

  test.each<[string, Said]>([
    ['a subject', { subject: '<script>alert(1)</script>' }],
    ['a kind', { kind: '"><script>alert(1)</script>' }],
    ['an outcome', { body: { outcome: '"><script>alert(1)</script>' } }],
    ['a reason', { kind: 'override', body: { by: 'ada', reason: "</td><script>alert(1)</script>'&" } }],
    ['a name', { kind: 'merge', body: { mergedBy: '<script>alert(1)</script>' } }],
    ['a finding', { body: { findings: [{ rule: '<script>alert(1)</script>', action: 'block' }] } }],
    ['a time', { at: '"><script>alert(1)</script>' }],
    [
      'an agent',
      { body: gated({ agents: [{ agent: '<script>', role: 'authored', strength: 'declared' }] }) },
    ],
  ])('shows %s as what it is', (_, said) => {
    const entries = chainOf(said);
    const page = `${start(entries)}${entries.map((entry) => entryRow(rowOf(entry)).written).join('')}`;
    expect(page).not.toMatch(/<script|"">/);
    expect(page).toContain('&lt;script&gt;');
  });

  test('has of an entry what a person needs, and its hash', () => {
    const [entry] = chainOf({
      at: '2026-03-02T08:15:30.000Z',
      body: gated({
        outcome: 'review_required',
        head: '0123456789abcdef',
        gated: { reason: 'Devin wrote 1 commit.' },
        obligations: [
          {
            name: 'database',
            missing: '1 of @acme/dba',
            met: false,
            rejected: [{ login: 'ada', reason: 'had a hand in it' }],
          },
        ],
      }),
    });
    if (!entry) throw new Error('There is no entry.');
    expect(read(entryRow(rowOf(entry)).written).trim()).toBe(
      `1 08:15:30 acme/shop#1 ◔ Waits for a review Devin wrote 1 commit. agents devin not counted ada for database: had a hand in it asked database: 1 of @acme/dba head 0123456789ab ${entry.hash}`,
    );
  });

  test('says of a merge what stood', () => {
    const rows = chainOf(
      { kind: 'merge', body: { mergedBy: 'a', decision: { outcome: 'block' } } },
      { kind: 'merge', body: {} },
    );
    const [blocked = '', none = ''] = rows.map((entry) => read(entryRow(rowOf(entry)).written));
    expect(blocked).toContain('stood Blocked');
    expect(none).toContain('stood no decision');
  });

  test('ends with how many there were', () => {
    expect(read(pageEnd(1234).written)).toContain('End of the export: 1,234 entries.');
    expect(read(pageEnd(0).written)).toContain('There is no entry.');
  });
});

test('texts in a template are escaped, pieces are not', () => {
  expect(markup`<p>${`<&>"'`}${3}${[markup`<b>${'x'}</b>`, markup`<i></i>`]}</p>`.written).toBe(
    '<p>&lt;&amp;&gt;&quot;&#39;3<b>x</b><i></i></p>',
  );
});

test.each([
  [duration(40), '40 s'],
  [duration(720), '12 min'],
  [duration(3600), '1 h'],
  [duration(12_000), '3 h 20 min'],
  [duration(187_200), '2 d 4 h'],
  [moment('2026-11-22T00:00:00.000Z'), '22 November 2026'],
  [moment('2026-11-02T09:05:00.000Z'), '2 November 2026, 09:05'],
  [percent(1, 3), '33 %'],
  [percent(0, 0), '–'],
  [counted(1, 'entry', 'entries'), '1 entry'],
  [counted(1234, 'pull request'), '1,234 pull requests'],
])('%s', (said, expected) => {
  expect(said).toBe(expected);
});
