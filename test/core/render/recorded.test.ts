import { decisionRecord } from '../../../src/core/decision/record.ts';
import type { Decision } from '../../../src/core/decision/decision.ts';
import type { PullRequestFacts } from '../../../src/core/facts/facts.ts';
import { changesBetween, outcomeText, readRecorded } from '../../../src/core/render/comparison/recorded.ts';
import { acceptance, decision, finding, obligation } from '../../support/decision.ts';
import { OLDER, policy, pullRequest } from '../../support/facts.ts';

const recorded = (
  change: Partial<Decision> = {},
  facts: Partial<PullRequestFacts> = {},
  source: Parameters<typeof policy>[0] = {},
) => readRecorded(decisionRecord(pullRequest(facts), policy(source), decision(change), '1.0.0'));

const said = (...change: Parameters<typeof recorded>): string[] =>
  changesBetween(recorded(), recorded(...change)).map(
    ({ kind, what, before, after }) => `${kind}: ${what}: ${before} -> ${after}`,
  );

test.each<[string, Parameters<typeof recorded>, readonly string[]]>([
  ['nothing', [], []],
  ['the outcome', [{ outcome: 'block' }], ['answer: Answer: waits for a review -> blocked']],
  [
    'it only observes now',
    [{ mode: 'observe' }],
    ['answer: Answer: waits for a review -> waits for a review (observing only)'],
  ],
  [
    'another head by another policy',
    [{}, { headSha: OLDER }, { digest: '1'.repeat(64) }],
    [
      'answer: Head: aaaaaaa -> bbbbbbb',
      'answer: Policy: built-in defaults (0000000) -> built-in defaults (1111111)',
    ],
  ],
  [
    'lifted',
    [{ outcome: 'allow', override: acceptance() }],
    ['answer: Answer: waits for a review -> may merge', 'answer: Gate lifted by: null -> olga'],
  ],
  [
    'a review came',
    [{ obligations: [obligation({ met: true, counted: ['olga'] })] }],
    ['review: database: 1 of @acme/dba: open -> 1 of @acme/dba: met; approved by olga'],
  ],
  [
    'somebody asked for changes',
    [{ obligations: [obligation({ opposed: ['olga'] })] }],
    ['review: database: 1 of @acme/dba: open -> 1 of @acme/dba: open; changes asked for by olga'],
  ],
  [
    'a review is not owed any more',
    [{ obligations: [] }],
    ['review: database: 1 of @acme/dba: open -> null'],
  ],
  ['a finding came', [{ findings: [finding()] }], ['finding: provider-token in src/a.ts: null -> blocks']],
  [
    'a waived one with several places',
    [
      {
        findings: [
          finding({
            waived: acceptance({ kind: 'waiver' }),
            places: [1, 2, 3].map((line) => ({ path: 'src/a.ts', line, side: 'head' })),
          }),
        ],
      },
    ],
    ['finding: provider-token in src/a.ts: null -> waived by olga, 3 places'],
  ],
  [
    'something could not be read',
    [{ gaps: [{ what: 'files', reason: 'GitHub did not answer.' }] }],
    ['gap: files: null -> not read'],
  ],
  [
    'no agent any more',
    [{ attribution: { agents: [], bots: [], unattributed: [] } }],
    ['agent: claude-code: coauthored, declared -> null'],
  ],
])('what changed: %s', (_, change, expected) => {
  expect(said(...change)).toEqual(expected);
});

test('of two findings of a rule in one file none gets lost', () => {
  const two = recorded({ findings: [finding(), finding({ action: 'warn' })] });
  expect(changesBetween(recorded(), two).map(({ after }) => after)).toEqual(['blocks; for your information']);
});

test.each([
  [{}],
  [{ outcome: 7, findings: 'none', obligations: [null] }],
  [{ outcome: 'allow', policy: null }],
])('an entry of another version is read as far as it goes: %j', (body) => {
  const read = readRecorded(body);
  expect({ findings: read.findings, obligations: read.obligations, digest: read.policy.digest }).toEqual({
    findings: [],
    obligations: [],
    digest: '',
  });
});

test.each([
  ['allow', 'may merge'],
  ['something new', 'something new'],
])('%s is said as %s', (outcome, expected) => {
  expect(outcomeText({ outcome, mode: 'enforce' })).toBe(expected);
});
