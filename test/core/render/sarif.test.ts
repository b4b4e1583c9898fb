import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Decision } from '../../../src/core/decision/decision.ts';
import { checkJson } from '../../../src/core/render/json.ts';
import { sarif, type SarifLog } from '../../../src/core/render/sarif/sarif.ts';
import { RULES } from '../../../src/core/rules/catalogue.ts';
import type { Place } from '../../../src/core/rules/rule.ts';
import { sarifProblems } from '../../contract/sarif.ts';
import { acceptance, decision, finding } from '../../support/decision.ts';

const RANGE = { base: 'a'.repeat(40), head: 'b'.repeat(40), mergeBase: 'c'.repeat(40) };

function log(change: Partial<Decision> = {}): SarifLog {
  const decided = decision(change);
  return sarif(checkJson(RANGE, [], decided), decided, { rules: RULES, version: '1.2.3' });
}

const run = (change: Partial<Decision> = {}) => log(change).runs[0];

const head = (line: number | null, path = 'src/a.ts'): Place => ({ path, line, side: 'head' });

describe('the schema of SARIF 2.1.0 accepts', () => {
  test.each<[string, Partial<Decision>]>([
    ['a change without findings', {}],
    ['a finding', { findings: [finding()] }],
    ['a finding about the change as a whole', { findings: [finding({ places: [] })] }],
    ['a finding that was waived', { findings: [finding({ waived: acceptance({ kind: 'waiver' }) })] }],
    [
      'paths that are no addresses',
      { findings: [finding({ places: [head(1, 'a b/ü:%20#?.ts'), head(null, 'x\\y')] })] },
    ],
    ['a gap', { outcome: 'indeterminate', gaps: [{ what: 'commit 1a2b3c4', reason: 'It is not here.' }] }],
    ['a warning about the policy', { warnings: [{ message: 'A value is overruled.', at: null }] }],
  ])('%s', (_, change) => {
    expect(sarifProblems(log(change))).toEqual([]);
  });

  test('and refuses what is none', () => {
    expect(sarifProblems({ version: '2.1.0', runs: [{ results: [{}] }] })).toEqual([
      "/runs/0 must have required property 'tool'",
      "/runs/0/results/0 must have required property 'message'",
    ]);
  });
});

describe('rules', () => {
  test('are all there are, whatever was found, each with a help', () => {
    const { rules } = run().tool.driver;
    expect(rules.slice(0, RULES.length).map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
    for (const { shortDescription, fullDescription, help } of rules) {
      expect([shortDescription.text, fullDescription.text, help.text].every((text) => text !== '')).toBe(
        true,
      );
      expect(Math.max(shortDescription.text.length, fullDescription.text.length)).toBeLessThanOrEqual(1024);
    }
  });

  test("and the gate's own, all of them", () => {
    const source = readFileSync('src/core/decision/policy-findings.ts', 'utf8');
    const written = [...source.matchAll(/rule: '([a-z-]+)'/g)].map(([, id]) => id);
    const own = run()
      .tool.driver.rules.slice(RULES.length)
      .map(({ id }) => id);
    expect(own.toSorted()).toEqual([...new Set([...written, 'frozen'])].toSorted());
  });
});

describe('a result', () => {
  test('names its rule, its place and what it leads to', () => {
    const [result] = run({ findings: [finding()] }).results;
    const index = RULES.findIndex(({ id }) => id === 'provider-token');
    expect(result).toEqual({
      ruleId: 'provider-token',
      ruleIndex: index,
      level: 'error',
      message: { text: 'Anyone who reads the repository can use this token. Revoke it.' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'src/a.ts' },
            region: { startLine: 3, startColumn: 1, endLine: 3 },
          },
        },
      ],
      partialFingerprints: {
        'agentguardFinding/v1': expect.stringMatching(/^[0-9a-f]{32}:1$/),
        'agentguardKey/v1': finding().key,
      },
      properties: { family: 'secret-added', severity: 'critical', action: 'block' },
    });
  });

  test.each([
    ['block', 'error'],
    ['review', 'warning'],
    ['warn', 'note'],
  ] as const)('that leads to %s has the level %s', (action, level) => {
    expect(run({ findings: [finding({ action })] }).results[0]?.level).toBe(level);
  });

  test('that was waived is suppressed, with the reason', () => {
    const [result] = run({ findings: [finding({ waived: acceptance({ kind: 'waiver' }) })] }).results;
    expect(result).toMatchObject({
      level: 'note',
      suppressions: [{ kind: 'external', justification: 'The shop is down.' }],
    });
  });

  test.each<[string, Place[], unknown[]]>([
    ['lines in a row are a range', [head(3), head(4), head(5)], [['src/a.ts', 3, 5, undefined]]],
    [
      'lines apart are not',
      [head(3), head(5)],
      [
        ['src/a.ts', 3, 3, undefined],
        ['src/a.ts', 5, 5, undefined],
      ],
    ],
    [
      'nor are those of two files',
      [head(3), head(4, 'b.ts')],
      [
        ['src/a.ts', 3, 3, undefined],
        ['b.ts', 4, 4, undefined],
      ],
    ],
    ['a file as a whole', [head(null)], [['src/a.ts', 1, 1, 'This is about the file as a whole.']]],
    [
      'lines that are gone',
      [
        { path: 'a', line: 7, side: 'base' },
        { path: 'a', line: 8, side: 'base' },
      ],
      [['a', 1, 1, 'It was on lines 7 to 8 before this change.']],
    ],
    ['the change as a whole', [], [['.agentguard.yml', 1, 1, 'This is about the change as a whole.']]],
    ['a path is written as an address', [head(1, 'a b/c#1:x.ts')], [['a%20b/c%231%3Ax.ts', 1, 1, undefined]]],
  ])('%s', (_, places, expected) => {
    const [result] = run({ findings: [finding({ places })] }).results;
    expect(
      result?.locations.map(({ physicalLocation: { artifactLocation, region }, message }) => [
        artifactLocation.uri,
        region.startLine,
        region.endLine,
        message?.text,
      ]),
    ).toEqual(expected);
  });
});

