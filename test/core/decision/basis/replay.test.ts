import * as fc from 'fast-check';
import { basisOf, inputOf } from '../../../../src/core/decision/basis/basis.ts';
import { pack, unpack } from '../../../../src/core/decision/basis/pack.ts';
import { replay } from '../../../../src/core/decision/basis/replay.ts';
import { decide, type DecideInput } from '../../../../src/core/decision/decide.ts';
import { decisionRecord } from '../../../../src/core/decision/record.ts';
import { world } from '../../../support/arbitrary-decisions.ts';
import { decisionInput, secret } from '../../../support/decide.ts';
import { bot, byPeople, commit, file, HEAD, policy, pullRequest, user } from '../../../support/facts.ts';

/** As the record holds it, and as it is read again. */
const recorded = (input: DecideInput): Record<string, unknown> =>
  JSON.parse(JSON.stringify(decisionRecord(input.facts, input.policy, decide(input), '1.0.0'))) as Record<
    string,
    unknown
  >;
const kept = (input: DecideInput) => unpack(pack(basisOf(input)));

test('whatever was decided comes out the same', () => {
  fc.assert(
    fc.property(world, (input) => {
      expect(replay(recorded(input), kept(input))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

const token = { ...secret, places: [{ path: 'a.ts', line: 1, side: 'head' as const }] };
const facts = pullRequest({ files: [file('a.ts')] });
const keyOf = (input: DecideInput): string => decide(input).findings[0]?.key ?? '';
const found = decisionInput({ facts, findings: [token], headDigests: { 'a.ts': 'x' } });
const word = {
  by: user('ada'),
  at: '2026-11-22T10:00:00.000Z',
  until: '2026-12-01T00:00:00.000Z',
  reason: 'It is revoked.',
  about: 'provider-token in a.ts',
  selfAccepted: false,
};
const bounds = decide(found).bounds;

test.each<[string, DecideInput]>([
  ['a waiver', { ...found, acceptances: [{ ...word, kind: 'waiver', bound: keyOf(found) }] }],
  ['an override', { ...found, acceptances: [{ ...word, kind: 'override', bound: bounds.override }] }],
  [
    'that it is no agent’s',
    { ...found, acceptances: [{ ...word, kind: 'not_agent', bound: bounds.not_agent ?? '' }] },
  ],
  [
    'a size that was counted from the patch',
    decisionInput({
      facts: pullRequest({ files: [file('a.ts', { additions: 0, patch: '@@ -0,0 +1,2 @@\n+a\n+b' })] }),
      policy: policy({ limits: { openPullRequestsPerAgent: null, changedLines: 1, changedFiles: null } }),
    }),
  ],
  [
    'an agent’s other pull requests',
    decisionInput({
      openByAgent: new Map([['claude-code', [1, 2]]]),
      policy: policy({ limits: { openPullRequestsPerAgent: 1, changedLines: null, changedFiles: null } }),
    }),
  ],
  [
    'a freeze',
    decisionInput({
      policy: policy({ freeze: [{ agents: 'all', until: '2027-01-01T00:00:00.000Z', reason: 'Audit.' }] }),
    }),
  ],
  [
    'an invalid policy',
    decisionInput({
      attribution: byPeople,
      policyProblems: [{ path: '.agentguard.yml', line: 1, column: 2, message: 'No.' }],
    }),
  ],
  [
    'names that begin with what stands for maps',
    decisionInput({
      facts: pullRequest({
        files: [file('$map'), file('$set'), file('__proto__')],
        repository: { ...facts.repository, properties: { $map: ['a'], $set: ['b'], $$map: [] } },
      }),
      headDigests: { $map: 'x', $set: 'y', ...(JSON.parse('{"__proto__":"z"}') as object) },
      policy: policy({
        reviews: [
          {
            name: 'by property',
            approvals: 1,
            from: { permission: 'write' },
            repository: { properties: { $map: ['a'] } },
          },
        ],
      }),
    }),
  ],
])('with %s', (_what, input) => {
  expect(replay(recorded(input), kept(input))).toEqual([]);
  expect(inputOf(kept(input)).openByAgent).toEqual(input.openByAgent);
});

describe('another decision', () => {
  test('is told by its members', () => {
    const body = { ...recorded(found), outcome: 'allow', more: 1 };
    expect(replay(body, kept(found))).toEqual([
      { member: 'outcome', recorded: 'allow', now: 'block' },
      { member: 'more', recorded: 1, now: undefined },
    ]);
  });
  test('is told by one word deep in it', () => {
    const body = recorded(found);
    const [first] = body['findings'] as Record<string, unknown>[];
    const altered = { ...body, findings: [{ ...first, rule: 'private-key' }] };
    expect(replay(altered, kept(found)).map(({ member }) => member)).toEqual(['findings']);
  });
  test('is not told by what it was made of: version and basis', () => {
    expect(replay({ ...recorded(found), version: '2', basis: 'x' }, kept(found))).toEqual([]);
  });
});

test('nothing of what files hold or people wrote is kept', () => {
  const text = 'SECRET-CONTENT';
  const person = { name: text, email: `${text}@acme.example`, account: user('nadia') };
  const input = decisionInput({
    facts: pullRequest({
      body: text,
      comments: [{ author: bot('x[bot]'), body: text, source: 'a comment' }],
      commits: [
        commit({ message: text, author: person, committer: person, coAuthors: [person], note: text }),
      ],
      files: [
        file('a.ts', {
          patch: `@@ -0,0 +1 @@\n+${text}`,
          base: { state: 'text', text },
          head: { state: 'text', text },
          modesUnread: text,
        }),
      ],
      policyFile: { path: '.agentguard.yml', text, sha: HEAD },
      floor: {
        state: 'present',
        file: { path: '.agentguard.yml', text, sha: HEAD },
        repository: { owner: 'acme', name: '.github' },
      },
    }),
    findings: [{ ...token, message: text }],
    policyProblems: [{ path: '.agentguard.yml', line: 1, column: 1, message: text }],
  });
  expect(JSON.stringify(basisOf(input))).not.toContain(text);
  expect(JSON.stringify(basisOf(input))).toContain('nadia');
});

describe('what was altered', () => {
  const packed = pack(basisOf(found));
  const ALTERED = 'What the decision rested on was altered: it is not what the record names.';
  test.each([
    [
      'another digest',
      { ...packed, digest: packed.digest.replace(/^./, (one) => (one === '0' ? '1' : '0')) },
    ],
    ['another content', { ...packed, content: pack(basisOf({ ...found, gaps: [], findings: [] })).content }],
    ['no content', { ...packed, content: '' }],
    ['noise', { ...packed, content: 'AAAA' }],
    ['a cut content', { ...packed, content: packed.content.slice(0, -8) }],
  ])('%s', (_what, changed) => {
    expect(() => unpack(changed)).toThrow(ALTERED);
  });
  test('of a newer format nothing is made', () => {
    expect(() => inputOf({ format: 2, input: {} } as never)).toThrow('newer version');
  });
});
