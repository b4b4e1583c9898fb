import * as fc from 'fast-check';
import { combine, type Combined } from '../../../src/core/policy/combine.ts';
import type { LimitName, PolicyStatements } from '../../../src/core/policy/policy.ts';
import { ruleSetting } from '../../../src/core/policy/setting.ts';
import { ACTIONS } from '../../../src/core/rules/rule.ts';
import { file, loosened as looser, says as anything, tightenings, written } from './arbitrary.ts';
import { RULES } from './support.ts';

const setting = ({ policy }: Combined, id: string): { rank: number; lines: number; files: number } => {
  const { action: word, options } = ruleSetting(policy, id, RULES);
  return { rank: ACTIONS.indexOf(word), lines: 0, files: 0, ...(options as object) };
};

/** Which of the floor's words do not hold any more. */
function loosened(says: PolicyStatements, alone: Combined, both: Combined): string[] {
  const { policy } = both;
  const allow = says.agents.allow;
  const named = RULES.filter(({ id, family }) => says.rules.has(id) || says.rules.has(family)).map(
    ({ id }) => id,
  );
  const kept: Record<string, boolean> = {
    mode: says.mode !== 'enforce' || policy.mode === 'enforce',
    appliesTo: says.appliesTo !== 'everyone' || policy.appliesTo === 'everyone',
    unattributed: says.agents.unattributed !== 'agent' || policy.agents.unattributed === 'agent',
    allow:
      allow === undefined ||
      allow === 'any' ||
      (policy.agents.allow !== 'any' && policy.agents.allow.every((agent) => allow.includes(agent))),
    deny: (says.agents.deny ?? []).every((agent) => policy.agents.deny.includes(agent)),
    reviews: (says.reviews ?? []).every((entry) =>
      policy.reviews.some((other) => JSON.stringify(other) === JSON.stringify(entry)),
    ),
    limits: (Object.keys(policy.limits) as LimitName[]).every(
      (name) => (policy.limits[name] ?? Infinity) <= (says.limits[name] ?? Infinity),
    ),
    actions: named.every((id) => setting(both, id).rank >= setting(alone, id).rank),
    lines: named.every((id) => setting(both, id).lines <= setting(alone, id).lines),
    files: named.every((id) => setting(both, id).files <= setting(alone, id).files),
  };
  return Object.keys(kept).filter((key) => !kept[key]);
}

test('a repository never loosens what the floor asks for', () => {
  fc.assert(
    fc.property(file, file, ({ says }, repository) => {
      const floor = { name: 'The floor', says };
      expect(loosened(says, combine(floor, null, RULES), combine(floor, repository, RULES))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('a tighter floor never loosens a key, whatever a repository says', () => {
  fc.assert(
    fc.property(
      anything,
      fc.subarray([...tightenings]),
      fc.option(file, { nil: null }),
      (says, how, repository) => {
        const before = written(says);
        const after = written(how.reduce((floor, tighter) => tighter(floor), says));
        const under = ({ says: floor }: typeof before): Combined =>
          combine({ name: 'The floor', says: floor }, repository, RULES);
        expect(looser(under(before), under(after))).toEqual([]);
      },
    ),
    { numRuns: 200 },
  );
});

test('a file under itself as the floor changes nothing and is overruled nowhere', () => {
  fc.assert(
    fc.property(file, (repository) => {
      const floor = { name: 'The floor', says: repository.says };
      const once = combine(floor, null, RULES);
      const twice = combine(floor, repository, RULES);
      expect(twice.warnings).toEqual([]);
      expect({ ...twice.policy, rules: null }).toEqual({ ...once.policy, rules: null });
      expect(RULES.map(({ id }) => ruleSetting(twice.policy, id, RULES))).toEqual(
        RULES.map(({ id }) => ruleSetting(once.policy, id, RULES)),
      );
    }),
  );
});
