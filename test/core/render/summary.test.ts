import type { Decision, ObligationState } from '../../../src/core/decision/decision.ts';
import { summary } from '../../../src/core/render/summary/summary.ts';
import { acceptance, ask, decision, finding, obligation } from '../../support/decision.ts';
import { policy, pullRequest } from '../../support/facts.ts';

const anyone = (change: Partial<ObligationState> = {}): ObligationState =>
  obligation(
    {
      from: { permission: 'write' },
      covers: null,
      who: 'someone with write access',
      eligible: ['ada', 'olga'],
    },
    { name: 'anything an agent wrote', about: 'anything an agent wrote', ...change },
  );

/** The page's blocks: what blank lines are between. */
const blocks = (change: Partial<Decision> = {}): string[] =>
  summary(decision(change), {
    facts: pullRequest(),
    policy: policy({ source: '`.agentguard.yml` at 1a2b3c4' }),
    version: '1.2.3',
    remediation: () => '',
  }).split('\n\n');

const EVALUATED =
  'Evaluated `aaaaaaa` against `main` by `.agentguard.yml` at 1a2b3c4, 2026-11-22 12:00 UTC, AgentGuard 1.2.3.';

const HOW =
  'To approve: _Files changed_, _Review changes_, _Approve_. This check then answers again by itself.';

/** What stands before that line: the answer, and what can be done. */
const firstScreen = (change: Partial<Decision>): string[] => {
  const all = blocks(change);
  return all.slice(0, all.indexOf(EVALUATED));
};

test('the first screen: outcome, what to do, who can, which SHA, which policy, when', () => {
  expect(blocks({ obligations: [anyone(), obligation()] }).slice(0, 5)).toEqual([
    '### Reviews are owed\nClaude Code co-authored 1 commit.',
    '- **anything an agent wrote**: 1 approval from someone with write access, for example `ada` or `olga`.\n- **database**: 1 approval from `@acme/dba`, for example `olga`.',
    'One approval answers all of them if it comes from `olga`.',
    HOW,
    EVALUATED,
  ]);
});

test('alternatives are a nested list, without what was given already', () => {
  const eva = ask({ from: { users: ['eva'] }, who: '@eva', eligible: ['eva'] });
  const gone = ask({ from: { users: ['ivo'] }, who: '@ivo', eligible: [] });
  const given = ask({ met: true, counted: ['bela'], who: 'an admin' });
  const requires = {
    anyOf: [ask({ approvals: 2 }), gone, { allOf: [given, eva, ask()] }, { allOf: [given, eva] }],
  };
  expect(firstScreen({ obligations: [obligation({}, { requires })] })[1]).toBe(
    `- **database**: any one of
  - 2 approvals from \`@acme/dba\`: nobody is left who could.
  - 1 approval from \`@ivo\`: nobody is left who could.
  - all of
    - 1 approval from \`@eva\`.
    - 1 approval from \`@acme/dba\`, for example \`olga\`.
  - 1 approval from \`@eva\`.`,
  );
});

test('who answers all of several obligations answers their alternatives, too', () => {
  const eva = ask({ who: '@eva', eligible: ['eva'] });
  const first = firstScreen({
    obligations: [
      obligation({}, { requires: { anyOf: [ask(), eva] } }),
      obligation({}, { requires: eva }),
      anyone(),
    ],
  });
  expect(first.slice(2)).toEqual([HOW]);
  const together = firstScreen({
    obligations: [obligation({}, { requires: { anyOf: [ask(), eva] } }), obligation({}, { requires: eva })],
  });
  expect(together[2]).toBe('One approval answers all of them if it comes from `eva`.');
});

test('each blocking finding says where and why, and how it would be waived', () => {
  const second = finding({ rule: 'private-key', key: 'ffff0000ffff', severity: 'high', places: [] });
  expect(firstScreen({ outcome: 'block', findings: [second, finding()] })).toEqual([
    '### Blocked\nClaude Code co-authored 1 commit.',
    `To mend before this can merge; push the mended change, and it is evaluated again at once:
- **provider-token** in \`src/a.ts:3\`: Anyone who reads the repository can use this token. Revoke it.
- **private-key**: Anyone who reads the repository can use this token. Revoke it.`,
    'Or someone with maintain access, with no hand in this change, accepts one of them as it is, with a comment `/agentguard waive <finding> <reason>`; each has its name below.',
    'A review is owed as well, from 1 of `@acme/dba`.',
  ]);
});

test('what the policy forbids says so at once, and nobody can waive it: the way out is named', () => {
  const frozen = finding({
    rule: 'frozen',
    family: 'policy',
    key: null,
    places: [],
    message:
      'Agents are frozen here until 2026-11-25 12:00 UTC: The release. Wait, or ask those who froze them.',
  });
  const out =
    'If it cannot wait, an admin can lift the gate for this very change, with a comment `/agentguard override <reason>`; the reason is recorded.';
  expect(firstScreen({ outcome: 'block', findings: [frozen], obligations: [] })).toEqual([
    '### Blocked\nClaude Code co-authored 1 commit.',
    'The policy does not let this merge:\n- Agents are frozen here until 2026-11-25 12:00 UTC: The release. Wait, or ask those who froze them.',
    `No waiver is possible here. ${out}`,
  ]);
  const both = firstScreen({ outcome: 'block', findings: [frozen, finding()], obligations: [] });
  expect(both).toHaveLength(5);
  expect(both[2]).toMatch(/^To mend before this can merge/);
  expect(both[4]).toBe(`1 of them cannot be waived. ${out}`);
});

