import type { Rule } from '../rules/rule.ts';
import type { Part } from './contradictions.ts';
import type { Keys } from './document.ts';
import { named, wrongAt, type Complaint } from './problems.ts';
import type { WrittenStatements } from './schema/policy.ts';
import type { WrittenRequirement } from './schema/reviews.ts';
import { settingOf } from './setting.ts';
import { ruleSettings } from './statements.ts';

type Review = NonNullable<WrittenStatements['reviews']>[number];

/** Reviews that could never be asked for, or never be given. */
export function reviewContradictions(
  { keys, says }: Part,
  whole: WrittenStatements,
  rules: readonly Rule[],
): Complaint[] {
  const own = ruleSettings(says.rules);
  const shared = ruleSettings(whole.rules);
  const isOff = (id: string): boolean => {
    const meant = rules.filter((rule) => rule.id === id || rule.family === id);
    const actions = meant.map((rule) => settingOf(own, rule)?.action ?? settingOf(shared, rule)?.action);
    return actions.length > 0 && actions.every((action) => action === 'off');
  };
  const blocked = (id: string): boolean =>
    [says, whole].some(
      ({ agents }) =>
        agents?.deny?.includes(id) || (Array.isArray(agents?.allow) && !agents.allow.includes(id)),
    );
  const neverAsks = (
    place: Keys,
    list: readonly string[] = [],
    inVain: (id: string) => boolean,
    why: string,
  ) =>
    list.flatMap((id, index) =>
      inVain(id)
        ? [wrongAt([...place, index], `\`${id}\` ${why}, so it asks for nothing. Decide for one.`)]
        : [],
    );
  return (says.reviews ?? []).flatMap((entry, index) => {
    const place = [...keys, 'reviews', index];
    return [
      ...neverAsks([...place, 'rules'], entry.rules, isOff, 'is off in this very file'),
      ...neverAsks([...place, 'agents'], entry.agents, blocked, 'is blocked by this very file'),
      ...emptyRanges(entry, place),
      ...emptyPaths(entry, place),
      ...unmeetable(entry, place),
    ];
  });
}

const emptyRanges = (entry: Review, place: Keys): Complaint[] =>
  (['changed_lines', 'changed_files'] as const).flatMap((key) => {
    const { min = 0, max = Infinity } = entry[key] ?? {};
    const keys = [...place, key];
    const message = `${named(keys)} has a \`min\` above its \`max\`. Exchange or correct them.`;
    return min > max ? [wrongAt(keys, message)] : [];
  });

/** Patterns that are taken out again as they stand. */
function emptyPaths(entry: Review, place: Keys): Complaint[] {
  return (['paths', 'base', 'head'] as const).flatMap((key) => {
    const globs = entry[key] ?? [];
    const out = new Set(globs.flatMap((glob) => (glob.startsWith('!') ? [glob.slice(1)] : [])));
    const nothing =
      globs.length > 0 && globs.every((glob) => glob.startsWith('!') || out.has(glob) || out.has('**'));
    const keys = [...place, key];
    return nothing ? [wrongAt(keys, `${named(keys)} takes out all that it names. Correct a pattern.`)] : [];
  });
}

/** Asks for more people than can answer, at any depth. */
function unmeetable(written: WrittenRequirement, place: Keys): Complaint[] {
  const { from, except } = written;
  if (!from) {
    return (['any_of', 'all_of'] as const).flatMap((form) =>
      (written[form] ?? []).flatMap((part, index) => unmeetable(part, [...place, form, index])),
    );
  }
  const { users, ...others } = from;
  const onlyUsers = Object.values(others).every((value) => value === undefined);
  const out = lowerCase(except?.users);
  const left = new Set([...lowerCase(users)].filter((login) => !out.has(login)));
  for (const key of ['users', 'teams'] as const) {
    const asked = lowerCase(from[key]);
    const excluded = lowerCase(except?.[key]);
    if (asked.size > 0 && [...asked].every((name) => excluded.has(name))) {
      const keys = [...place, 'except', key];
      return [wrongAt(keys, `${named(keys)} takes out all ${key} that are asked. Leave somebody.`)];
    }
  }
  const wanted = written.approvals ?? 1;
  if (!users || !onlyUsers || left.size >= wanted) return [];
  const keys = [...place, 'approvals'];
  const message = `${named(keys)} asks for ${wanted} approvals from ${left.size}; name more people or ask for fewer.`;
  return [wrongAt(keys, message)];
}

const lowerCase = (names: readonly string[] = []): Set<string> =>
  new Set(names.map((name) => name.toLowerCase()));
