import { median } from './middle.ts';
import { atOnce } from './steps.ts';
import type { Merge, Trail, Trails } from './trails.ts';
import { lastWeeks, weekOf } from './weeks.ts';

/** So many pull requests are counted in a step. */
const TOGETHER = 2_000;

/** Numbers of the last weeks of some repositories, or of what one agent did there. */
export interface Trends {
  /** The beginnings of the weeks, oldest first. */
  readonly weeks: readonly number[];
  /** Agents' pull requests on which something was decided in a week. */
  readonly all: Series;
  /** The same by agent, most first; one of two agents is counted for both. */
  readonly agents: readonly Series[];
  /** Findings in them by family, most first: a rule counts once a pull request and week. */
  readonly families: readonly Series[];
  readonly approvals: Approvals;
  /** Newest first. */
  readonly past: readonly PastMerge[];
}

export interface Series {
  readonly name: string;
  /** By week. */
  readonly counts: readonly number[];
  /** Over all weeks: what is met in several weeks counts once. */
  readonly total: number;
}

/** How long waits took that ended with an approval, by the week in which they ended. */
export interface Approvals {
  readonly weeks: readonly { readonly count: number; readonly median: number | null }[];
  readonly count: number;
  /** Milliseconds; null: none ended. */
  readonly median: number | null;
  /** Waits that an override ended. */
  readonly overridden: number;
}

export interface PastMerge extends Merge {
  readonly repository: string;
  readonly number: number;
}

export interface Wanted {
  /** `owner/name` in lower case: nothing else is looked at. */
  readonly repositories: Iterable<string>;
  readonly agent: string | null;
  readonly now: number;
  /** A rule's family. */
  readonly familyOf: (rule: string) => string;
}

/** Counts what trails hold of these repositories. */
export const trends = (trails: Trails, wanted: Wanted): Trends => atOnce(trendsInSteps(trails, wanted));

/** The same in steps, between which something else can be done: there may be tens of thousands of pull requests. */
export function* trendsInSteps(
  trails: Trails,
  { repositories, agent, now, familyOf }: Wanted,
): Generator<void, Trends> {
  let steps = 0;
  const weeks = lastWeeks(now);
  const index = new Map(weeks.map((week, position) => [week, position]));
  const all = counter(weeks.length);
  const agents = counter(weeks.length);
  const families = counter(weeks.length);
  const past: PastMerge[] = [];
  const took: number[][] = weeks.map(() => []);
  let overridden = 0;
  for (const repository of repositories) {
    for (const [number, trail] of trails.get(repository) ?? []) {
      if (++steps % TOGETHER === 0) yield;
      // What was counted of this pull request already: over all weeks it counts once.
      const known = new Set<string>();
      const isNew = (thing: string): boolean => known.size < known.add(thing).size;
      for (const [week, seen] of trail.weeks) {
        const position = index.get(week);
        if (position === undefined || (agent !== null && !seen.agents.has(agent))) continue;
        all.add('all', position, isNew('all'));
        for (const each of seen.agents) agents.add(each, position, isNew(`agent ${each}`));
        for (const rule of seen.rules) families.add(familyOf(rule), position, isNew(`rule ${rule}`));
      }
      for (const { end, from, to } of waitsOf(trail, agent)) {
        const position = index.get(weekOf(to));
        if (position === undefined) continue;
        if (end === 'approved') took[position]?.push(to - from);
        if (end === 'overridden') overridden++;
      }
      const { merge } = trail;
      if (merge && index.has(weekOf(merge.at)) && (agent === null || merge.agents.includes(agent))) {
        past.push({ ...merge, repository, number });
      }
    }
  }
  const flat = took.flat();
  return {
    weeks,
    all: all.series()[0] ?? { name: 'all', counts: weeks.map(() => 0), total: 0 },
    agents: agents.series(),
    families: families.series(),
    approvals: {
      weeks: took.map((each) => ({ count: each.length, median: median(each) })),
      count: flat.length,
      median: median(flat),
      overridden,
    },
    past: past.toSorted(
      (a, b) => b.at - a.at || a.repository.localeCompare(b.repository) || b.number - a.number,
    ),
  };
}

/** Ids of all agents that had a hand in anything in these repositories. */
export function agentsIn(trails: Trails, repositories: Iterable<string>): Set<string> {
  const found = new Set<string>();
  for (const repository of repositories) {
    for (const { weeks } of trails.get(repository)?.values() ?? []) {
      for (const { agents } of weeks.values()) for (const agent of agents) found.add(agent);
    }
  }
  return found;
}

const waitsOf = ({ waits }: Trail, agent: string | null): Trail['waits'] =>
  agent === null ? waits : waits.filter(({ agents }) => agents.includes(agent));

/** Counts things by name and week, and new ones over all weeks. */
function counter(weeks: number): {
  add(name: string, week: number, isNew: boolean): void;
  series(): Series[];
} {
  const rows = new Map<string, { counts: number[]; total: number }>();
  return {
    add(name, week, isNew) {
      const row = rows.get(name) ?? { counts: Array.from({ length: weeks }, () => 0), total: 0 };
      row.counts[week] = (row.counts[week] ?? 0) + 1;
      if (isNew) row.total++;
      rows.set(name, row);
    },
    series: () =>
      [...rows]
        .map(([name, row]) => ({ name, ...row }))
        .toSorted((a, b) => b.total - a.total || a.name.localeCompare(b.name)),
  };
}
