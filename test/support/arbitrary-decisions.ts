import * as fc from 'fast-check';
import { provenance } from '../../src/core/agents/provenance.ts';
import type { DecideInput } from '../../src/core/decision/decide.ts';
import { codeOwners } from '../../src/core/facts/codeowners.ts';
import type { FileDigests } from '../../src/core/facts/digests.ts';
import type { Gap, Permission, ReviewState } from '../../src/core/facts/facts.ts';
import type { Conditions, From, Policy, Requirement, ReviewEntry } from '../../src/core/policy/policy.ts';
import { ACTIONS, SEVERITIES, type Finding } from '../../src/core/rules/rule.ts';
import { byAgent, HEAD, OLDER, file, people, policy, pullRequest, review } from './facts.ts';

const LOGINS = ['nadia', 'olga', 'bela', 'tess', 'ada', 'zoe'];
const PATHS = ['db/1.sql', 'src/a.ts', 'src/ui/b.ts', '.github/workflows/ci.yml', 'CLAUDE.md'];
export const RULES = ['sql-destructive', 'provider-token', 'test-deleted'] as const;
const FAMILY = {
  'sql-destructive': 'destructive-migration',
  'provider-token': 'secret-added',
  'test-deleted': 'tests-weakened',
} as const;

/** The first one in four of five cases. */
const often = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

export const login = fc.constantFrom(...LOGINS);
const globs = fc.uniqueArray(fc.constantFrom('db/**', 'src/**', '**/*.ts', '**', '!src/ui/**'), {
  minLength: 1,
  maxLength: 2,
});
const paths = globs.map((list) => (list.every((glob) => glob.startsWith('!')) ? ['**', ...list] : list));

const askedOf: fc.Arbitrary<From> = fc.oneof(
  fc.constantFrom<Permission>('write', 'maintain', 'admin').map((permission) => ({ permission })),
  fc.uniqueArray(login, { minLength: 1, maxLength: 2 }).map((users) => ({ users })),
  fc.constantFrom('dba', 'security').map((team) => ({ teams: [team] })),
  fc.constant<From>({ codeowners: true }),
  fc.constant<From>({ codeowners: true, permission: 'maintain' }),
);

const ask: fc.Arbitrary<Requirement> = fc.record(
  { approvals: often(1, 2), from: askedOf, except: login.map((user) => ({ users: [user] })) },
  { requiredKeys: ['approvals', 'from'] },
);

const { requirement } = fc.letrec<{ requirement: Requirement }>((tie) => ({
  requirement: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 3, arbitrary: ask },
    {
      weight: 1,
      arbitrary: fc.array(tie('requirement'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    },
    {
      weight: 1,
      arbitrary: fc.array(tie('requirement'), { minLength: 1, maxLength: 3 }).map((allOf) => ({ allOf })),
    },
  ),
}));

export const conditions: fc.Arbitrary<Conditions> = fc.record(
  {
    paths,
    severity: fc.constantFrom(...SEVERITIES),
    rules: fc.uniqueArray(fc.constantFrom(...RULES), { minLength: 1, maxLength: 2 }),
    labels: fc.constantFrom(['risky'], ['safe*']),
    author: login.map((user) => ({ users: [user] })),
    contributors: fc.constant({ teams: ['dba'] }),
    changedFiles: fc.constantFrom({ min: 2 }, { max: 2 }),
    signed: fc.boolean(),
  },
  { requiredKeys: [] },
);

const entries: fc.Arbitrary<ReviewEntry[]> = fc.array(
  fc
    .tuple(conditions, requirement)
    .map(([when, asks]): ReviewEntry => ({ name: 'an entry', ...when, ...asks })),
  { maxLength: 3 },
);

export const finding: fc.Arbitrary<Finding> = fc
  .record({
    rule: fc.constantFrom(...RULES),
    severity: fc.constantFrom(...SEVERITIES),
    places: fc.uniqueArray(fc.constantFrom(...PATHS), { maxLength: 2 }),
  })
  .map(({ rule, severity, places }) => ({
    rule,
    family: FAMILY[rule],
    severity,
    message: 'Something.',
    places: places.map((path) => ({ path, line: 1, side: 'head' as const })),
  }));

const actions = fc
  .dictionary(fc.constantFrom(...RULES), fc.constantFrom(...ACTIONS), { minKeys: 2, maxKeys: 3 })
  .map(
    (written): Policy['rules'] => new Map(Object.entries(written).map(([id, action]) => [id, { action }])),
  );

const digest = fc.constantFrom('one', 'two', null);

/** Everything that a decision rests on, with all that may differ. */
export const world: fc.Arbitrary<DecideInput> = fc
  .record({
    files: fc.uniqueArray(fc.constantFrom(...PATHS), { minLength: 1, maxLength: 3 }),
    reviews: fc.array(
      fc.tuple(
        login,
        often<ReviewState>('APPROVED', 'CHANGES_REQUESTED', 'DISMISSED', 'COMMENTED'),
        often<string | null>(HEAD, OLDER, null),
      ),
      { maxLength: 8 },
    ),
    labels: fc.subarray(['risky', 'safe change']),
    entries,
    actions,
    findings: fc.array(finding, { maxLength: 2 }),
    older: fc.dictionary(fc.constantFrom(...PATHS), digest),
    now: digest,
    gaps: often<Gap[]>([], [{ what: 'files', reason: 'Cut.' }]),
    owners: often('', '* @olga', 'db/ @acme/dba\nsrc/ui/ @tess @bela', '*.ts @zoe'),
  })
  .map((given) => {
    const files = given.files.map((path) => file(path));
    const facts = pullRequest({
      files,
      labels: given.labels,
      codeownersFile: { path: 'CODEOWNERS', text: given.owners, sha: HEAD },
      reviews: given.reviews.map(([who, state, on]) => review(who, state, on)),
    });
    const head: FileDigests = Object.fromEntries(given.files.map((path) => [path, given.now]));
    return {
      facts,
      policy: policy({ reviews: given.entries, rules: given.actions }),
      attribution: byAgent,
      provenance: provenance(facts, []),
      codeowners: codeOwners(facts.codeownersFile),
      findings: given.findings,
      headDigests: head,
      policyProblems: [],
      openByAgent: new Map(),
      people: people(
        { nadia: 'admin', olga: 'write', bela: 'maintain', tess: 'triage', ada: 'admin' },
        { 'acme/dba': ['olga', 'nadia'], 'acme/security': ['bela'] },
      ),
      digests: new Map([
        [HEAD, head],
        [OLDER, given.older],
      ]),
      acceptances: [],
      gaps: given.gaps,
    };
  });
