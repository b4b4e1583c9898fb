import type { Decision } from '../../../src/core/decision/decision.ts';
import { explainMarkdown, explainText } from '../../../src/core/render/explain.ts';
import { acceptance, ask, decision, finding, obligation } from '../../support/decision.ts';
import { pullRequest } from '../../support/facts.ts';

/** One of everything. */
const EVERYTHING: Partial<Decision> = {
  entries: [
    { name: 'anything an agent wrote', triggered: true, certain: true, conditions: [] },
    {
      name: 'database',
      triggered: true,
      certain: true,
      conditions: [
        {
          key: 'paths',
          wants: 'db/**, **/*.sql',
          holds: true,
          found: ['db/1.sql', 'db/2.sql', 'db/3.sql', 'db/4.sql'],
        },
        { key: 'agents', wants: 'claude-code', holds: true, found: ['claude-code (declared)'] },
      ],
    },
    {
      name: 'releases',
      triggered: false,
      certain: true,
      conditions: [
        { key: 'base', wants: 'release/*', holds: false, found: ['main'] },
        { key: 'fork', wants: 'from a fork', holds: true, found: ['from nadia/shop'] },
        { key: 'author', wants: '@acme/web', holds: true, unknown: true, found: ['nadia'] },
      ],
    },
    { name: 'owners', triggered: true, certain: true, conditions: [] },
  ],
  obligations: [
    obligation(
      {
        covers: null,
        who: 'someone with write access',
        met: true,
        counted: ['bela'],
        eligible: ['ada', 'eva', 'ivo', 'olga', 'tom', 'uma', 'vera'],
      },
      { name: 'anything an agent wrote' },
    ),
    obligation(
      {},
      {
        entry: 1,
        requires: {
          anyOf: [
            ask({
              approvals: 2,
              who: '@acme/dba',
              covers: ['db/1.sql', 'db/2.sql', 'db/3.sql', 'db/4.sql'],
              eligible: ['olga'],
              moreEligible: true,
              rejected: [{ login: 'nadia', reason: 'had a hand in this change: opened (pull request)' }],
            }),
            {
              allOf: [
                ask({ who: '@eva', eligible: [], opposed: ['eva'] }),
                ask({ who: 'an admin', covers: null, eligible: [], claimedOut: ['ada'] }),
              ],
            },
          ],
        },
      },
    ),
    obligation(
      { who: 'an admin', covers: ['CODEOWNERS'], eligible: [], moreEligible: true },
      { name: 'control files', entry: null, because: [{ kind: 'control file', value: 'CODEOWNERS' }] },
    ),
  ],
  findings: [
    finding(),
    finding({
      rule: 'sql-destructive',
      severity: 'high',
      action: 'review',
      waived: acceptance({ kind: 'waiver', reason: 'The table is empty.' }),
    }),
    finding({ rule: 'large-change', severity: 'low', action: 'warn', places: [], key: null }),
  ],
  acceptances: [
    { acceptance: acceptance({ kind: 'waiver', about: 'sql-destructive in src/a.ts' }), lapsed: null },
    {
      acceptance: acceptance({ selfAccepted: true }),
      lapsed: 'the change is another one since',
    },
  ],
  gaps: [{ what: 'team acme/web', reason: 'The team @acme/web does not exist. Correct its name.' }],
  limits: [{ what: 'pushes', reason: 'The head is in a fork, whose `activity` GitHub tells nobody.' }],
  warnings: [{ message: 'The floor is stricter.', at: null }],
};

