import type { JudgedFinding } from '../../../src/core/decision/decision.ts';
import { filesOf, findingsOf, speaksOfFindings } from '../../../src/core/decision/obligations/conditions.ts';
import { planObligations } from '../../../src/core/decision/obligations/plan.ts';
import type { ObligationInput, PlannedObligation } from '../../../src/core/decision/obligations/planned.ts';
import { asksIn } from '../../../src/core/decision/owed.ts';
import { parseCodeowners } from '../../../src/core/facts/codeowners.ts';
import { finding as judged } from '../../support/decision.ts';
import { entry, file } from '../../support/facts.ts';

const finding = (paths: readonly string[], family: JudgedFinding['family'] = 'destructive-migration') =>
  judged({
    rule: 'sql-destructive',
    family,
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
/** Each ask as name, whom it asks and what it covers; of a gated change without the default. */
const owed = (given: Partial<ObligationInput>): string[] =>
  plan(given)
    .flatMap(({ name, requires }) =>
      asksIn(requires).map(
        ({ from, owners, covers }) =>
          `${name} ${owners.join(' ') || Object.values(from).join(' ')}: ${covers?.join(' ') ?? 'all'}`,
      ),
    )
    .filter((text) => text !== 'anything an agent wrote write: all');
const scopes = (given: Partial<ObligationInput>, paths: readonly string[]): string[][] =>
  plan(given).flatMap(({ requires }) =>
    asksIn(requires).map(({ inScope }) => paths.filter((path) => inScope(path))),
  );
const OWNERS = parseCodeowners('db/ @olga\nui/ @bela');
const renamed = (previousPath: string, path: string) => file(path, { previousPath, status: 'renamed' });

describe('a finding about guards', () => {
  const guard = (...paths: string[]): Partial<ObligationInput> => ({
    files: [file('.github/settings.yml'), file('infra/github.tf')],
    findings: [finding(paths, 'guard-changed')],
  });
  test.each<[string[], string[]]>([
    [['.github/settings.yml'], []],
    [
      ['.github/settings.yml', 'infra/github.tf'],
      ['guard-changed write: .github/settings.yml infra/github.tf'],
    ],
  ])('in %j', (paths, expected) => {
    expect(owed(guard(...paths))).toEqual([...expected, 'control files admin: .github/settings.yml']);
  });
});

describe('an entry that asks code owners because of findings', () => {
  const owners = entry({ name: 'risky', severity: 'high', from: { codeowners: true } });
  const of = (...paths: string[]): Partial<ObligationInput> => ({
    files: [file('db/1.sql'), file('ui/a.ts'), file('src/a.ts')],
    codeowners: OWNERS,
    findings: [finding(paths)],
  });
  test.each<[string, Partial<ObligationInput>, string[]]>([
    [
      'speaks of what has owners',
      { ...of('db/1.sql'), reviews: [entry(), owners] },
      ['risky @olga: db/1.sql'],
    ],
    [
      'speaks of what has owners in part',
      { ...of('db/1.sql', 'src/a.ts'), reviews: [entry(), owners] },
      ['risky @olga: db/1.sql'],
    ],
    [
      'does not speak of what has none',
      { ...of('src/a.ts'), reviews: [entry(), owners] },
      ['destructive-migration write: src/a.ts'],
    ],
    [
      'in alternatives of owners alone does not either',
      { ...of('src/a.ts'), reviews: [entry(), { name: 'risky', severity: 'high', anyOf: [owners] }] },
      ['destructive-migration write: src/a.ts'],
    ],
    [
      'in parts of owners alone does not either',
      { ...of('src/a.ts'), reviews: [entry(), { name: 'risky', severity: 'high', allOf: [owners] }] },
      ['destructive-migration write: src/a.ts'],
    ],
    [
      'among others speaks of all',
      {
        ...of('src/a.ts'),
        reviews: [
          entry(),
          { name: 'risky', severity: 'high', anyOf: [owners, { approvals: 1, from: { teams: ['dba'] } }] },
        ],
      },
      ['risky dba: src/a.ts'],
    ],
  ])('%s', (_what, given, expected) => {
    expect(owed(given)).toEqual(expected);
  });
});

test('a finding that names no place is answered for by whoever may write', () => {
  expect(owed({ findings: [finding([])], codeowners: OWNERS })).toEqual(['destructive-migration write: all']);
});

describe('what an ask is about in any other state of the change', () => {
  const paths = ['db/1.sql', 'db/2.sql', 'ui/a.ts', 'src/a.ts', 'src/b.ts', 'old.sql'];
  const files = [file('db/1.sql'), file('src/a.ts')];
  test.each<[string, Partial<ObligationInput>, string[][]]>([
    ['the default: everything', {}, [paths]],
    [
      'a finding: its places',
      { files, findings: [finding(['db/1.sql', 'src/a.ts'])], codeowners: OWNERS },
      [paths, ['db/1.sql'], ['src/a.ts']],
    ],
    [
      'a finding in a file that was renamed: both names',
      {
        files: [renamed('old.sql', 'src/a.ts')],
        findings: [finding(['old.sql'])],
        reviews: [entry({ severity: 'high' })],
      },
      [paths, ['src/a.ts', 'old.sql']],
    ],
    [
      'findings of which one names no place: everything',
      { files, findings: [finding(['db/1.sql']), finding([])], reviews: [entry({ severity: 'high' })] },
      [paths, paths],
    ],
    [
      'code owners: what they own',
      {
        files: [file('db/1.sql'), file('ui/a.ts')],
        reviews: [entry({ paths: ['**'], from: { codeowners: true } })],
        codeowners: OWNERS,
      },
      [['db/1.sql', 'db/2.sql'], ['ui/a.ts']],
    ],
    [
      'what no entry covers: what none is about',
      {
        files: [file('db/1.sql'), file('ui/a.ts'), file('src/a.ts')],
        reviews: [entry({ paths: ['db/**'] }), entry({ paths: ['ui/**'] })],
      },
      [['db/1.sql', 'db/2.sql'], ['ui/a.ts'], ['src/a.ts', 'src/b.ts', 'old.sql']],
    ],
  ])('%s', (_what, given, expected) => {
    expect(scopes(given, paths)).toEqual(expected);
  });

  test('control files without owners: themselves', () => {
    const controls = [file('.agentguard.yml'), file('CODEOWNERS'), file('src/a.ts')];
    const all = controls.map(({ path }) => path);
    const codeowners = parseCodeowners('.agentguard.yml @olga');
    expect(scopes({ gated: false, files: controls, codeowners }, all)).toEqual([
      ['.agentguard.yml'],
      ['CODEOWNERS'],
    ]);
  });
});

describe('control files', () => {
  test.each<[string, Partial<ObligationInput>, string[]]>([
    [
      'a copy of one is none',
      { files: [file('notes.yml', { previousPath: '.agentguard.yml', status: 'copied' })] },
      [],
    ],
    [
      'a copy to one is one',
      { files: [file('.agentguard.yml', { previousPath: 'notes.yml', status: 'copied' })] },
      ['control files admin: .agentguard.yml'],
    ],
    [
      'one moved over another that nobody owns',
      {
        files: [renamed('.agentguard.yml', 'CODEOWNERS')],
        codeowners: parseCodeowners('.agentguard.yml @olga'),
      },
      ['control files @olga: CODEOWNERS', 'control files admin: CODEOWNERS'],
    ],
    [
      'one moved to another of the same owners',
      {
        files: [renamed('docs/CODEOWNERS', 'CODEOWNERS')],
        codeowners: parseCodeowners('* @Olga\ndocs/ @olga'),
      },
      ['control files @Olga: CODEOWNERS'],
    ],
    ['other files are none', { files: [file('src/a.ts')], codeowners: parseCodeowners('* @olga') }, []],
  ])('%s', (_what, given, expected) => {
    expect(owed({ ...given, gated: false })).toEqual(expected);
  });
});
