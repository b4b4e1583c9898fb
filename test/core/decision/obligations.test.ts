import { filesOf, findingsOf, speaksOfFindings } from '../../../src/core/decision/obligations/conditions.ts';
import type { From } from '../../../src/core/policy/policy.ts';
import type { Acceptance } from '../../../src/core/decision/acceptance.ts';
import type { JudgedFinding } from '../../../src/core/decision/decision.ts';
import { asksIn } from '../../../src/core/decision/owed.ts';
import { planObligations } from '../../../src/core/decision/obligations/plan.ts';
import type { ObligationInput } from '../../../src/core/decision/obligations/planned.ts';
import { parseCodeowners } from '../../../src/core/facts/codeowners.ts';
import { entry, file, user } from '../../support/facts.ts';

const finding = (change: Partial<JudgedFinding> = {}): JudgedFinding => ({
  rule: 'sql-destructive',
  family: 'destructive-migration',
  severity: 'high',
  action: 'review',
  message: 'Drops a table.',
  places: [{ path: 'db/1.sql', line: 1, side: 'head' }],
  key: null,
  waived: null,
  ...change,
});

const accepted: Acceptance = {
  kind: 'waiver',
  by: user('olga'),
  at: '2026-11-22T10:00:00.000Z',
  until: '2026-12-06T10:00:00.000Z',
  reason: 'The table is empty.',
  bound: 'f'.repeat(64),
  about: 'sql-destructive in db/1.sql',
  selfAccepted: false,
};

/** What is owed, short: name, whom it asks, what it covers. */
const owed = (given: Partial<ObligationInput>): unknown[] =>
  planObligations(inputOf(given)).flatMap(({ name, requires }) =>
    asksIn(requires).map(({ from, owners, covers, approvals }) => [name, from, owners, covers, approvals]),
  );

/** Conditions other than those on paths and findings are held to hold. */
function inputOf(given: Partial<ObligationInput>): ObligationInput {
  const files = given.files ?? [file('src/a.ts')];
  const findings = given.findings ?? [];
  const reviews = given.reviews ?? [entry()];
  return {
    gated: true,
    files,
    findings,
    reviews,
    entries: reviews.map((one) => ({
      triggered: speaksOfFindings(one)
        ? findingsOf(one, findings).length > 0
        : !one.paths || filesOf(one, files).length > 0,
      certain: true,
    })),
    agents: ['Claude Code'],
    codeowners: parseCodeowners(''),
    ...given,
  };
}

const write = { permission: 'write' };
const everything = ['anything an agent wrote', write, [], null, 1];
const database = entry({ name: 'database', paths: ['db/**'], approvals: 2, from: { teams: ['dba'] } });

