import * as fc from 'fast-check';
import { ROLES, STRENGTHS } from '../../../src/core/agents/agent.ts';
import type { Attribution } from '../../../src/core/agents/agent.ts';
import { attribute } from '../../../src/core/agents/detect.ts';
import { detections, sighting } from '../../../src/core/agents/evidence.ts';
import type { Sighting } from '../../../src/core/agents/evidence.ts';
import { PLACES } from '../../../src/core/agents/places.ts';
import type { PlaceName } from '../../../src/core/agents/places.ts';
import type { Account, CommitFacts, PullRequestFacts } from '../../../src/core/facts/facts.ts';
import { bot, commit, pullRequest, user } from '../../support/facts.ts';

/** What is less in `after`: an agent, its role, its strength, or a commit of it. */
function lost(before: Attribution['agents'], after: Attribution['agents']): string[] {
  return before.flatMap((was) => {
    const is = after.find(({ agent }) => agent === was.agent);
    if (!is) return [`${was.agent} is gone`];
    const weaker = [
      ROLES.indexOf(is.role) < ROLES.indexOf(was.role) ? `${was.agent} only ${is.role}` : '',
      STRENGTHS.indexOf(is.strength) < STRENGTHS.indexOf(was.strength)
        ? `${was.agent} only ${is.strength}`
        : '',
      was.commits.every((sha) => is.commits.includes(sha)) ? '' : `${was.agent} without a commit`,
    ];
    return weaker.filter((each) => each !== '');
  });
}

const sightings: fc.Arbitrary<Sighting> = fc
  .record({
    place: fc.constantFrom(...(Object.keys(PLACES) as PlaceName[])),
    agent: fc.constantFrom('devin', 'codex', 'unlisted'),
    name: fc.constantFrom('Devin', 'Codex', 'Other'),
    role: fc.constantFrom(...ROLES),
    fits: fc.boolean(),
    commit: fc.constantFrom(null, 'a'.repeat(40), 'b'.repeat(40)),
    kind: fc.nat(3),
  })
  .map(({ place, commit: at, kind, ...match }) => {
    const { kinds } = PLACES[place];
    return sighting(place, match, { kind: kinds[kind % kinds.length] ?? 'login', value: 'x', commit: at });
  });

test('more evidence never lowers a role or a strength, nor takes an agent away', () => {
  fc.assert(
    fc.property(fc.array(sightings, { maxLength: 12 }), sightings, fc.nat(12), (before, one, at) => {
      const after = before.toSpliced(at, 0, one);
      expect(lost(detections(before), detections(after))).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

const CLAUDE = 'Co-authored-by: Claude <noreply@anthropic.com>';
const DEVIN: Account = { login: 'devin-ai-integration[bot]', type: 'Bot', id: 158243242 };
const DEVIN_MAIL = '158243242+devin-ai-integration[bot]@users.noreply.github.com';

/** Things that a pull request can have besides what it has; each only adds. */
const ADDITIONS: readonly ((facts: PullRequestFacts) => PullRequestFacts)[] = [
  (facts) => ({ ...facts, labels: [...facts.labels, 'codex'] }),
  (facts) => ({
    ...facts,
    involvements: [...facts.involvements, { account: DEVIN, hand: 'pushed', source: 's' }],
  }),
  (facts) => ({
    ...facts,
    involvements: [...facts.involvements, { account: user('olga'), hand: 'assigned the agent', source: 's' }],
  }),
  (facts) => ({ ...facts, body: `${facts.body}\n\n${CLAUDE}` }),
  (facts) => ({ ...facts, body: `${facts.body}\n\nAssisted-by: Codex\n` }),
  (facts) => ({ ...facts, body: `${facts.body}\n\n🤖 Generated with [Claude Code](https://claude.ai/code)` }),
  (facts) => withCommit(facts, { message: `Fix\n\n${CLAUDE}\n` }),
  (facts) => withCommit(facts, { message: 'Fix\n\nAssisted-by: Devin:claude-opus-4-6\n' }),
  (facts) => withCommit(facts, { committer: { name: 'Devin AI', email: DEVIN_MAIL, account: DEVIN } }),
  (facts) =>
    withCommit(facts, {
      author: { name: 'Devin AI', email: DEVIN_MAIL, account: DEVIN },
      signature: { verified: true, signer: DEVIN },
    }),
  (facts) => withCommit(facts, { signature: { verified: true, signer: DEVIN } }),
  (facts) => withCommit(facts, { coAuthors: [{ name: 'Devin AI', email: DEVIN_MAIL, account: DEVIN }] }),
  (facts) =>
    withCommit(facts, { note: 'a.ts\n  s_1 1\n---\n{"sessions":{"s_1":{"agent_id":{"tool":"codex"}}}}' }),
  (facts) => withCommit(facts, {}),
];

let count = 0;
const withCommit = (facts: PullRequestFacts, change: Partial<CommitFacts>): PullRequestFacts => ({
  ...facts,
  commits: [...facts.commits, commit({ sha: (++count).toString(16).padStart(40, '0'), ...change })],
});

test('whatever a pull request has besides, no agent found before is less', () => {
  const bases: PullRequestFacts[] = [
    pullRequest(),
    pullRequest({ author: bot('devin-ai-integration[bot]') }),
    pullRequest({ headRef: 'codex/fix-pull-rebase-target' }),
    pullRequest({ headRef: 'cursor/fix-login-e5e9' }),
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...bases),
      fc.array(fc.constantFrom(...ADDITIONS), { maxLength: 6 }),
      fc.constantFrom(...ADDITIONS),
      (base, some, one) => {
        const before = some.reduce((facts, add) => add(facts), base);
        expect(lost(attribute(before, []).agents, attribute(one(before), []).agents)).toEqual([]);
      },
    ),
    { numRuns: 500 },
  );
});