describe('fingerprints', () => {
  const prints = (...findings: Parameters<typeof finding>[0][]): (string | undefined)[] =>
    run({ findings: findings.map(finding) }).results.map(
      ({ partialFingerprints }) => partialFingerprints['agentguardFinding/v1'],
    );

  test('stay when lines move', () => {
    expect(prints({ places: [head(3)] })).toEqual(prints({ places: [head(30)] }));
  });

  test.each([
    ['another rule', { rule: 'private-key' }],
    ['another message', { message: 'Something else.' }],
    ['another file', { places: [head(3, 'b.ts')] }],
  ])('differ for %s', (_, change) => {
    expect(prints({})).not.toEqual(prints(change));
  });

  test('are never the same twice in one run', () => {
    const all = prints({ places: [head(3)] }, { places: [head(9)] }, {});
    expect(new Set(all).size).toBe(3);
  });
});

test('agents and reviews owed are told as properties, gaps and warnings as notifications', () => {
  const { properties, invocations } = run({
    gaps: [{ what: 'commit 1a2b3c4', reason: 'It is not here.' }],
    warnings: [{ message: 'A value is overruled.', at: null }],
  });
  expect(properties).toMatchObject({
    decision: 'review_required',
    gated: 'Claude Code co-authored 1 commit.',
    merge_base: RANGE.mergeBase,
    agents: [{ id: 'claude-code' }],
    obligations: [{ name: 'database', asked: '1 of @acme/dba' }],
  });
  expect(invocations).toEqual([
    {
      executionSuccessful: false,
      toolExecutionNotifications: [
        { level: 'error', message: { text: 'Not read: commit 1a2b3c4. It is not here.' } },
      ],
      toolConfigurationNotifications: [{ level: 'warning', message: { text: 'A value is overruled.' } }],
    },
  ]);
});

test('a flood stays within what code scanning takes', () => {
  const findings = Array.from({ length: 6000 }, (_, index) =>
    finding({
      severity: index % 2 === 0 ? 'low' : 'critical',
      places: Array.from({ length: 120 }, (__, at) => head(2 * at + 1, `src/${index}.ts`)),
    }),
  );
  const flooded = log({ findings });
  const [{ results, invocations }] = flooded.runs;
  expect(results).toHaveLength(5000);
  expect(results.filter(({ properties }) => properties['severity'] === 'critical')).toHaveLength(3000);
  expect(results[0]?.locations).toHaveLength(10);
  expect(results[0]?.relatedLocations).toHaveLength(90);
  expect(invocations[0]?.toolExecutionNotifications).toEqual([
    { level: 'warning', message: { text: '1000 more findings are not listed, the least severe ones.' } },
  ]);
  expect(gzipSync(JSON.stringify(flooded)).length).toBeLessThan(10_000_000);
});
