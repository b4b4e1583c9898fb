import { followExposure, secondsExposed, type Exposure, type Exposures } from '../exposure/exposures.ts';
import { answers, type Answers } from '../statistics/answering/answers.ts';
import { followPull, type Pulls } from '../statistics/answering/pulls.ts';
import { median, type Counted } from '../statistics/middle.ts';
import { text } from '../statistics/members.ts';
import type { ChainSeen } from './chain.ts';
import type { ChainedEntry } from './entry.ts';
import { rowOf, subjectNamed } from './row.ts';

/** So many of each list are named in the summary: it is to fit on a page. The others are counted. */
export const MOST_LISTED = 8;

/** The numbers of a part of the record: what its entries say, and nothing else. */
export interface Tally {
  readonly chain: ChainSeen;
  /** Entries by kind. */
  readonly kinds: ReadonlyMap<string, number>;
  /** Decisions by outcome. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Entries by repository; most first. What is about a whole organisation is of none. */
  readonly repositories: readonly Counted[];
  /** The earliest and the latest time that an entry has; null: there is none. */
  readonly times: { readonly first: string; readonly last: string } | null;
  readonly answers: Answers;
  readonly overrides: Listed<Told>;
  readonly freezes: Listed<Told>;
  readonly reverts: Listed<Told>;
  readonly exposures: ExposuresSeen;
}

/** Something that the summary names. */
export interface Told {
  readonly at: string;
  readonly subject: string;
  readonly who: string;
  readonly why: string;
}

/** How many there are, and the newest of them, the newest first. */
export interface Listed<Item> {
  readonly count: number;
  readonly newest: readonly Item[];
}

export interface ExposuresSeen extends Listed<Exposure & { readonly seconds: number }> {
  /** Those that went on when the last entry was written. */
  readonly open: number;
  /** Seconds, of those that ended; null: none did. */
  readonly median: number | null;
  readonly longest: number | null;
}

/**
 * Counts the entries of a part, which have to come in their order. What it keeps grows with the pull requests and
 * exposures, not with the entries.
 */
export function followPart(): {
  take(entry: ChainedEntry): void;
  /**
   * @param chain what was seen of the chain meanwhile
   * @param now ISO 8601
   */
  tally(chain: ChainSeen, now: string): Tally;
} {
  const kinds = new Map<string, number>();
  const outcomes = new Map<string, number>();
  const repositories = new Map<string, number>();
  const pulls: Pulls = new Map();
  const exposures: Exposures = new Map();
  const lists = { override: newestOf<Told>(), freeze: newestOf<Told>(), revert: newestOf<Told>() };
  let times: Tally['times'] = null;
  return {
    take(entry) {
      const { at, kind, body } = entry;
      more(kinds, kind);
      if (kind === 'decision') more(outcomes, text(body['outcome']) ?? 'unknown');
      const { repository } = subjectNamed(entry.subject);
      if (repository !== '') more(repositories, repository.toLowerCase());
      times =
        times === null
          ? { first: at, last: at }
          : { first: least(times.first, at), last: most(times.last, at) };
      if (kind === 'override' || kind === 'freeze' || kind === 'revert') lists[kind].take(told(entry));
      followPull(pulls, entry);
      followExposure(exposures, entry);
    },
    tally: (chain, now) => ({
      chain,
      kinds,
      outcomes,
      repositories: byCount(repositories),
      times,
      answers: answers(pulls, { repositories: null, agent: null, from: Number.NEGATIVE_INFINITY }),
      overrides: lists.override.listed(),
      freezes: lists.freeze.listed(),
      reverts: lists.revert.listed(),
      exposures: exposuresSeen([...exposures.values()], now),
    }),
  };
}

const more = (counts: Map<string, number>, name: string): unknown =>
  counts.set(name, (counts.get(name) ?? 0) + 1);

const least = (a: string, b: string): string => (a < b ? a : b);
const most = (a: string, b: string): string => (a > b ? a : b);

const byCount = (counts: ReadonlyMap<string, number>): Counted[] =>
  [...counts]
    .map(([name, count]) => ({ name, count }))
    .toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));

function told(entry: ChainedEntry): Told {
  const { at, subject, acted, reason } = rowOf(entry);
  return { at, subject, who: acted.join('; '), why: reason };
}

function newestOf<Item>(): { take(item: Item): void; listed(): Listed<Item> } {
  const newest: Item[] = [];
  let count = 0;
  return {
    take(item) {
      count++;
      newest.unshift(item);
      if (newest.length > MOST_LISTED) newest.pop();
    },
    listed: () => ({ count, newest }),
  };
}

function exposuresSeen(exposures: readonly Exposure[], now: string): ExposuresSeen {
  const ended = exposures.filter(({ until }) => until !== null).map((each) => secondsExposed(each, now));
  return {
    count: exposures.length,
    open: exposures.length - ended.length,
    median: median(ended),
    longest: ended.reduce<number | null>((longest, each) => Math.max(longest ?? 0, each), null),
    newest: exposures
      .slice(-MOST_LISTED)
      .toReversed()
      .map((each) => ({ ...each, seconds: secondsExposed(each, now) })),
  };
}
