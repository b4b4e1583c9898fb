import type { JudgedFinding, Owed } from '../../../src/core/decision/decision.ts';
import { filesOf, findingsOf, speaksOfFindings } from '../../../src/core/decision/obligations/conditions.ts';
import { planObligations } from '../../../src/core/decision/obligations/plan.ts';
import type {
  ObligationInput,
  PlannedAsk,
  PlannedObligation,
} from '../../../src/core/decision/obligations/planned.ts';
import { asksIn, mapOwed } from '../../../src/core/decision/owed.ts';
import { parseCodeowners } from '../../../src/core/facts/codeowners.ts';
import type { ReviewEntry } from '../../../src/core/policy/policy.ts';
import { finding as judged } from '../../support/decision.ts';
import { entry, file } from '../../support/facts.ts';

const finding = (...paths: string[]): JudgedFinding =>
  judged({
    rule: 'sql-destructive',
    family: 'destructive-migration',
    severity: 'high',
    action: 'review',
    places: paths.map((path) => ({ path, line: 1, side: 'head' })),
  });
const plan = (given: Partial<ObligationInput>): PlannedObligation[] => {
  const { files = [file('src/a.ts')], findings = [], reviews = [entry()] } = given;
  const entries = reviews.map((one) => ({
    triggered: speaksOfFindings(one) ? findingsOf(one, findings).length > 0 : filesOf(one, files).length > 0,
    certain: true,
  }));
  const rest = { gated: true, agents: ['Claude Code'], codeowners: parseCodeowners('') };
  return planObligations({ ...rest, ...given, files, findings, reviews, entries });
};
/** All that is said of what is owed, without the asks. */
const told = (given: Partial<ObligationInput>): unknown[] =>
  plan(given).map(({ requires: _requires, ...obligation }) => obligation);
/** The asks, each as whom it asks and what it covers. */
const asks = (given: Partial<ObligationInput>): Owed<{ ask: string }>[] =>
  plan(given).map(({ requires }) =>
    mapOwed(requires, ({ from, owners, covers }) => ({
      ask: `${owners.join(' ') || Object.values(from).join(' ')}: ${covers?.join(' ') ?? 'all'}`,
    })),
  );
/** Which of some paths each ask would be about. */
const scopes = (given: Partial<ObligationInput>, paths: readonly string[]): string[][] =>
  plan(given).flatMap(({ requires }) =>
    asksIn(requires).map(({ inScope }: PlannedAsk) => paths.filter((path) => inScope(path))),
  );

const OWNERS = parseCodeowners('db/ @olga\nui/ @bela');
const FILES = [file('db/1.sql'), file('ui/a.ts'), file('src/a.ts')];
const byDefault = {
  name: 'anything an agent wrote',
  about: 'anything an agent wrote',
  because: [{ kind: 'agent', value: 'Claude Code' }],
  covers: null,
  recordedIfNobody: false,
  request: 'teams',
  entry: 0,
};

describe('an obligation says what it is about and why', () => {
  test.each<[string, Partial<ObligationInput>, unknown[]]>([
    ['the default entry', {}, [byDefault]],
    [
      'agents by name',
      { agents: ['Claude Code', 'Devin'] },
      [{ ...byDefault, because: [...byDefault.because, { kind: 'agent', value: 'Devin' }] }],
    ],
    [
      'everyone',
      { agents: [] },
      [{ ...byDefault, because: [{ kind: 'everyone', value: 'the policy applies to everyone' }] }],
    ],
    ['what no entry covers', { reviews: [] }, [{ ...byDefault, entry: null }]],
    [
      'paths, the first by name',
      { reviews: [entry({ name: 'src', paths: ['!src/b.ts', 'src/**', 'lib/**'], request: 'people' })] },
      [
        {
          ...byDefault,
          name: 'src',
          about: 'src/**, …',
          because: [{ kind: 'path', value: 'src/a.ts' }],
          covers: ['src/a.ts'],
          request: 'people',
        },
      ],
    ],
    [
      'one path',
      { reviews: [entry({ name: 'src', paths: ['src/**', '!src/b.ts'] })] },
      [
        {
          ...byDefault,
          name: 'src',
          about: 'src/**',
          because: [{ kind: 'path', value: 'src/a.ts' }],
          covers: ['src/a.ts'],
        },
      ],
    ],
    [
      'findings of an entry, each rule once',
      {
        files: [file('db/1.sql'), file('db/2.sql')],
        findings: [finding('db/1.sql'), finding('db/2.sql')],
        reviews: [entry(), entry({ name: 'risky', severity: 'high' })],
      },
      [
        byDefault,
        {
          ...byDefault,
          name: 'risky',
          about: 'risky',
          because: [{ kind: 'rule', value: 'sql-destructive' }],
          covers: ['db/1.sql', 'db/2.sql'],
          entry: 1,
        },
      ],
    ],
    [
      'a finding by itself',
      { files: [file('db/1.sql')], findings: [finding('db/1.sql')] },
      [
        byDefault,
        {
          ...byDefault,
          name: 'destructive-migration',
          about: 'destructive-migration',
          because: [{ kind: 'rule', value: 'sql-destructive' }],
          covers: ['db/1.sql'],
          entry: null,
        },
      ],
    ],
    [
      'code owners, by the files they own',
      {
        files: FILES.slice(0, 1),
        codeowners: OWNERS,
        reviews: [entry({ paths: ['**'], from: { codeowners: true } })],
      },
      [{ ...byDefault, about: '**', because: [{ kind: 'path', value: 'db/1.sql' }], covers: ['db/1.sql'] }],
    ],
    [
      "a control file in a person's change",
      { gated: false, files: [file('.agentguard.yml')] },
      [
        {
          ...byDefault,
          name: 'control files',
          about: 'control files',
          because: [{ kind: 'control file', value: '.agentguard.yml' }],
          covers: ['.agentguard.yml'],
          recordedIfNobody: true,
          entry: null,
        },
      ],
    ],
  ])('%s', (_what, given, expected) => {
    expect(told(given)).toEqual(expected);
  });
});