test.each<[string, Partial<ObligationInput>, unknown[]]>([
  ['nothing for people', { gated: false }, []],
  ['the default for an agent', {}, [everything]],
  ['an entry without paths covers all', { files: [file('db/1.sql')] }, [everything]],
  [
    'an entry whose paths match, and the default for the rest',
    { reviews: [database], files: [file('db/1.sql'), file('src/a.ts')] },
    [
      ['database', { teams: ['dba'] }, [], ['db/1.sql'], 2],
      ['anything an agent wrote', write, [], ['src/a.ts'], 1],
    ],
  ],
  [
    'no default where entries cover everything',
    { reviews: [database], files: [file('db/1.sql')] },
    [['database', { teams: ['dba'] }, [], ['db/1.sql'], 2]],
  ],
  ['the default where no entry matches', { reviews: [database] }, [everything]],
  ['the default even if the policy lists no entry', { reviews: [] }, [everything]],
  ['the default for a change without files', { reviews: [database], files: [] }, [everything]],
  [
    'a file renamed out of a sensitive path',
    { reviews: [database], files: [file('src/old.sql', { previousPath: 'db/1.sql', status: 'renamed' })] },
    [['database', { teams: ['dba'] }, [], ['src/old.sql'], 2]],
  ],
  [
    'a finding about guards in control files, which owe a review anyway',
    {
      files: [file('.github/settings.yml')],
      findings: [
        finding({
          family: 'guard-changed',
          places: [{ path: '.github/settings.yml', line: null, side: 'head' }],
        }),
      ],
    },
    [everything, ['control files', { permission: 'admin' }, [], ['.github/settings.yml'], 1]],
  ],
  [
    'a finding about guards in another file',
    {
      files: [file('infra/github.tf')],
      findings: [
        finding({ family: 'guard-changed', places: [{ path: 'infra/github.tf', line: 1, side: 'head' }] }),
      ],
    },
    [everything, ['guard-changed', write, [], ['infra/github.tf'], 1]],
  ],
  [
    'a finding that asks for a review',
    { files: [file('db/1.sql')], findings: [finding()] },
    [everything, ['destructive-migration', write, [], ['db/1.sql'], 1]],
  ],
  [
    'a finding in an owned file asks its owners',
    { files: [file('db/1.sql')], findings: [finding()], codeowners: parseCodeowners('db/ @acme/dba') },
    [everything, ['destructive-migration', { codeowners: true }, ['@acme/dba'], ['db/1.sql'], 1]],
  ],
  [
    'a finding in an owned and in another file asks the owners and a writer',
    {
      files: [file('db/1.sql'), file('src/a.sql')],
      findings: [
        finding({
          places: [
            { path: 'db/1.sql', line: 1, side: 'head' },
            { path: 'src/a.sql', line: 1, side: 'head' },
          ],
        }),
      ],
      codeowners: parseCodeowners('db/ @acme/dba'),
    },
    [
      everything,
      ['destructive-migration', { codeowners: true }, ['@acme/dba'], ['db/1.sql'], 1],
      ['destructive-migration', write, [], ['src/a.sql'], 1],
    ],
  ],
  [
    'the owners still where another finding of the family names no place',
    {
      files: [file('db/1.sql')],
      findings: [finding(), finding({ places: [] })],
      codeowners: parseCodeowners('db/ @acme/dba'),
    },
    [
      everything,
      ['destructive-migration', { codeowners: true }, ['@acme/dba'], ['db/1.sql'], 1],
      ['destructive-migration', write, [], null, 1],
    ],
  ],
  [
    "a finding at a file's former name",
    {
      files: [file('src/old.sql', { previousPath: 'db/1.sql', status: 'renamed' })],
      findings: [finding({ places: [{ path: 'db/1.sql', line: 1, side: 'base' }] })],
      codeowners: parseCodeowners('db/ @acme/dba'),
    },
    [everything, ['destructive-migration', { codeowners: true }, ['@acme/dba'], ['src/old.sql'], 1]],
  ],
  [
    'a finding that somebody accepted asks for nothing',
    { findings: [finding({ waived: accepted })] },
    [everything],
  ],
  [
    'what an entry asks because of it, although somebody accepted it',
    {
      files: [file('db/1.sql')],
      findings: [finding({ waived: accepted })],
      reviews: [entry(), entry({ name: 'risky', severity: 'high', from: { teams: ['security'] } })],
    },
    [everything, ['risky', { teams: ['security'] }, [], ['db/1.sql'], 1]],
  ],
  [
    'the default beside an entry that is not certain to be meant',
    {
      reviews: [entry({ name: 'low', from: { users: ['tess'] } })],
      entries: [{ triggered: true, certain: false }],
    },
    [['low', { users: ['tess'] }, [], null, 1], everything],
  ],
  [
    'a finding beside an entry that is not certain to be meant',
    {
      files: [file('db/1.sql')],
      findings: [finding()],
      reviews: [entry(), entry({ name: 'low', severity: 'low', from: { users: ['tess'] } })],
      entries: [
        { triggered: true, certain: true },
        { triggered: true, certain: false },
      ],
    },
    [
      everything,
      ['low', { users: ['tess'] }, [], ['db/1.sql'], 1],
      ['destructive-migration', write, [], ['db/1.sql'], 1],
    ],
  ],
  ['a warning asks for nothing', { findings: [finding({ action: 'warn' })] }, [everything]],
  [
    'an entry on severity replaces what a finding asks by itself',
    {
      files: [file('db/1.sql')],
      findings: [finding()],
      reviews: [entry(), entry({ name: 'risky', severity: 'high', from: { teams: ['security'] } })],
    },
    [everything, ['risky', { teams: ['security'] }, [], ['db/1.sql'], 1]],
  ],
  [
    'an entry on severity below which the finding stays',
    {
      findings: [finding({ severity: 'medium', action: 'warn' })],
      reviews: [entry(), entry({ name: 'risky', severity: 'high', from: { teams: ['security'] } })],
    },
    [everything],
  ],
  [
    'an entry on a family',
    {
      findings: [finding()],
      reviews: [
        entry(),
        entry({ name: 'schema', rules: ['destructive-migration'], from: { teams: ['dba'] } }),
      ],
    },
    [everything, ['schema', { teams: ['dba'] }, [], ['db/1.sql'], 1]],
  ],
  [
    'an entry on findings besides the default, not instead of it',
    {
      files: [file('db/1.sql')],
      findings: [finding()],
      reviews: [entry({ name: 'risky', severity: 'high', from: { teams: ['security'] } })],
    },
    [everything, ['risky', { teams: ['security'] }, [], ['db/1.sql'], 1]],
  ],
  [
    'the whole pull request where a finding names no place',
    {
      findings: [finding({ places: [] })],
      reviews: [entry(), entry({ name: 'big', rules: ['sql-destructive'], from: { users: ['olga'] } })],
    },
    [everything, ['big', { users: ['olga'] }, [], null, 1]],
  ],
  [
    'code owners, one obligation for each set of owners',
    {
      reviews: [entry({ name: 'code owners', paths: ['src/**'], from: { codeowners: true } })],
      files: [file('src/a.ts'), file('src/b.ts'), file('src/ui/c.ts'), file('src/free.txt')],
      codeowners: parseCodeowners('src/*.ts @olga\nsrc/ui/ @bela @acme/ui'),
    },
    [
      ['code owners', { codeowners: true }, ['@olga'], ['src/a.ts', 'src/b.ts'], 1],
      ['code owners', { codeowners: true }, ['@bela', '@acme/ui'], ['src/ui/c.ts'], 1],
      ['anything an agent wrote', write, [], ['src/free.txt'], 1],
    ],
  ],
  [
    'what a finding asks by itself where the entry on findings is about other paths',
    {
      files: [file('src/a.sql')],
      findings: [finding({ places: [{ path: 'src/a.sql', line: 1, side: 'head' }] })],
      reviews: [entry(), entry({ name: 'db', severity: 'low', paths: ['db/**'], from: { teams: ['dba'] } })],
      codeowners: parseCodeowners('src/ @olga'),
    },
    [everything, ['destructive-migration', { codeowners: true }, ['@olga'], ['src/a.sql'], 1]],
  ],
  [
    'what a finding asks by itself where the entry asks owners and there are none',
    {
      files: [file('db/1.sql')],
      findings: [finding()],
      // As a parsed file has it: a key that is there and says nothing.
      reviews: [
        entry(),
        entry({ name: 'risky', severity: 'low', from: { codeowners: true, teams: undefined } as From }),
      ],
    },
    [everything, ['destructive-migration', write, [], ['db/1.sql'], 1]],
  ],
  [
    'the people named beside code owners where a file has none',
    {
      reviews: [entry({ name: 'src', paths: ['src/**'], from: { codeowners: true, teams: ['security'] } })],
      files: [file('src/a.ts'), file('src/free.txt')],
      codeowners: parseCodeowners('src/*.ts @olga'),
    },
    [
      ['src', { codeowners: true, teams: ['security'] }, ['@olga'], ['src/a.ts'], 1],
      ['src', { codeowners: true, teams: ['security'] }, [], ['src/free.txt'], 1],
    ],
  ],
  [
    'nothing to the owner of the place that an unowned control file is moved to',
    {
      files: [file('mates/x.txt', { previousPath: '.agentguard.yml', status: 'renamed' })],
      codeowners: parseCodeowners('mates/ @mate'),
      gated: false,
    },
    [['control files', { permission: 'admin' }, [], ['mates/x.txt'], 1]],
  ],
  [
    'a moved control file to its owners',
    {
      files: [file('mates/x.txt', { previousPath: '.agentguard.yml', status: 'renamed' })],
      codeowners: parseCodeowners('mates/ @mate\n/.agentguard.yml @olga'),
      gated: false,
    },
    [['control files', { codeowners: true }, ['@olga'], ['mates/x.txt'], 1]],
  ],
  [
    'control files without owners need an admin',
    { files: [file('.github/workflows/ci.yml')] },
    [everything, ['control files', { permission: 'admin' }, [], ['.github/workflows/ci.yml'], 1]],
  ],
  [
    'control files with owners need these',
    { files: [file('CLAUDE.md')], codeowners: parseCodeowners('*.md @olga') },
    [everything, ['control files', { codeowners: true }, ['@olga'], ['CLAUDE.md'], 1]],
  ],
  [
    "the policy binds people too; workflows are people's own",
    { gated: false, files: [file('.agentguard.yml'), file('.github/workflows/ci.yml')] },
    [['control files', { permission: 'admin' }, [], ['.agentguard.yml'], 1]],
  ],
  [
    'CODEOWNERS renamed away binds people too',
    { gated: false, files: [file('docs/notes.txt', { previousPath: 'docs/CODEOWNERS', status: 'renamed' })] },
    [['control files', { permission: 'admin' }, [], ['docs/notes.txt'], 1]],
  ],
])('owes %s', (_name, input, expected) => {
  expect(owed(input)).toEqual(expected);
});

test.each([
  ["an entry's owners", { reviews: [entry({ paths: ['src/**'], from: { codeowners: true } })] }, 0],
  ['what no entry covers', { reviews: [entry({ paths: ['src/**'], from: { teams: ['core'] } })] }, 1],
  ["a finding's owners", { findings: [finding()] }, 1],
  ['owners of control files', {}, 1],
])('%s are not asked about the rest of the change', (_name, given, index) => {
  const files = [file('src/a.ts'), file('db/1.sql'), file('CLAUDE.md')];
  const planned = planObligations(inputOf({ files, codeowners: parseCodeowners('* @olga'), ...given }))[
    index
  ];
  const [ask] = planned ? asksIn(planned.requires) : [];
  expect(files.map(({ path }) => path).filter((path) => ask?.inScope(path))).toEqual(planned?.covers);
});
