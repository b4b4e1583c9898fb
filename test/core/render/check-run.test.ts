import type { Decision, JudgedFinding, ObligationState } from '../../../src/core/decision/decision.ts';
import { checkRun, failedCheckRun } from '../../../src/core/render/check-run.ts';
import { recordText } from '../../../src/core/render/record.ts';
import { byAgent, HEAD, user } from '../../support/facts.ts';

const owed = (change: Partial<ObligationState> = {}): ObligationState => ({
  name: 'database',
  about: 'db/**',
  from: { teams: ['dba'] },
  owners: [],
  approvals: 1,
  because: [{ kind: 'path', value: 'db/1.sql' }],
  covers: ['db/1.sql'],
  recordedIfNobody: false,
  met: false,
  counted: [],
  opposed: [],
  rejected: [],
  eligible: ['olga'],
  moreEligible: false,
  claimedOut: [],
  who: '@acme/dba',
  ...change,
});
const met = (...counted: string[]): ObligationState => owed({ met: true, counted });
const anyone = owed({
  name: 'anything an agent wrote',
  about: 'anything an agent wrote',
  covers: null,
  who: 'someone with write access',
  eligible: ['ada', 'olga'],
});

const secret: JudgedFinding = {
  rule: 'provider-token',
  family: 'secret-added',
  severity: 'critical',
  action: 'block',
  message: 'Anyone who reads the repository can use this token. Revoke it.',
  places: [{ path: 'src/a.ts', line: 3, side: 'head' }],
};

const decision = (change: Partial<Decision> = {}): Decision => ({
  outcome: 'review_required',
  mode: 'enforce',
  gated: { yes: true, reason: 'Claude Code co-authored 1 commit.' },
  attribution: byAgent,
  provenance: [
    { account: user('nadia'), hands: [{ hand: 'opened', claimed: false, source: 'pull request' }] },
  ],
  findings: [],
  obligations: [owed()],
  gaps: [],
  limits: [],
  warnings: [],
  ...change,
});

const rendered = (change: Partial<Decision> = {}) =>
  checkRun(decision(change), {
    externalId: `acme/shop#7@${HEAD}`,
    headSha: HEAD,
    bindingRef: 'main',
    policySource: '`.agentguard.yml` at 1a2b3c4',
    at: '2026-11-22T12:00:00.000Z',
    version: '1.2.3',
    remediation: (rule) => (rule === 'provider-token' ? 'Revoke it, then take it out of the history.' : ''),
  });

const gap = { what: 'team acme/dba', reason: 'It does not exist.' };

test.each<[string, Partial<Decision>, string, string]>([
  ['one review owed', {}, 'action_required', 'Waiting for 1 of @acme/dba (db/**)'],
  [
    'several: particular people first',
    { obligations: [anyone, owed()] },
    'action_required',
    'Waiting for 1 of @acme/dba (db/**) and 1 more',
  ],
  [
    'some of several approvals',
    { obligations: [owed({ approvals: 3, counted: ['olga'], eligible: ['bela', 'eva'] })] },
    'action_required',
    'Waiting for 2 of @acme/dba (db/**)',
  ],
  [
    'whoever has a permission',
    { obligations: [anyone] },
    'action_required',
    'Waiting for someone with write access (anything an agent wrote)',
  ],
  [
    'several who have a permission',
    { obligations: [{ ...anyone, approvals: 2 }] },
    'action_required',
    'Waiting for 2 of those with write access (anything an agent wrote)',
  ],
  [
    'opposition',
    { obligations: [owed({ opposed: ['olga'] })] },
    'action_required',
    'olga asked for changes (db/**)',
  ],
  [
    'nobody left',
    { obligations: [owed({ eligible: [] })] },
    'action_required',
    'Nobody is left who could approve: db/**',
  ],
  [
    'nobody left but those the change names',
    { obligations: [owed({ eligible: [], claimedOut: ['olga'] })] },
    'action_required',
    'Nobody is left who could approve but those this change names: db/**',
  ],
  [
    'nobody listed, but there may be more',
    { obligations: [owed({ eligible: [], moreEligible: true })] },
    'action_required',
    'Waiting for 1 of @acme/dba (db/**)',
  ],
  ['approved', { outcome: 'allow', obligations: [met('olga', 'bela')] }, 'success', 'Approved by olga, bela'],
  [
    'approved by many',
    { outcome: 'allow', obligations: [met('a', 'b', 'c', 'd', 'e')] },
    'success',
    'Approved by a, b, c and 2 more',
  ],
  [
    'no agent',
    {
      outcome: 'allow',
      obligations: [],
      gated: { yes: false, reason: 'No agent had a hand in this change.' },
    },
    'success',
    'No agent found',
  ],
  [
    'a blocking finding',
    { outcome: 'block', findings: [secret] },
    'failure',
    'Blocked: provider-token (src/a.ts:3)',
  ],
  [
    'two of them',
    { outcome: 'block', findings: [secret, secret] },
    'failure',
    'Blocked: provider-token (src/a.ts:3) and 1 more',
  ],
  [
    'the worst of several first',
    { outcome: 'block', findings: [{ ...secret, rule: 'policy-invalid', severity: 'high' }, secret] },
    'failure',
    'Blocked: provider-token (src/a.ts:3) and 1 more',
  ],
  [
    'a gap',
    { outcome: 'indeterminate', gaps: [gap] },
    'failure',
    'Cannot tell yet: team acme/dba could not be read',
  ],
  [
    'observing a blocking finding',
    { mode: 'observe', outcome: 'block', findings: [secret] },
    'success',
    'Would block: provider-token (src/a.ts:3)',
  ],
  ['observing', { mode: 'observe' }, 'success', 'Would block: Waiting for 1 of @acme/dba (db/**)'],
])('%s', (_name, change, conclusion, title) => {
  expect(rendered(change)).toMatchObject({ conclusion, title });
});

