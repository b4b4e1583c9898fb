import { callers, callsIn } from '../../../src/core/agents/mentions.ts';
import { provenance } from '../../../src/core/agents/provenance.ts';
import type { CommentFacts } from '../../../src/core/facts/facts.ts';
import { byAgent, claude, pullRequest, user } from '../../support/facts.ts';

describe('what a comment calls', () => {
  test.each<[string, string, string[]]>([
    ['a name', '@claude please fix the tests', ['@claude']],
    ['in any case, once', 'Hi @Claude, and @CLAUDE again', ['@claude']],
    ['in the middle', 'could you (@copilot) look?', ['@copilot']],
    ['a command', 'Tests are red\n/oc fix them', ['/oc']],
    ['a command inside a sentence is a path', 'see /q or a/b', []],
    ['an e-mail', 'write to help@claude.ai', []],
    ['a package', 'npm i @cursor/sdk', []],
    ['code', 'use `@claude` and\n```\n@codex\n```', []],
    ['a quotation', '> @claude do it\n\nI would not.', []],
    ['a comment that nobody sees', '<!-- @claude -->hello', []],
    ['a longer name', '@claudette and @claude-fan', ['@claude-fan', '@claudette']],
    ['nothing', '', []],
  ])('%s', (_name, body, expected) => {
    expect(callsIn(body).toSorted()).toEqual(expected);
  });

  test('long hostile text is read in linear time', () => {
    const began = performance.now();
    for (const part of ['@', '@a-', '`', '/a ', ' @claude']) callsIn(part.repeat(200_000));
    expect(performance.now() - began).toBeLessThan(3000);
  });
});

const says = (body: string, login = 'olga'): CommentFacts => ({
  author: user(login),
  body,
  source: 'issue #12',
});

describe('who called an agent of the change', () => {
  test.each<[string, CommentFacts[], string[]]>([
    ['the agent by its app', [says('@claude take this')], ['olga']],
    ['another agent', [says('@copilot take this')], []],
    ['a person', [says('@nadia take this')], []],
    ['two people', [says('@claude a', 'ann'), says('no'), says('@claude b', 'bob')], ['ann', 'bob']],
  ])('%s', (_name, comments, expected) => {
    expect(callers(comments, [claude], []).map(({ account }) => account.login)).toEqual(expected);
  });

  test("a machine user of the organisation's own", () => {
    const agents = [{ ...claude, agent: 'acme-fixer', name: 'acme-fixer' }];
    const comments = [says('@acme-fixer go'), says('@claude go', 'ann')];
    expect(callers(comments, agents, [{ login: 'Acme-Fixer', agent: 'acme-fixer' }])).toEqual([
      { account: user('olga'), source: 'issue #12' },
    ]);
  });

  test('has a hand in the change that GitHub vouches for', () => {
    const facts = pullRequest({ comments: [says('@claude take this')] });
    const entry = provenance(facts, callers(facts.comments, byAgent.agents, [])).find(
      ({ account }) => account.login === 'olga',
    );
    expect(entry?.hands).toEqual([{ hand: 'mentioned the agent', claimed: false, source: 'issue #12' }]);
  });
});