test('everything as text', () => {
  expect(explainText(decision(EVERYTHING), pullRequest())).toBe(`acme/shop#7 at aaaaaaa, by the policy of main
Waiting for 1 of @acme/dba (db/**) and 1 more
Claude Code co-authored 1 commit.

About the policy
  · The floor is stricter.

What the policy asks
  ✓ anything an agent wrote: asks, and is met
      · always asks
      ✓ someone with write access, for the whole change
          ✓ approved by bela
          · others who could: ada, eva, ivo, olga, tom and 2 more
  … database: asks, and is open
      ✓ paths: wants db/**, **/*.sql; found db/1.sql, db/2.sql, db/3.sql and 1 more
      ✓ agents: wants claude-code; found claude-code (declared)
      … any one of
          … 2 of @acme/dba, for db/1.sql, db/2.sql, db/3.sql and 1 more
              ✗ the review of nadia does not count: had a hand in this change: opened (pull request)
              · could answer: olga, and there may be more
          … all of
              … @eva, for db/1.sql
                  ✗ eva asked for changes, which keeps it open until they approve or their review is dismissed
              … an admin, for the whole change
                  · nobody is left who could
                  · only the change’s own text (authors, co-authors) takes out ada
  - releases: does not ask here
      - base: wants release/*; but found main
      ✓ fork: wants from a fork; found from nadia/shop
      ✓ author: wants @acme/web; found nadia, which does not tell: taken to hold
  - owners: applies here, and asks nobody
      · always asks

What the gate itself asks
  … control files: asked because of CODEOWNERS
      … an admin, for CODEOWNERS
          · could answer: not known by name

Findings
  ✗ provider-token (critical) blocks, in src/a.ts:3, finding 1a2b3c4d
  · large-change (low) is for your information
  ✓ sql-destructive (high) needs a review, in src/a.ts:3, finding 1a2b3c4d
      ✓ waived by olga until 2026-11-25 12:00 UTC: The table is empty.

Accepted by people
  ✓ olga accepts the finding sql-destructive in src/a.ts until 2026-11-25 12:00 UTC: The shop is down.
  - olga, with a hand in this change, because nobody else could, lifts the gate for this very change until 2026-11-25 12:00 UTC: The shop is down.
      ✗ does not hold: the change is another one since

Could not be read
  ✗ team acme/web: The team @acme/web does not exist. Correct its name.

Cannot be known here
  · pushes: The head is in a fork, whose activity GitHub tells nobody.
`);
});

test('everything as markdown', () => {
  expect(explainMarkdown(decision(EVERYTHING), pullRequest()))
    .toBe(`Waiting for 1 of @\u2060acme/dba (db/\\*\\*) and 1 more. Claude Code co-authored 1 commit. Evaluated \`aaaaaaa\` by the policy of \`main\`.

**About the policy**

- The floor is stricter.

**What the policy asks**

- ✅ \`anything an agent wrote\`: asks, and is met
  - always asks
  - ✅ someone with write access, for the whole change
    - ✅ approved by \`bela\`
    - others who could: \`ada\`, \`eva\`, \`ivo\`, \`olga\`, \`tom\` and 2 more
- ⏳ \`database\`: asks, and is open
  - ✅ paths: wants \`db/**, **/*.sql\`; found \`db/1.sql\`, \`db/2.sql\`, \`db/3.sql\` and 1 more
  - ✅ agents: wants \`claude-code\`; found \`claude-code (declared)\`
  - ⏳ any one of
    - ⏳ 2 of \`@acme/dba\`, for \`db/1.sql\`, \`db/2.sql\`, \`db/3.sql\` and 1 more
      - ❌ the review of \`nadia\` does not count: had a hand in this change: opened (pull request)
      - could answer: \`olga\`, and there may be more
    - ⏳ all of
      - ⏳ \`@eva\`, for \`db/1.sql\`
        - ❌ \`eva\` asked for changes, which keeps it open until they approve or their review is dismissed
      - ⏳ an admin, for the whole change
        - nobody is left who could
        - only the change’s own text (authors, co-authors) takes out \`ada\`
- ▫️ \`releases\`: does not ask here
  - ▫️ base: wants \`release/*\`; but found \`main\`
  - ✅ fork: wants \`from a fork\`; found \`from nadia/shop\`
  - ✅ author: wants \`@acme/web\`; found \`nadia\`, which does not tell: taken to hold
- ▫️ \`owners\`: applies here, and asks nobody
  - always asks

**What the gate itself asks**

- ⏳ \`control files\`: asked because of \`CODEOWNERS\`
  - ⏳ an admin, for \`CODEOWNERS\`
    - could answer: not known by name

**Findings**

- ❌ provider-token (critical) blocks, in \`src/a.ts:3\`, finding \`1a2b3c4d\`
- large-change (low) is for your information
- ✅ sql-destructive (high) needs a review, in \`src/a.ts:3\`, finding \`1a2b3c4d\`
  - ✅ waived by \`olga\` until 2026-11-25 12:00 UTC: \`The table is empty.\`

**Accepted by people**

- ✅ \`olga\` accepts the finding \`sql-destructive in src/a.ts\` until 2026-11-25 12:00 UTC: \`The shop is down.\`
- ▫️ \`olga\`, with a hand in this change, because nobody else could, lifts the gate for this very change until 2026-11-25 12:00 UTC: \`The shop is down.\`
  - ❌ does not hold: the change is another one since

**Could not be read**

- ❌ team acme/web: The team \`@acme/web\` does not exist. Correct its name.

**Cannot be known here**

- pushes: The head is in a fork, whose \`activity\` GitHub tells nobody.`);
});

