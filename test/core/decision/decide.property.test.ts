import * as fc from 'fast-check';
import { decide, type DecideInput } from '../../../src/core/decision/decide.ts';
import { OUTCOMES } from '../../../src/core/decision/decision.ts';
import type { Permission, ReviewFacts } from '../../../src/core/facts/facts.ts';
import { conditions, finding, login, RULES, world } from '../../support/arbitrary-decisions.ts';
import { review } from '../../support/facts.ts';

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
