import { marked, type Tokens } from 'marked';
import { checkRun, failedCheckRun, type CheckRun } from '../../../src/core/render/check-run.ts';
import { recordText } from '../../../src/core/render/record.ts';
import type { Decision } from '../../../src/core/decision/decision.ts';
import { acceptance, decision, finding, obligation } from '../../support/decision.ts';
import { byAgent, HEAD, policy, pullRequest } from '../../support/facts.ts';

const rendered = (change: Partial<Decision> = {}): CheckRun =>
  checkRun(decision(change), {
    externalId: `acme/shop#7@${HEAD}`,
    facts: pullRequest(),
    policy: policy({ source: '`.agentguard.yml` at 1a2b3c4' }),
    version: '1.2.3',
    remediation: (rule) => (rule === 'provider-token' ? 'Revoke it, then take it out of the history.' : ''),
  });

test.each<[string, Partial<Decision>, string, string]>([
  ['a review owed', {}, 'AgentGuard', 'action_required'],
  ['approved', { outcome: 'allow' }, 'AgentGuard', 'success'],
  ['a gap', { outcome: 'indeterminate' }, 'AgentGuard', 'failure'],
  ['blocked', { outcome: 'block' }, 'AgentGuard', 'failure'],
  ['observing', { mode: 'observe', outcome: 'block' }, 'AgentGuard (observe)', 'success'],
])('the conclusion: %s', (_name, change, name, conclusion) => {
  expect(rendered(change)).toMatchObject({ name, conclusion });
});

test('findings say where, why and how to mend, and become annotations on lines of the head', () => {
  const taken = finding({ places: [{ path: 'b.ts', line: 9, side: 'base' }], key: null });
  const { summary, annotations } = rendered({ outcome: 'block', findings: [finding(), taken] });
  expect(summary).toContain(
    '- `src/a.ts:3`: Anyone who reads the repository can use this token. Revoke it. Finding `1a2b3c4d`.\n- `b.ts:9 (taken away)`:',
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

test('a waived finding is a notice on its line', () => {
  const waived = finding({ waived: acceptance({ kind: 'waiver' }) });
  expect(rendered({ findings: [waived] }).annotations).toMatchObject([{ level: 'notice' }]);
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
      obligation(
        { covers: [nasty], rejected: [{ login: nasty, reason: nasty }], eligible: [nasty] },
        { name: nasty, because: [{ kind: 'path', value: nasty }] },
      ),
    ],
    findings: [finding({ message: nasty, places: [{ path: nasty, line: 1, side: 'head' }] })],
    entries: [
      {
        name: nasty,
        triggered: true,
        certain: true,
        conditions: [{ key: 'labels', wants: nasty, holds: true, found: [nasty] }],
      },
    ],
    acceptances: [{ acceptance: acceptance({ reason: nasty, about: nasty }), lapsed: nasty }],
  });
  const found = { html: new Set<string>(), headings: new Set<string>(), links: 0, mentions: 0 };
  marked.walkTokens(marked.lexer(summary), (token) => {
    if (token.type === 'html') found.html.add(token.raw.trim().replace(/\(\d+\)/, '(n)'));
    if (token.type === 'heading') found.headings.add((token as Tokens.Heading).text);
    if (token.type === 'link' || token.type === 'image') found.links++;
    if (token.type === 'text' && !('tokens' in token && token.tokens) && /@\w/.test(token.raw))
      found.mentions++;
  });
  expect({ ...found, html: [...found.html], headings: [...found.headings] }).toEqual({
    html: [
      '<details><summary>People and accounts with a hand in this change, whose approval cannot count (n)</summary>',
      '</details>',
      '<details><summary>For agents: what to mend, a JSON object a line</summary>',
      '<details><summary>How the policy was applied</summary>',
    ],
    headings: [
      'One review is owed',
      'Could not be read',
      'Reviews',
      'Reviews that do not count',
      'Accepted by people',
      'Findings',
      'Who made it',
    ],
    links: 0,
    mentions: 0,
  });
  expect(title.length).toBeLessThan(80);
});

test('stays within what GitHub takes by counting what it leaves out', () => {
  const findings = Array.from({ length: 3000 }, (_none, index) =>
    finding({
      rule: `rule-${index}`,
      places: [{ path: `${'d/'.repeat(40)}${index}`, line: 1, side: 'head' as const }],
    }),
  );
  const { summary, annotations } = rendered({ outcome: 'block', findings });
  expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(65_535);
  expect(summary).toContain('\n\n… and 2975 findings of 2975 more rules: rule-25 (1), rule-26 (1)');
  expect(summary).toContain('Of 3000 places the first 200 are marked in the changed files, the worst first.');
  expect(summary).toContain('{"kind":"finding","more":29');
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
