import type { RepositoryFacts } from '../facts/facts.ts';
import type { Rule } from '../rules/rule.ts';
import { DEFAULTS } from './defaults.ts';
import type {
  People,
  PolicyFile,
  PolicyGroup,
  PolicyStatements,
  PolicyWarning,
  RecoveryAsk,
} from './policy.ts';
import { shown } from './problems.ts';
import { misfits } from './repository-condition.ts';
import { settingOf } from './setting.ts';
import { same, tighten } from './tighten.ts';

/** The groups of a floor that a repository is in. */
export const groupsOf = (
  floor: PolicyStatements,
  repository: Pick<RepositoryFacts, 'name' | 'topics' | 'properties'>,
): readonly PolicyGroup[] =>
  (floor.groups ?? []).filter((group) => misfits(group.repositories, repository).length === 0);

/** What a floor says for a repository in some of its groups, in whatever order these come. */
export function withGroups(
  floor: PolicyStatements,
  groups: readonly PolicyGroup[],
  rules: readonly Rule[],
): PolicyStatements {
  if (groups.length === 0) return floor;
  const words = groups.map(({ says }) => says);
  const agreed: PolicyStatements = {
    ...floor,
    waiver:
      floor.waiver ??
      word(
        words.map(({ waiver }) => waiver),
        ADMIN,
      ),
    override:
      floor.override ??
      word(
        words.map(({ override }) => override),
        ADMIN,
      ),
    recovery:
      floor.recovery ??
      word(
        words.map(({ recovery }) => recovery),
        ADMIN_RECOVERY,
      ),
    alerts:
      floor.alerts ??
      word(
        words.map(({ alerts }) => alerts),
        DEFAULTS.alerts,
      ),
    perBase:
      floor.perBase ??
      word(
        words.map(({ perBase }) => perBase),
        DEFAULTS.check.perBase,
      ),
    comment:
      floor.comment ??
      word(
        words.map(({ comment }) => comment),
        DEFAULTS.check.comment,
      ),
  };
  return words.reduce((above, says) => tighten(bound(above, says, rules), says, rules, () => {}), agreed);
}

const ADMIN: People = { permission: 'admin' };
const ADMIN_RECOVERY: RecoveryAsk = { approvals: 1, from: ADMIN };

/** What all say who say anything. Where they differ nothing is the tighter, and the strict word holds. */
function word<T>(words: readonly (T | undefined)[], strict: T): T | undefined {
  const [first, ...others] = words.filter((said) => said !== undefined);
  return others.every((other) => same(other, first)) ? first : strict;
}

/** Of what a group speaks of and the floor does not, the floor says the default: so a group never loosens that either. */
function bound(floor: PolicyStatements, group: PolicyStatements, rules: readonly Rule[]): PolicyStatements {
  const said = <T>(own: T | undefined, others: T | undefined, fallback: T): T | undefined =>
    own ?? (others === undefined ? undefined : fallback);
  const named = rules.filter((rule) => settingOf(group.rules, rule) && !settingOf(floor.rules, rule));
  return {
    ...floor,
    mode: said(floor.mode, group.mode, DEFAULTS.mode),
    appliesTo: said(floor.appliesTo, group.appliesTo, DEFAULTS.appliesTo),
    agents: {
      ...floor.agents,
      unattributed: said(floor.agents.unattributed, group.agents.unattributed, DEFAULTS.agents.unattributed),
    },
    reviews: said(floor.reviews, group.reviews, DEFAULTS.reviews),
    rules: new Map([...floor.rules, ...named.map(({ id }) => [id, {}] as const)]),
  };
}

/** Values of groups that hold nowhere, because the floor says something tighter for all. */
export function looserGroups(
  { says: floor, at }: PolicyFile,
  name: string,
  groups: readonly PolicyGroup[],
  rules: readonly Rule[],
): PolicyWarning[] {
  const warnings = new Map<string, PolicyWarning>();
  for (const group of groups) {
    const keys = ['groups', floor.groups?.indexOf(group) ?? 0, 'policy'];
    tighten(bound(floor, group.says, rules), group.says, rules, (inner, message) => {
      const text = `In the group ${shown(group.name)}, ${message} ${name} holds.`;
      warnings.set(text, { message: text, at: at([...keys, ...inner]) });
    });
  }
  return [...warnings.values()];
}