test('where nobody is left, the way out is named with who can take it', () => {
  expect(firstScreen({ obligations: [obligation({ eligible: [] })] })).toEqual([
    '### One review is owed\nClaude Code co-authored 1 commit.',
    '- **database**: 1 of `@acme/dba` is asked, and everyone who is had a hand in this change. Give someone else that role.',
    'If it cannot wait, an admin can lift the gate for this very change, with a comment `/agentguard override <reason>`; the reason is recorded.',
  ]);
  const [, claimed] = firstScreen({ obligations: [obligation({ eligible: [], claimedOut: ['olga'] })] });
  expect(claimed).toContain('nobody is left: `olga` would be, but the change’s own text');
});

test('an override says by whom, until when and why; what stood open stays to be seen', () => {
  const given = acceptance();
  const all = blocks({
    outcome: 'allow',
    override: given,
    acceptances: [{ acceptance: given, lapsed: null }],
  });
  expect(all[0]).toBe(
    '### Overridden\nClaude Code co-authored 1 commit. `olga` lifted the gate for this very change until 2026-11-25 12:00 UTC: The shop is down. What stood open is listed below, and all of it is in the record.',
  );
  expect(all).toContainEqual(expect.stringMatching(/^### Reviews\n/));
});

test('acceptances have reason and end, and those that lapsed why', () => {
  const [table] = blocks({
    acceptances: [
      { acceptance: acceptance({ kind: 'waiver', about: 'provider-token in src/a.ts' }), lapsed: null },
      {
        acceptance: acceptance({ kind: 'override', selfAccepted: true }),
        lapsed: 'the change is another one since',
      },
    ],
  }).filter((block) => block.startsWith('### Accepted'));
  expect(table).toBe(`### Accepted by people
|  | What | By | Reason | Holds |
| --- | --- | --- | --- | --- |
| ✅ | finding \`provider-token in src/a.ts\` | \`olga\` | The shop is down. | until 2026-11-25 12:00 UTC |
| ❌ | the change as a whole, past the gate | \`olga\`, who had a hand in this change: nobody else could | The shop is down. | no: the change is another one since |`);
});

test('a waived finding says by whom, and is not among what blocks', () => {
  const waived = finding({ waived: acceptance({ kind: 'waiver' }) });
  const all = blocks({ findings: [waived] });
  expect(all).toContain(
    '**provider-token** · critical · ✅ waived\n- `src/a.ts:3`: Anyone who reads the repository can use this token. Revoke it. _Waived by `olga` until 2026-11-25 12:00 UTC._',
  );
});

test('no agent, says somebody', () => {
  const word = acceptance({ kind: 'not_agent', reason: 'I typed it' });
  expect(
    firstScreen({
      outcome: 'allow',
      obligations: [],
      gated: { yes: false, reason: 'olga answered for it.' },
      acceptances: [{ acceptance: word, lapsed: null }],
    }),
  ).toEqual([
    '### Accepted: no agent’s change\n`olga` answered for that until 2026-11-25 12:00 UTC: I typed it.',
  ]);
});

test('says how to contest that it was an agent, where that would change something', () => {
  const contest =
    'Not an agent’s work? That takes a comment by someone with maintain access: `/agentguard not-agent <reason>`.';
  expect(blocks()).toContain(contest);
  expect(blocks({ outcome: 'allow' })).not.toContain(contest);
});

test('each review that does not count stands there once, with the reason', () => {
  const rejected = [{ login: 'nadia', reason: 'had a hand in this change' }];
  const all = blocks({ obligations: [anyone({ rejected }), obligation({ rejected })] });
  expect(all).toContainEqual(
    expect.stringContaining('| `nadia` | had a hand in this change | all of them |'),
  );
});

test('the reasons of several alternatives are one row', () => {
  const rejected = [
    { login: 'bela', reason: 'only @acme/dba can answer for this' },
    { login: 'bela', reason: 'only an admin can answer for this' },
  ];
  expect(blocks({ obligations: [obligation({ rejected })] })).toContain(
    '### Reviews that do not count\n| Reviewer | Why | For |\n| --- | --- | --- |\n| `bela` | only `@acme/dba` can answer for this; only an admin can answer for this | database |',
  );
});

test('what comes before the tables stays within a screen', () => {
  const many = Array.from({ length: 40 }, (_none, index) => obligation({}, { name: `entry ${index}` }));
  const findings = Array.from({ length: 40 }, () => finding());
  for (const change of [{ obligations: many }, { outcome: 'block' as const, findings, obligations: many }]) {
    expect(firstScreen(change).join('\n\n').split('\n').length).toBeLessThanOrEqual(16);
  }
});

test('says when time alone may change the answer', () => {
  expect(blocks({ changesAt: '2026-11-25T12:00:00.000Z' })).toContain(
    `${EVALUATED} Time alone may change the answer: it is looked at again at 2026-11-25 12:00 UTC.`,
  );
});

test('how the policy was applied stands in a details block of its own', () => {
  const text = blocks().join('\n\n');
  expect(text).toContain(
    '<details><summary>How the policy was applied</summary>\n\nWaiting for 1 of @\u2060acme/dba (db/\\*\\*).',
  );
});