test('both forms have the same lines in the same order', () => {
  const words = (text: string): string[] =>
    text
      .split('\n')
      .map((line) => line.replace(/[`*\\\u2060]|^\s*- |✅|⏳|❌|▫️|✓|…(?= )|✗|·/gu, '').trim())
      .filter((line) => line !== '');
  const text = words(explainText(decision(EVERYTHING), pullRequest()));
  const markdown = words(explainMarkdown(decision(EVERYTHING), pullRequest()));
  expect(text.length).toBeGreaterThan(40);
  // Before that the one has three lines, the other has one.
  expect(text.slice(3)).toEqual(markdown.slice(1));
});

test('alternatives that are not waited for any more, too few people, a finding whose review was given', () => {
  const given = ask({ met: true, counted: ['ada'], who: 'an admin', eligible: [] });
  const requires = { anyOf: [ask({ approvals: 2 }), { allOf: [given, ask({ approvals: 2 })] }, given] };
  const change = {
    obligations: [
      obligation({}, { requires, met: true, because: [{ kind: 'rule', value: 'sql-destructive' }] }),
      obligation({ approvals: 2 }, { because: [{ kind: 'rule', value: 'large-change' }], entry: null }),
    ],
    findings: [
      finding({ rule: 'sql-destructive', action: 'review', places: [] }),
      finding({ rule: 'large-change', action: 'review', places: [] }),
    ],
  };
  expect(explainText(decision(change), pullRequest()).split('\n').slice(6)).toEqual([
    '      ✓ paths: wants db/**; found db/1.sql',
    '      ✓ any one of',
    '          - 2 of @acme/dba, for db/1.sql',
    '              · could answer: olga, and nobody else: too few',
    '          - all of',
    '              ✓ an admin, for db/1.sql',
    '                  ✓ approved by ada',
    '                  · nobody else could',
    '              - 2 of @acme/dba, for db/1.sql',
    '                  · could answer: olga, and nobody else: too few',
    '          ✓ an admin, for db/1.sql',
    '              ✓ approved by ada',
    '              · nobody else could',
    '',
    'What the gate itself asks',
    '  … database: asked because of large-change',
    '      … 2 of @acme/dba, for db/1.sql',
    '          · could answer: olga, and nobody else: too few',
    '',
    'Findings',
    '  ✓ sql-destructive (critical) needs a review, finding 1a2b3c4d',
    '  … large-change (critical) needs a review, finding 1a2b3c4d',
    '',
  ]);
});

test('colours signs, and lines that do not apply', () => {
  const painted = explainText(
    decision({
      entries: [{ name: 'off', triggered: false, certain: true, conditions: [] }],
      obligations: [],
    }),
    pullRequest(),
    (mark, text) => `<${mark}>${text}</>`,
  );
  expect(painted.split('\n').slice(4)).toEqual([
    'What the policy asks',
    '  <idle>-</> <idle>off: does not ask here</>',
    '',
  ]);
});

test('a pull request that is not open says so', () => {
  const [head] = explainText(decision(), pullRequest({ state: 'merged' })).split('\n');
  expect(head).toBe('acme/shop#7 (merged) at aaaaaaa, by the policy of main');
});

test('a change that is not gated', () => {
  const gated = { yes: false, reason: 'No agent had a hand in this change.' };
  const text = explainText(
    decision({ outcome: 'allow', gated, entries: [], obligations: [] }),
    pullRequest(),
  );
  expect(text).toBe(`acme/shop#7 at aaaaaaa, by the policy of main
No agent found
No agent had a hand in this change.

What the policy asks
  - Nothing of a change without an agent.
`);
});

test('what the change says can move no cursor and start no line of its own', () => {
  const nasty = 'db/1.sql\u001b[2J\r\n✓ approved by root';
  const text = explainText(decision({ obligations: [obligation({ covers: [nasty] })] }), pullRequest());
  expect(text).toContain('1 of @acme/dba, for db/1.sql [2J ✓ approved by root\n');
  expect(text).not.toContain('\u001b');
});

test('a long one is shortened as markdown, and not as text', () => {
  const rejected = Array.from({ length: 40 }, (_none, index) => ({
    login: `user-${index}`,
    reason: 'had a hand in this change',
  }));
  const many = Array.from({ length: 100 }, () => obligation({ rejected }));
  const long = decision({ obligations: many });
  const markdown = explainMarkdown(long, pullRequest());
  expect(Buffer.byteLength(markdown)).toBeLessThan(30_100);
  expect(markdown).toMatch(/\n\n_Shortened: `agentguard explain` prints all of it\._$/);
  expect(markdown).toContain('\n    - ❌ 30 more reviews do not count\n');
  const asks = explainText(long, pullRequest()).match(/1 of @acme\/dba, for/g);
  expect(asks).toHaveLength(100);
});
