/** The page of every answer there is, as people and agents get it. */
import { marked, type Tokens } from 'marked';
import { createGate, type Gate } from '../support/gate.ts';
import { createAcme } from '../support/organization.ts';
import { OUTCOME_STORIES } from '../support/outcomes.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterAll(() => gate.close());

/** Everything before the line that says what was evaluated, and that line. */
function firstScreen(summary: string): string {
  const end = summary.indexOf('\n\n', summary.indexOf('\nEvaluated `'));
  return summary.slice(0, end);
}

const linesForAgents = (summary: string): Record<string, unknown>[] =>
  (/\n`{3,}json\n([^]*?)\n`{3,}\n/.exec(summary)?.[1] ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test.each(OUTCOME_STORIES.map((story) => [story.name, story] as const))('%s', async (_name, story) => {
  const acme = createAcme(gate, story.files);
  await gate.settled();
  const pull = await story.play(acme, gate);
  const { conclusion, output, annotations } = await gate.answer(pull);
  const { title = '', summary = '' } = output as { title: string; summary: string };

  expect(title).toMatch(new RegExp(`^${story.title.replace(/[()[\].]/g, '\\$&')}`));
  expect(Array.from(title).length).toBeLessThan(80);
  expect(title).not.toContain('…)');

  const first = firstScreen(summary);
  expect(first.length).toBeLessThan(1500);
  expect(first.split('\n').length).toBeLessThan(30);
  expect(first).toMatch(
    /Evaluated `[0-9a-f]{7}` against `main` by .+, \d{4}-\d\d-\d\d \d\d:\d\d UTC, AgentGuard /,
  );
  // Who can do what next, by name.
  expect(conclusion === 'success' || /`@?(?:ada|bela|nadia|olga)`/.test(first)).toBe(true);

  for (const token of marked.lexer(summary)) {
    if (token.type !== 'table') continue;
    const { header, rows } = token as Tokens.Table;
    for (const row of rows) {
      expect(row).toHaveLength(header.length);
      for (const { text } of row) expect(text.length).toBeLessThan(320);
    }
  }
  const live: string[] = [];
  marked.walkTokens(marked.lexer(summary), (token) => {
    const isLeaf = token.type === 'text' && !('tokens' in token && token.tokens);
    if (['link', 'image'].includes(token.type) || (isLeaf && /@\w/.test(token.raw))) live.push(token.raw);
  });
  expect(live).toEqual([]);
  for (const { message, title: heading } of annotations) {
    expect(message).toMatch(/[.!?)`]$/);
    expect(heading?.length).toBeLessThan(256);
  }

  const lines = linesForAgents(summary);
  const settled = /^(?:Approved|No agent|Overridden|Accepted)/.test(title);
  expect(lines.length > 1).toBe(!settled);
  expect(JSON.stringify(lines)).not.toMatch(/waive|override/);
  for (const line of lines) expect(line).toHaveProperty('do_not');
});

test('what an agent reads of a token and the review that is owed besides', async () => {
  const story = OUTCOME_STORIES.find(({ name }) => name === 'a token')!;
  const acme = createAcme(gate);
  await gate.settled();
  const pull = await story.play(acme, gate);
  const { output } = await gate.answer(pull);
  expect(linesForAgents(output.summary ?? '')).toEqual([
    {
      agentguard: 1,
      pull_request: `${acme.organization.login}/shop#${pull.number}`,
      head: pull.head.sha,
      outcome: 'block',
      do_not: expect.stringMatching(/^Do not change the policy, .* If you cannot mend it, ask a human\.$/),
    },
    {
      kind: 'finding',
      rule: 'provider-token',
      severity: 'critical',
      leads_to: 'blocks',
      at: ['src/billing.ts:1'],
      finding: expect.stringMatching(/^[0-9a-f]{8}$/),
      why: 'GitHub token added in src/billing.ts:1. Revoke it at the provider now, then read it from the environment or a secret store.',
      do: expect.stringMatching(/^Revoke the credential at its provider first/),
      do_not: 'Do not only delete the line, and do not repeat the secret anywhere.',
    },
    {
      kind: 'review',
      name: 'anything an agent wrote',
      needs: 'someone with write access',
      do: 'Wait for these people. Tell your operator whom it waits for.',
      do_not: 'Do not approve it yourself or ask others to answer in their place.',
    },
  ]);
});
