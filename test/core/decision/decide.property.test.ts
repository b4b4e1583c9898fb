import * as fc from 'fast-check';
import { provenance } from '../../../src/core/agents/provenance.ts';
import { decide, type DecideInput } from '../../../src/core/decision/decide.ts';
import { OUTCOMES } from '../../../src/core/decision/decision.ts';
import { parseCodeowners } from '../../../src/core/facts/codeowners.ts';
import type { FileDigests } from '../../../src/core/facts/digests.ts';
import type { Gap, Permission, ReviewFacts, ReviewState } from '../../../src/core/facts/facts.ts';
import type { Conditions, From, Policy, Requirement, ReviewEntry } from '../../../src/core/policy/policy.ts';
import { ACTIONS, SEVERITIES, type Finding } from '../../../src/core/rules/rule.ts';
import { byAgent, HEAD, OLDER, file, people, policy, pullRequest, review } from '../../support/facts.ts';

const LOGINS = ['nadia', 'olga', 'bela', 'tess', 'ada', 'zoe'];
const PATHS = ['db/1.sql', 'src/a.ts', 'src/ui/b.ts', '.github/workflows/ci.yml', 'CLAUDE.md'];
const RULES = ['sql-destructive', 'provider-token', 'test-deleted'] as const;
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

const login = fc.constantFrom(...LOGINS);
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

const conditions: fc.Arbitrary<Conditions> = fc.record(
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

const finding: fc.Arbitrary<Finding> = fc
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

const world: fc.Arbitrary<DecideInput> = fc
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
      reviews: given.reviews.map(([who, state, on]) => review(who, state, on)),
    });
    const head: FileDigests = Object.fromEntries(given.files.map((path) => [path, given.now]));
    return {
      facts,
      policy: policy({ reviews: given.entries, rules: given.actions }),
      attribution: byAgent,
      provenance: provenance(facts, []),
      codeowners: parseCodeowners(given.owners),
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

const rank = (input: DecideInput): number => OUTCOMES.indexOf(decide(input).outcome);
const withFacts = (input: DecideInput, change: Partial<DecideInput['facts']>): DecideInput => ({
  ...input,
  facts: { ...input.facts, ...change },
});
const RUNS = { numRuns: 600 };

test('one more approval of the head never makes it worse', () => {
  fc.assert(
    fc.property(world, login, (input, who) => {
      const reviews = [...input.facts.reviews, review(who, 'APPROVED')];
      expect(rank(withFacts(input, { reviews }))).toBeLessThanOrEqual(rank(input));
    }),
    RUNS,
  );
});

test('one more finding never makes it better', () => {
  fc.assert(
    fc.property(world, finding, (input, another) => {
      expect(rank({ ...input, findings: [...input.findings, another] })).toBeGreaterThanOrEqual(rank(input));
    }),
    RUNS,
  );
});

test('one more gap never lets it pass', () => {
  fc.assert(
    fc.property(world, (input) => {
      expect(['indeterminate', 'block']).toContain(
        decide({ ...input, gaps: [{ what: 'content of a', reason: 'Gone.' }] }).outcome,
      );
    }),
    RUNS,
  );
});

/** What an organisation may add to a floor: each of these asks for more. */
const tighter: fc.Arbitrary<(from: DecideInput['policy']) => DecideInput['policy']> = fc.oneof(
  fc.constant((from: DecideInput['policy']) => ({ ...from, appliesTo: 'everyone' as const })),
  fc.constant((from: DecideInput['policy']) => ({ ...from, limits: { ...from.limits, changedFiles: 1 } })),
  fc.constant((from: DecideInput['policy']) => ({
    ...from,
    agents: { ...from.agents, deny: ['claude-code'] },
  })),
  fc.constant((from: DecideInput['policy']) => ({
    ...from,
    freeze: [{ agents: 'all' as const, until: '2027-01-01T00:00:00.000Z', reason: 'Audit.' }],
  })),
  fc.constantFrom(...RULES).map((id) => (from: DecideInput['policy']) => ({
    ...from,
    rules: new Map([...from.rules, [id, { action: 'block' as const }]]),
  })),
  fc
    .tuple(conditions, fc.constantFrom<Permission>('write', 'maintain', 'admin'))
    .map(([when, permission]) => (from: DecideInput['policy']) => ({
      ...from,
      reviews: [...from.reviews, { name: 'another', ...when, approvals: 1, from: { permission } }],
    })),
);

test('a tighter policy never lets more pass', () => {
  fc.assert(
    fc.property(world, tighter, (input, tighten) => {
      expect(rank({ ...input, policy: tighten(input.policy) })).toBeGreaterThanOrEqual(rank(input));
    }),
    RUNS,
  );
});

/** The same reviews in another order, each person's own as they were. */
function interleaved(reviews: readonly ReviewFacts[], order: readonly number[]): ReviewFacts[] {
  const byPerson = new Map<string, ReviewFacts[]>();
  for (const one of reviews) {
    const key = one.author?.login ?? '';
    byPerson.set(key, [...(byPerson.get(key) ?? []), one]);
  }
  const shuffled = reviews.toSorted(
    (a, b) => (order[reviews.indexOf(a)] ?? 0) - (order[reviews.indexOf(b)] ?? 0),
  );
  return shuffled.map((one) => byPerson.get(one.author?.login ?? '')?.shift() ?? one);
}

test('the order of events does not matter', () => {
  fc.assert(
    fc.property(world, fc.array(fc.nat(), { minLength: 8, maxLength: 8 }), (input, order) => {
      const other = withFacts(
        { ...input, findings: input.findings.toReversed() },
        {
          reviews: interleaved(input.facts.reviews, order),
          files: input.facts.files.toReversed(),
          labels: input.facts.labels.toReversed(),
        },
      );
      expect(rank(other)).toBe(rank(input));
    }),
    RUNS,
  );
});

test('the changes tried end in every way', () => {
  const tried = fc.sample(world, 1000).map((input) => decide(input).outcome);
  for (const outcome of OUTCOMES) {
    expect(tried.filter((each) => each === outcome).length).toBeGreaterThan(50);
  }
});
