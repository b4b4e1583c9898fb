import type { AcceptanceKind } from '../../decision/acceptance.ts';
import { tally, type Counted } from '../middle.ts';
import type { HowMerged } from '../trails.ts';
import type { Pull } from './pulls.ts';

/** What people accepted beyond a review within the time asked about, and how what agents made was merged. */
export interface Words {
  /** Waivers, overrides, and words that no agent was at work, whoever made the change. */
  readonly given: Readonly<Record<AcceptanceKind, number>>;
  /** Who gave waivers and overrides, most first; whom the record does not name is not among them. */
  readonly by: Readonly<Record<'waiver' | 'override', readonly Counted[]>>;
  /** Overrides of somebody who had a hand in the change, since nobody else could. */
  readonly selfAccepted: number;
  /** Agents' pull requests that were merged, by how. */
  readonly merges: Readonly<Record<HowMerged, number>>;
  /** All of these. */
  readonly merged: number;
  /** Those among them with a waived finding. */
  readonly mergedWaived: number;
}

/**
 * @param pulls that are asked about
 * @param from when the time asked about begins
 */
export function words(pulls: Iterable<Pull>, from: number): Words {
  const asked = [...pulls];
  const given = asked.flatMap((pull) => pull.words).filter(({ at }) => at >= from);
  const merges = asked.flatMap(({ agents, merge }) =>
    merge !== null && merge.at >= from && agents.length > 0 ? [merge] : [],
  );
  const count = (kind: AcceptanceKind): number => given.filter((word) => word.kind === kind).length;
  const by = (kind: AcceptanceKind): readonly Counted[] =>
    tally(given.flatMap((word) => (word.kind === kind && word.by !== null ? [word.by] : [])));
  const merged = (how: HowMerged): number => merges.filter((merge) => merge.how === how).length;
  return {
    given: { waiver: count('waiver'), not_agent: count('not_agent'), override: count('override') },
    by: { waiver: by('waiver'), override: by('override') },
    selfAccepted: given.filter(({ kind, selfAccepted }) => kind === 'override' && selfAccepted).length,
    merges: {
      allowed: merged('allowed'),
      overridden: merged('overridden'),
      observed: merged('observed'),
      'not allowed': merged('not allowed'),
      undecided: merged('undecided'),
      unknown: merged('unknown'),
    },
    merged: merges.length,
    mergedWaived: merges.filter(({ stood }) => stood?.waived).length,
  };
}
