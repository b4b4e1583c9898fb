import {
  decisionSeen,
  mergeSeen,
  subjectOf,
  type DecisionSeen,
  type Entry,
  type MergeSeen,
  type Subject,
  type Waiting,
} from './entries.ts';
import { weekOf } from './weeks.ts';

/** What statistics keep of one pull request: little, since there are many. */
export interface Trail {
  /** By the beginning of the week: agents and rules of all that was decided in it. */
  readonly weeks: Map<number, { readonly agents: Set<string>; readonly rules: Set<string> }>;
  readonly waits: Wait[];
  /** Since when it waits; null: it does not. */
  waitingSince: number | null;
  newest: Omit<DecisionSeen, 'rules'> | null;
  /** The word by which the gate was lifted last. */
  override: { readonly by: string | null; readonly reason: string | null } | null;
  merge: Merge | null;
}

/** From the first decision that does not allow a merge to the one that does. */
export interface Wait {
  readonly from: number;
  readonly to: number;
  readonly agents: readonly string[];
  /** `approved`: somebody's approval counted. `otherwise`: the change was mended, or is no agent's. */
  readonly end: 'approved' | 'overridden' | 'otherwise';
}

/** A merge that no decision allowed, or that one did because the gate was lifted. */
export interface Merge {
  readonly at: number;
  readonly mergedBy: string | null;
  readonly agents: readonly string[];
  /** null: nothing had been decided on what was merged. */
  readonly outcome: string | null;
  /** `observed`: the gate only watched. `unknown`: the decision is older than what was read. */
  readonly how: Exclude<HowMerged, 'allowed'>;
  readonly unmet: readonly Waiting[];
  readonly override: Trail['override'];
}

export type HowMerged = 'allowed' | 'undecided' | 'not allowed' | 'observed' | 'overridden' | 'unknown';

/** Pull requests by their number, by repository (`owner/name` in lower case). */
export type Trails = Map<string, Map<number, Trail>>;

export const trailOf = (trails: Trails, { repository, number }: Subject): Trail | undefined =>
  trails.get(repository)?.get(number);

/** Adds what an entry tells; entries have to come in their order, each once. */
export function follow(trails: Trails, entry: Entry): void {
  const subject = subjectOf(entry.subject);
  const at = Date.parse(entry.at);
  if (subject === null || Number.isNaN(at)) return;
  if (entry.kind === 'decision') decided(trailAt(trails, subject), decisionSeen(entry), at);
  if (entry.kind === 'merge') merged(trailAt(trails, subject), entry, at);
  if (entry.kind === 'override') {
    const { by, reason } = entry.body as { by?: { login?: unknown } | null; reason?: unknown };
    trailAt(trails, subject).override = {
      by: typeof by?.login === 'string' ? by.login : null,
      reason: typeof reason === 'string' ? reason : null,
    };
  }
}

/** Sets where a pull request stood before the first entry that is followed; `since` as the store tells it. */
export function startFrom(trails: Trails, { decision, since }: { decision: Entry; since: string }): void {
  const subject = subjectOf(decision.subject);
  if (subject === null) return;
  const { rules: _, ...newest } = decisionSeen(decision);
  const trail = trailAt(trails, subject);
  trail.newest = newest;
  trail.waitingSince = newest.allowed || newest.agents.length === 0 ? null : Date.parse(since);
}

/** Forgets what ended before a time. */
export function forgetBefore(trails: Trails, time: number): void {
  for (const [repository, pulls] of trails) {
    for (const [number, trail] of pulls) {
      for (const week of trail.weeks.keys()) if (week < time) trail.weeks.delete(week);
      const kept = trail.waits.filter(({ to }) => to >= time);
      trail.waits.splice(0, trail.waits.length, ...kept);
      if (trail.merge !== null && trail.merge.at < time) trail.merge = null;
      // Where one stands that is met again can be asked again.
      if (trail.weeks.size + kept.length === 0 && trail.merge === null) pulls.delete(number);
    }
    if (pulls.size === 0) trails.delete(repository);
  }
}

function trailAt(trails: Trails, { repository, number }: Subject): Trail {
  const pulls = trails.get(repository) ?? new Map<number, Trail>();
  trails.set(repository, pulls);
  const trail: Trail = pulls.get(number) ?? {
    weeks: new Map(),
    waits: [],
    waitingSince: null,
    newest: null,
    override: null,
    merge: null,
  };
  pulls.set(number, trail);
  return trail;
}

function decided(trail: Trail, { rules, ...seen }: DecisionSeen, at: number): void {
  if (seen.agents.length > 0) {
    const week = weekOf(at);
    const inWeek = trail.weeks.get(week) ?? { agents: new Set(), rules: new Set() };
    for (const agent of seen.agents) inWeek.agents.add(agent);
    for (const rule of rules) inWeek.rules.add(rule);
    trail.weeks.set(week, inWeek);
  }
  if (!seen.allowed && seen.agents.length > 0) trail.waitingSince ??= at;
  if (seen.allowed && trail.waitingSince !== null) {
    const agents = seen.agents.length > 0 ? seen.agents : (trail.newest?.agents ?? []);
    trail.waits.push({ from: trail.waitingSince, to: at, agents, end: endOf(seen) });
    trail.waitingSince = null;
  }
  trail.newest = seen;
}

function endOf({ overriddenBy, approved, agents }: Omit<DecisionSeen, 'rules'>): Wait['end'] {
  if (overriddenBy !== null) return 'overridden';
  return approved && agents.length > 0 ? 'approved' : 'otherwise';
}

function merged(trail: Trail, entry: Entry, at: number): void {
  const { mergedBy, decision } = mergeSeen(entry);
  const stood = decision !== null && trail.newest?.sequence === decision.sequence ? trail.newest : null;
  const outcome = decision?.outcome ?? null;
  const how = howMerged(decision, stood);
  trail.waitingSince = null;
  trail.merge = null;
  if (how === 'allowed') return;
  trail.merge = {
    at,
    mergedBy,
    agents: (stood ?? (decision === null ? trail.newest : null))?.agents ?? [],
    outcome,
    how,
    unmet: stood?.waits ?? [],
    override:
      stood?.overriddenBy == null
        ? null
        : {
            by: stood.overriddenBy,
            reason: trail.override?.by === stood.overriddenBy ? trail.override.reason : null,
          },
  };
}

/**
 * How something was merged.
 * @param decision what the merge's entry says stood on it
 * @param stood that decision, if it was read
 */
export function howMerged(
  decision: MergeSeen['decision'],
  stood: Pick<DecisionSeen, 'overriddenBy' | 'observed'> | null,
): HowMerged {
  if (decision === null) return 'undecided';
  if (stood !== null && stood.overriddenBy !== null) return 'overridden';
  if (decision.outcome === 'allow') return 'allowed';
  if (stood === null) return 'unknown';
  return stood.observed ? 'observed' : 'not allowed';
}
