import * as fc from 'fast-check';
import { combine, type Combined } from '../../../src/core/policy/combine.ts';
import { looserGroups, withGroups } from '../../../src/core/policy/groups.ts';
import type { PolicyFile, PolicyGroup } from '../../../src/core/policy/policy.ts';
import { ruleSetting } from '../../../src/core/policy/setting.ts';
import { file, loosened } from './arbitrary.ts';
import { RULES } from './support.ts';

const group: fc.Arbitrary<PolicyGroup> = file.map(({ says }) => ({
  name: 'g',
  repositories: { names: ['*'] },
  says,
}));
const groups = fc.array(group, { maxLength: 3 });
const repository = fc.option(file, { nil: null });

const under = (floor: PolicyFile, some: readonly PolicyGroup[], own: PolicyFile | null): Combined =>
  combine({ name: 'The floor', says: withGroups(floor.says, some, RULES) }, own, RULES);
/** A policy without the order of its lists. */
const plain = ({ policy }: Combined): unknown => {
  const set = (items: readonly unknown[]): string[] => items.map((item) => JSON.stringify(item)).toSorted();
  const { agents, reviews, freeze, ...others } = policy;
  return {
    ...others,
    agents: {
      ...agents,
      allow: agents.allow === 'any' ? 'any' : set(agents.allow),
      deny: set(agents.deny),
      identities: set(agents.identities),
    },
    reviews: set(reviews),
    freeze: set(freeze),
    rules: RULES.map(({ id }) => ruleSetting(policy, id, RULES)),
  };
};

test('one group more never loosens a key', () => {
  fc.assert(
    fc.property(file, groups, group, repository, (floor, some, more, own) => {
      expect(loosened(under(floor, some, own), under(floor, [...some, more], own))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('the order of groups does not matter', () => {
  fc.assert(
    fc.property(file, groups, repository, (floor, some, own) => {
      expect(plain(under(floor, some.toReversed(), own))).toEqual(plain(under(floor, some, own)));
    }),
    { numRuns: 200 },
  );
});

test('a group twice is a group once', () => {
  fc.assert(
    fc.property(file, group, repository, (floor, one, own) => {
      expect(plain(under(floor, [one, one], own))).toEqual(plain(under(floor, [one], own)));
    }),
  );
});

test('a group that is nowhere looser is not told of, and one that says what the floor says neither', () => {
  fc.assert(
    fc.property(file, group, (floor, one) => {
      const alone = withGroups(floor.says, [one], RULES);
      const tight = { ...one, says: alone };
      const at = (some: PolicyGroup): PolicyFile => ({ ...floor, says: { ...floor.says, groups: [some] } });
      expect(looserGroups(at(tight), 'The floor', [tight], RULES)).toEqual([]);
      const same = { ...one, says: floor.says };
      expect(looserGroups(at(same), 'The floor', [same], RULES)).toEqual([]);
    }),
  );
});
