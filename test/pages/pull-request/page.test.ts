import type { Decision } from '../../../src/core/decision/decision.ts';
import { decisionRecord } from '../../../src/core/decision/record.ts';
import type { PullRequestFacts } from '../../../src/core/facts/facts.ts';
import { sample } from '../../../src/core/rules/secret-added/_sample.ts';
import type { Evaluation } from '../../../src/pipeline.ts';
import type { RecordEntry } from '../../../src/ports.ts';
import { chosen } from '../../../src/pages/pull-request/history.tsx';
import { linksTo } from '../../../src/pages/pull-request/links.ts';
import { PullRequestPage } from '../../../src/pages/pull-request/page.tsx';
import { acceptance, decision, finding, obligation } from '../../support/decision.ts';
import { claude, file, people, policy, pullRequest, user } from '../../support/facts.ts';

const entry = (sequence: number, body: object, kind: RecordEntry['kind'] = 'decision'): RecordEntry => ({
  sequence,
  owner: 'acme',
  at: `2026-11-22T12:0${sequence % 10}:00.000Z`,
  kind,
  subject: 'acme/shop#7',
  body: { ...body },
  previous: '0'.repeat(64),
  hash: '1'.repeat(64),
});

const recorded = (change: Partial<Decision> = {}) =>
  decisionRecord(pullRequest(), policy(), decision(change), '1.0.0');

interface Shown {
  readonly decisions?: readonly RecordEntry[];
  readonly merge?: RecordEntry;
  readonly why?: string;
}

/** The page of a decision; null: it cannot be evaluated now. */
function page(
  change: Partial<Decision> | null,
  facts: Partial<PullRequestFacts> = {},
  { decisions = [], merge, why = '' }: Shown = {},
): string {
  const evaluation: Evaluation | null = change && {
    id: { owner: 'acme', name: 'shop', number: 7 },
    facts: pullRequest(facts),
    policy: policy(),
    decision: decision(change),
    digests: { base: 'main', files: new Map(), whole: '' } as unknown as Evaluation['digests'],
    people: people({}),
    basis: { digest: '', content: '' },
  };
  return String(
    PullRequestPage({
      name: 'acme/shop#7',
      number: 7,
      evaluation,
      why,
      decisions,
      merge: merge ?? null,
      compared: chosen(decisions, undefined, undefined),
      links: linksTo('https://github.example', { owner: 'acme', name: 'shop' }),
      policyHref: '/repos/acme/shop/policy',
      version: '1.0.0',
    }),
  );
}

