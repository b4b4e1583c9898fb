import type { FileContent, FloorFacts, PullRequestFacts } from '../../../src/core/facts/facts.ts';
import { reviewPolicyChange } from '../../../src/core/policy/review-change.ts';
import { fileChange } from '../../support/change.ts';
import { KNOWN } from './support.ts';

const PATH = '.agentguard.yml';
const FLOOR: FloorFacts = {
  state: 'present',
  file: { path: PATH, text: 'version: 1\nmode: enforce\nrules: { token: block }\n', sha: '5d6e7f8' },
  repository: { owner: 'acme', name: '.github' },
};

function review(
  before: string | null,
  after: string | null,
  floor: FloorFacts = FLOOR,
  name = 'shop',
): string[] {
  const facts = {
    repository: { owner: 'acme', name } as PullRequestFacts['repository'],
    files: [fileChange({ path: 'a', before: 'a', after: 'b' }), fileChange({ path: PATH, before, after })],
    policyFile: before === null ? null : { path: PATH, text: before, sha: '1a2b3c4' },
    floor,
  };
  return reviewPolicyChange(facts, KNOWN).map(
    ({ path, line, column, message }) => `${path}:${line}:${column} ${message}`,
  );
}

const LOOSE = 'version: 1\nmode: observe\n';
const OVERRULED =
  '.agentguard.yml:2:1 `mode: observe` is looser than `enforce`. The floor of acme/.github holds. Leave it out, or make it at least as strict.';

test.each<[string, string[], string[]]>([
  ['a good policy', review('version: 1\n', 'version: 1\nmode: enforce\n'), []],
  ['a first good policy', review(null, 'version: 1\n'), []],
  ['a policy taken away', review('version: 1\n', null), []],
  [
    'an invalid one',
    review('version: 1\n', 'version: 1\nmode: x\n'),
    ['.agentguard.yml:2:7 `mode` has to be one of enforce, observe; it is `x`.'],
  ],
  [
    'an invalid one that was invalid before',
    review('version: 3\n', 'version: 2\n'),
    ['.agentguard.yml:1:10 `version` has to be 1; it is `2`.'],
  ],
  ['one looser than the floor', review('version: 1\n', LOOSE), [OVERRULED]],
  ['a first one looser than the floor', review(null, LOOSE), [OVERRULED]],
  [
    'one that was as loose before',
    review(LOOSE, `${LOOSE}limits: { open_pull_requests_per_agent: 3 }\n`),
    [],
  ],
  [
    'one that is looser in one thing more',
    review(LOOSE, `${LOOSE}rules:\n  token: warn\n`),
    [
      '.agentguard.yml:4:3 `rules.token: warn` is looser than `block`. The floor of acme/.github holds. Leave it out, or make it at least as strict.',
    ],
  ],
  ['without a floor', review('version: 1\n', LOOSE, { state: 'none' }), []],
  ['under a floor unseen', review('version: 1\n', LOOSE, { state: 'unseen', reason: 'Install it.' }), []],
  [
    'in the repository of the floor itself',
    review('version: 1\nmode: enforce\n', LOOSE, FLOOR, '.github'),
    [],
  ],
])('%s', (_what, found, expected) => {
  expect(found).toEqual(expected);
});

const withHead = (head: FileContent | undefined): string[] =>
  reviewPolicyChange(
    {
      repository: { owner: 'acme', name: 'shop' } as PullRequestFacts['repository'],
      files: [{ ...fileChange({ path: PATH, before: 'version: 1\n', after: 'version: 2\n' }), head }],
      policyFile: null,
      floor: FLOOR,
    },
    KNOWN,
  ).map(({ message }) => message);

test('a policy that is not text', () => {
  expect(withHead({ state: 'binary' })).toEqual(['The policy has to be a text file.']);
});

test('a policy that could not be read is a gap elsewhere', () => {
  expect(withHead({ state: 'unread', reason: 'Too large.' })).toEqual([]);
  expect(withHead(undefined)).toEqual([]);
});