test('a title stays under 80 characters, whatever is in it', () => {
  const { title } = rendered({
    obligations: [owed({ about: 'x'.repeat(300), who: '@acme/'.padEnd(200, 'y') })],
  });
  expect(title.length).toBeLessThan(80);
});

test('the first screen: outcome, what to do, who can, which SHA, which policy, when', () => {
  const { summary } = rendered({ obligations: [anyone, owed()] });
  expect(summary.split('\n\n').slice(0, 4)).toEqual([
    '### Reviews are owed\nClaude Code co-authored 1 commit.',
    '- **anything an agent wrote**: 1 more approval from someone with write access, for example `ada`, `olga`.\n- **database**: 1 more approval from `@acme/dba`, for example `olga`.',
    'One approval answers all of them if it comes from `olga`.',
    'Evaluated `aaaaaaa` against `main` by `.agentguard.yml` at 1a2b3c4, 2026-11-22 12:00 UTC, AgentGuard 1.2.3.',
  ]);
});

test('each review that does not count stands there once, with the reason', () => {
  const rejected = [{ login: 'nadia', reason: 'had a hand in this change' }];
  const { summary } = rendered({ obligations: [{ ...anyone, rejected }, owed({ rejected })] });
  expect(summary).toContain('| `nadia` | had a hand in this change | all of them |');
});

test('findings say where, why and how to mend, and become annotations on lines of the head', () => {
  const taken = { ...secret, places: [{ path: 'b.ts', line: 9, side: 'base' as const }] };
  const { summary, annotations } = rendered({ outcome: 'block', findings: [secret, taken] });
  expect(summary).toContain(
    '- `src/a.ts:3`: Anyone who reads the repository can use this token. Revoke it.\n- `b.ts:9 (taken away)`:',
  );
  expect(summary).toContain('- How to mend: Revoke it, then take it out of the history.');
  expect(annotations).toEqual([
    {
      path: 'src/a.ts',
      line: 3,
      level: 'failure',
      title: 'provider-token (critical)',
      message:
        'Anyone who reads the repository can use this token. Revoke it. How to mend: Revoke it, then take it out of the history.',
    },
  ]);
});

test('text of the change can be no heading, table, mention, link or HTML', () => {
  const nasty = '# Approved\n\n| a | b |\n<details>@acme/dba [x](https://evil.example) `</details>';
  const { summary, title } = rendered({
    attribution: {
      ...byAgent,
      agents: byAgent.agents.map((agent) => ({
        ...agent,
        evidence: [{ kind: 'trailer', value: nasty, strength: 'declared', commit: HEAD }],
      })),
    },
    gaps: [{ what: nasty, reason: nasty }],
    obligations: [
      owed({ because: [{ kind: 'path', value: nasty }], rejected: [{ login: 'nadia', reason: nasty }] }),
    ],
    findings: [{ ...secret, message: nasty, places: [{ path: nasty, line: 1, side: 'head' }] }],
  });
  const outside = summary.replace(/(`+)[^`](?:.*?[^`])?\1(?!`)/g, '');
  expect(outside).not.toMatch(/^#+ Approved/m);
  expect(outside).not.toMatch(/(?<!\\)<details>@/);
  expect(outside).not.toMatch(/@acme/);
  expect(outside).not.toMatch(/(?<!\\)\[x\]/);
  expect(outside).not.toContain('https://evil');
  expect(title.length).toBeLessThan(80);
});

test('stays within what GitHub takes, by leaving out whole blocks', () => {
  const findings = Array.from({ length: 3000 }, (_none, index) => ({
    ...secret,
    rule: `rule-${index}`,
    places: [{ path: `${'d/'.repeat(40)}${index}`, line: 1, side: 'head' as const }],
  }));
  const { summary, annotations } = rendered({ outcome: 'block', findings });
  expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(65_535);
  expect(summary).toMatch(/_Shortened: there was more than GitHub can show here\._$/);
  expect(annotations.length).toBe(200);
});

test.each([
  [
    '2026-11-22T12:05:00.000Z',
    'Could not be evaluated yet: trying again',
    'It is tried again by itself, next at 2026-11-22 12:05 UTC',
  ],
  [null, 'Could not be evaluated', 'press "Re-run" here to try again'],
])('a failed evaluation blocks and says what happens next (%s)', (next, title, text) => {
  const check = failedCheckRun({
    name: 'AgentGuard',
    externalId: 'x',
    problem: 'GitHub answered <b>502</b>.',
    next,
  });
  expect(check).toMatchObject({ name: 'AgentGuard', conclusion: 'failure', title });
  expect(check.summary).toContain(text);
  expect(check.summary).toContain('GitHub answered \\<b\\>502\\</b\\>.');
});

test('a failed evaluation blocks nothing where the policy only observes', () => {
  const check = failedCheckRun({
    name: 'AgentGuard (observe)',
    externalId: 'x',
    problem: 'GitHub answered 502.',
    next: null,
  });
  expect(check).toMatchObject({ conclusion: 'success', title: 'Would block: Could not be evaluated' });
  expect(check.summary).not.toContain('stays blocked');
});

test('the record reads as text', () => {
  const text = recordText({
    sequence: 4,
    at: '2026-11-22T12:00:00.000Z',
    kind: 'merge',
    subject: 'acme/shop#7',
    body: { head: HEAD, mergedBy: 'nadia', decision: null },
    hash: 'f'.repeat(64),
  });
  expect(text).toBe(
    '4  2026-11-22 12:00:00 UTC  acme/shop#7  aaaaaaa  ffffffffffff\n    Merged by nadia. No decision had been made on this head: nobody answered for it here.',
  );
});