/** The text of a part of a page, as it is read. */
const text = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const answer = (html: string): string =>
  text(/<section class="answer[\s\S]*?<\/section>/.exec(html)?.[0] ?? '');

const merged = (sequence: number | null, outcome: string): RecordEntry =>
  entry(9, { mergedBy: 'bela', decision: sequence === null ? null : { sequence, outcome } }, 'merge');

describe('the answer comes first', () => {
  test.each<[string, Partial<Decision>, RegExp]>([
    ['waiting', {}, /^… Waiting for 1 of @acme\/dba \(db\/\*\*\) One review is owed .*olga/],
    [
      'blocked',
      { outcome: 'block', findings: [finding()] },
      /^✗ Blocked: provider-token \(src\/a\.ts:3\) Blocked .*\/agentguard waive 1a2b3c4d/,
    ],
    [
      'allowed',
      { outcome: 'allow', obligations: [obligation({ met: true, counted: ['olga'] })] },
      /^✓ Approved by olga May merge/,
    ],
    [
      'overridden',
      { outcome: 'allow', override: acceptance() },
      /^✓ Overridden by olga until 25 Nov 12:00 UTC .*The shop is down\./,
    ],
    [
      'unread',
      {
        outcome: 'indeterminate',
        gaps: [{ what: 'files', reason: 'GitHub lists 3,000 at most. Split it.' }],
      },
      /^✗ Cannot tell yet: files could not be read .*Could not be read: files : GitHub lists 3,000 at most\. Split it\./,
    ],
    [
      'observed',
      { outcome: 'block', mode: 'observe', findings: [finding()] },
      /^… Would block: provider-token .*Observing only: nothing is blocked\./,
    ],
  ])('%s', (_, change, expected) => {
    expect(answer(page(change))).toMatch(expected);
  });

  test.each<[string, RecordEntry, RegExp]>([
    ['past the gate', merged(1, 'review_required'), /^✗ Merged by bela past the gate\. .*waits for a review/],
    ['as allowed', merged(1, 'allow'), /^✓ Merged by bela, as the gate allowed\./],
    ['without a decision', merged(null, ''), /^✗ Merged by bela\. No decision had been made on this head/],
  ])('merged %s', (_, merge, expected) => {
    const html = page({}, { state: 'merged' }, { decisions: [entry(1, recorded())], merge });
    expect(answer(html)).toMatch(expected);
    expect(text(html)).toContain('It is merged, so the gate asks for nothing any more.');
  });

  test('what only observed was not merged past the gate', () => {
    const decisions = [entry(1, recorded({ outcome: 'block', mode: 'observe' }))];
    expect(answer(page({}, { state: 'merged' }, { decisions, merge: merged(1, 'block') }))).toMatch(
      /^✓ Merged by bela\. The policy only observed; the answer was: blocked \(observing only\)\./,
    );
  });

  test('closed without merging', () => {
    const html = text(page({}, { state: 'closed' }));
    expect(html).toContain('Closed without merging, by nadia');
    expect(html).toContain('It is closed, so the gate asks for nothing any more.');
  });
});

test('what the record says stands in, and the page says so', () => {
  const decisions = [
    entry(1, recorded({ findings: [finding()], gaps: [{ what: 'files', reason: 'Not listed.' }] })),
  ];
  const html = page(null, {}, { decisions, why: 'GitHub does not answer.' });
  expect(answer(html)).toMatch(
    /^… As recorded 2026-11-22 12:01 UTC: waits for a review Not evaluated now It could not be evaluated for this page\. GitHub does not answer\./,
  );
  expect(text(html)).toContain('provider-token (critical, block) in src/a.ts');
  expect(text(html)).toContain('database 1 of @acme/dba open nobody yet');
});

test('names and words of strangers are text', () => {
  const bad = '"><img src=x onerror=alert(1)>';
  const html = page(
    {
      gated: { yes: true, reason: bad },
      findings: [finding({ message: bad, places: [{ path: bad, line: 1, side: 'head' }] })],
      obligations: [obligation({ counted: [bad], eligible: [bad] }, { name: bad })],
      attribution: {
        agents: [{ ...claude, name: bad, evidence: [{ ...claude.evidence[0]!, value: bad }] }],
        bots: [bad],
        unattributed: [],
      },
      provenance: [{ account: user(bad), hands: [{ hand: 'opened', claimed: false, source: bad }] }],
      gaps: [{ what: bad, reason: bad }],
      limits: [{ what: bad, reason: bad }],
      warnings: [{ message: bad, at: null }],
      acceptances: [{ acceptance: acceptance({ reason: bad }), lapsed: bad }],
    },
    { title: bad, files: [file(bad, { patch: `@@ -0,0 +1,1 @@\n+${bad}` })] },
    { decisions: [entry(1, recorded()), entry(2, recorded({ gated: { yes: true, reason: bad } }))] },
  );
  expect(html).not.toContain('<img');
  expect(html).not.toContain('javascript:');
  expect(html).not.toMatch(/\son[a-z]+="/);
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
});

test('links lead to GitHub, to the line', () => {
  const html = page({ findings: [finding({ places: [{ path: 'src/a b#.ts', line: 3, side: 'head' }] })] });
  expect(html).toContain(`href="https://github.example/acme/shop/blob/${'a'.repeat(40)}/src/a%20b%23.ts#L3"`);
  expect(html).toContain('href="https://github.example/nadia"');
  expect(html).toContain(`href="https://github.example/acme/shop/commit/${'a'.repeat(40)}"`);
});

test('secrets are on no page, neither where they were found nor next to another finding', () => {
  const token = `ghp_${sample(36)}`;
  const patch = `@@ -0,0 +1,3 @@\n+const key = '${token}';\n+eval(input);\n+done();`;
  const html = page(
    {
      findings: [
        finding({ places: [{ path: 'src/a.ts', line: 1, side: 'head' }] }),
        finding({
          rule: 'dynamic-code',
          family: 'code-weakening',
          places: [{ path: 'src/a.ts', line: 2, side: 'head' }],
        }),
      ],
    },
    { files: [file('src/a.ts', { patch })] },
  );
  expect(html).not.toContain(token);
  expect(html).toContain('eval(input);');
  expect(text(html)).toContain('Not shown here: this line holds a secret, or may hold one.');
});

test('a huge pull request is counted, not listed', () => {
  const patch = `@@ -0,0 +1,400 @@\n${Array.from({ length: 400 }, () => `+${'x '.repeat(300)}`).join('\n')}`;
  const files = Array.from({ length: 3000 }, (_, index) =>
    file(`src/${'deep/'.repeat(10)}${index}.ts`, { patch }),
  );
  const places = Array.from({ length: 100_000 }, (_, index) => ({
    path: files[index % 3000]?.path ?? '',
    line: 1 + (index % 400),
    side: 'head' as const,
  }));
  const html = page(
    {
      findings: Array.from({ length: 50 }, (_, index) =>
        finding({ key: `${index}`.padEnd(64, '0'), places }),
      ),
      obligations: Array.from({ length: 50 }, (_, index) => obligation({}, { name: `entry ${index}` })),
      gaps: files.map(({ path }) => ({ what: `content of ${path}`, reason: 'It is too large.' })),
      provenance: Array.from({ length: 400 }, (_, index) => ({
        account: user(`person-${index}`),
        hands: [{ hand: 'authored' as const, claimed: true, source: 'commit' }],
      })),
    },
    { files },
    { decisions: Array.from({ length: 300 }, (_, index) => entry(index, recorded())) },
  );
  expect(html.length).toBeLessThan(400_000);
  expect(text(html)).toContain('and 99,995 more places');
  expect(text(html)).toContain('And 20 more findings');
  expect(text(html)).toContain('and 2940 more');
  expect(text(html)).toContain('And 350 more accounts.');
  expect(text(html)).toContain('And 260 older ones');
});

test.each([
  [undefined, undefined, [2, 3]],
  ['1', '3', [1, 3]],
  ['3', '1', [1, 3]],
  ['99', 'x', [2, 3]],
])('from %s to %s are compared: %j', (from, to, expected) => {
  const decisions = [1, 2, 3].map((sequence) => entry(sequence, recorded()));
  const found = chosen(decisions, from, to);
  expect([found?.from.sequence, found?.to.sequence]).toEqual(expected);
});

test('one decision is compared with nothing', () => {
  expect(chosen([entry(1, recorded())], undefined, undefined)).toBeNull();
});