describe('code owners among alternatives and parts', () => {
  const owners: ReviewEntry = { name: 'a', approvals: 1, from: { codeowners: true } };
  const dba: ReviewEntry = { name: 'a', approvals: 1, from: { teams: ['dba'] } };
  const either: ReviewEntry = { name: 'a', anyOf: [owners, dba] };
  const both: ReviewEntry = { name: 'a', allOf: [owners, dba] };
  const at = (path: string): Partial<ObligationInput> => ({ files: [file(path)], codeowners: OWNERS });
  const all = { files: FILES, codeowners: OWNERS };
  const each = [{ ask: '@olga: db/1.sql' }, { ask: '@bela: ui/a.ts' }, { ask: 'write: src/a.ts' }];
  test.each<[string, Partial<ObligationInput>, unknown[]]>([
    [
      'of one owned file',
      { ...at('db/1.sql'), reviews: [either] },
      [{ anyOf: [{ ask: '@olga: db/1.sql' }, { ask: 'dba: all' }] }],
    ],
    ['of a file without owners', { ...at('src/a.ts'), reviews: [either] }, [{ ask: 'dba: all' }]],
    [
      'of files of several and of none',
      { ...all, reviews: [either] },
      [{ anyOf: [{ allOf: [...each.slice(0, 2), { ask: 'dba: src/a.ts' }] }, { ask: 'dba: all' }] }],
    ],
    ['as parts', { ...all, reviews: [both] }, [{ allOf: [{ allOf: each }, { ask: 'dba: all' }] }]],
    ['as parts of a file without owners', { ...at('src/a.ts'), reviews: [both] }, [{ ask: 'dba: all' }]],
    [
      'alone, of a file without owners',
      { ...at('src/a.ts'), reviews: [{ name: 'a', anyOf: [owners] }] },
      [{ ask: 'write: all' }],
    ],
    [
      'alone, of an owned file',
      { ...at('db/1.sql'), reviews: [{ name: 'a', anyOf: [owners] }] },
      [{ ask: '@olga: db/1.sql' }],
    ],
  ])('%s', (_what, given, expected) => {
    expect(asks(given)).toEqual(expected);
  });

  test('each is about its own files in any other state of the change', () => {
    const paths = ['db/2.sql', 'ui/b.ts', 'src/a.ts', 'src/b.ts'];
    expect(scopes({ ...all, reviews: [either] }, paths)).toEqual([
      ['db/2.sql'],
      ['ui/b.ts'],
      ['src/a.ts'],
      paths,
    ]);
  });

  test.each<[string, readonly string[], ReviewEntry, unknown[]]>([
    [
      'who own it',
      ['db/1.sql'],
      { ...either, severity: 'low' },
      [{ anyOf: [{ ask: '@olga: db/1.sql' }, { ask: 'dba: db/1.sql' }] }],
    ],
    [
      'who own a part of it',
      ['db/1.sql', 'src/a.ts'],
      { ...owners, severity: 'low' },
      [{ ask: '@olga: db/1.sql' }],
    ],
    [
      'alone, of what nobody owns',
      ['src/a.ts'],
      { name: 'a', anyOf: [owners], severity: 'low' },
      [{ ask: 'write: src/a.ts' }],
    ],
    [
      'or others, of what nobody owns',
      ['src/a.ts'],
      { ...either, severity: 'low' },
      [{ ask: 'dba: src/a.ts' }],
    ],
  ])('asked because of a finding: %s', (_what, places, review, expected) => {
    expect(asks({ ...all, findings: [finding(...places)], reviews: [entry(), review] })).toEqual([
      { ask: 'write: all' },
      ...expected,
    ]);
  });
});
