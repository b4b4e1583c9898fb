/** Ways out of the organisation's floor by what a repository says. */
import type { CommitPerson } from '../../../src/core/facts/facts.ts';
import { commit, review } from '../../support/facts.ts';
import { evaluation } from '../decision/approvals/support.ts';

describe('a known agent is taken for an allowed one', () => {
  const login = 'devin-ai-integration[bot]';
  const account = { login, type: 'Bot', id: 158243242 } as const;
  const person = (email: string): CommitPerson => ({ name: login, email, account: null });
  const identities = `agents: { identities: [{ login: '${login}', agent: claude-code }] }\n`;
  const outcomeOf = async (floor: string, policy: string, email: string, opener = true) => {
    const author = { ...person(email), ...(opener ? { account } : {}) };
    const change = {
      ...(opener && { author: account }),
      commits: [commit({ author, committer: author })],
    };
    const { decision } = await evaluation({ floor, policy, change, reviews: [review('olga', 'APPROVED')] });
    return [decision.outcome, ...decision.findings.map(({ rule }) => rule)];
  };

  test.each([
    ['deny', 'agents: { deny: [devin] }\n', 'agent-not-allowed'],
    ['allow', 'agents: { allow: [claude-code] }\n', 'agent-not-allowed'],
    ['freeze', 'freeze: [{ agents: [devin], until: 2026-12-01, reason: it broke main }]\n', 'frozen'],
  ])('%s', async (_key, floor, rule) => {
    for (const policy of ['', identities]) {
      expect(await outcomeOf(floor, policy, 'devin@acme.example')).toEqual(['block', rule]);
      expect(await outcomeOf(floor, policy, `158243242+${login}@users.noreply.github.com`, false)).toEqual([
        'block',
        rule,
      ]);
    }
  });
});
