import { ACCEPTANCE_KINDS, type AcceptanceKind } from '../../decision/acceptance.ts';
import { answeredEntry, mergeEntry } from '../../exposure/bodies.ts';
import { mergeSeen, subjectOf, type Entry, type Subject } from '../entries.ts';
import { object, text } from '../members.ts';
import { howMerged, type HowMerged } from '../trails.ts';
import { answerSeen, worst, type AnswerSeen, type Risk } from './seen.ts';

/** What is kept of one pull request to tell who answered for it: little, since there are many. */
export interface Pull {
  /** Ids of all agents that it was ever gated for, or that were seen in what was merged. */
  agents: readonly string[];
  /** Of all that was ever found in it. */
  risk: Risk;
  /** When it was decided on last; null: never. */
  decidedAt: number | null;
  /** The first decision that gated it for an agent; null: there was none. */
  gatedAt: number | null;
  /** When the record showed a person's review or word for the first time after that. */
  lookedAt: number | null;
  newest: (Stood & { readonly sequence: number }) | null;
  merge: MergeOf | null;
  words: Word[];
}

/** What a merge was answered for with. */
type Stood = Pick<AnswerSeen, 'asked' | 'approvers' | 'observed' | 'overriddenBy' | 'waived'>;

export interface MergeOf {
  readonly at: number;
  readonly how: HowMerged;
  /** What was decided on it; null: nothing was, or it is not known what. */
  readonly stood: Stood | null;
}

/** Somebody's waiver, override, or word that no agent was at work. */
export interface Word {
  readonly kind: AcceptanceKind;
  readonly at: number;
  /** null: the entry does not tell. */
  readonly by: string | null;
  /** One who had a hand in the change gave it, since nobody else could. */
  readonly selfAccepted: boolean;
}

/** Pull requests by their number, by repository (`owner/name` in lower case). */
export type Pulls = Map<string, Map<number, Pull>>;

/** Kinds of entries that are followed; others tell nothing here. */
export const FOLLOWED = ['decision', 'merge', 'answered', ...ACCEPTANCE_KINDS] as const;

export const pullOf = (pulls: Pulls, { repository, number }: Subject): Pull | undefined =>
  pulls.get(repository)?.get(number);

/** Adds what an entry tells; entries have to come in their order, each once. */
export function followPull(pulls: Pulls, entry: Entry): void {
  const subject = subjectOf(entry.subject);
  const at = Date.parse(entry.at);
  if (subject === null || Number.isNaN(at)) return;
  if (entry.kind === 'decision') decided(pullAt(pulls, subject), entry, at);
  if (entry.kind === 'merge') merged(pullAt(pulls, subject), entry, at);
  if (entry.kind === 'answered') answered(pullAt(pulls, subject), entry, at);
  const kind = ACCEPTANCE_KINDS.find((each) => each === entry.kind);
  if (kind) spoken(pullAt(pulls, subject), { ...entry, kind }, at);
}

/** Sets where a pull request stood before the first entry that is followed; `since` as the store tells it. */
export function beginPull(
  pulls: Pulls,
  { decision, since }: { readonly decision: Entry; readonly since: string },
): void {
  const subject = subjectOf(decision.subject);
  if (subject === null || pullOf(pulls, subject)) return;
  decided(pullAt(pulls, subject), decision, Date.parse(since));
}

/** Forgets pull requests of which nothing was heard since a time. */
export function forgetPullsBefore(pulls: Pulls, time: number): void {
  for (const [repository, numbers] of pulls) {
    for (const [number, pull] of numbers) {
      pull.words = pull.words.filter(({ at }) => at >= time);
      const last = Math.max(pull.decidedAt ?? -Infinity, pull.merge?.at ?? -Infinity);
      if (last < time && pull.words.length === 0) numbers.delete(number);
    }
    if (numbers.size === 0) pulls.delete(repository);
  }
}

function pullAt(pulls: Pulls, { repository, number }: Subject): Pull {
  const numbers = pulls.get(repository) ?? new Map<number, Pull>();
  pulls.set(repository, numbers);
  const pull: Pull = numbers.get(number) ?? {
    agents: [],
    risk: 'none',
    decidedAt: null,
    gatedAt: null,
    lookedAt: null,
    newest: null,
    merge: null,
    words: [],
  };
  numbers.set(number, pull);
  return pull;
}

function decided(pull: Pull, { sequence, body }: Entry, at: number): void {
  const { agents, risk, looked, asked, approvers, observed, overriddenBy, waived } = answerSeen(body);
  if (agents.length > 0) {
    pull.agents = [...new Set([...pull.agents, ...agents])];
    pull.gatedAt ??= at;
  }
  if (looked && pull.gatedAt !== null) pull.lookedAt ??= at;
  pull.risk = worst([pull.risk, risk]);
  pull.decidedAt = at;
  pull.newest = { sequence, asked, approvers, observed, overriddenBy, waived };
}

function merged(pull: Pull, entry: Entry, at: number): void {
  const { decision } = mergeSeen(entry);
  const { at: mergedAt, agents } = mergeEntry(entry.body);
  const stood = decision !== null && pull.newest?.sequence === decision.sequence ? pull.newest : null;
  // What was merged while nobody watched is recorded later.
  pull.merge = { at: mergedAt === null ? at : Date.parse(mergedAt), how: howMerged(decision, stood), stood };
  pull.agents = [...new Set([...pull.agents, ...agents])];
}

/** What came past the gate was reviewed after all, which no decision tells of. */
function answered(pull: Pull, { body }: Entry, at: number): void {
  const told = answeredEntry(body);
  if (told?.how === 'reviewed' && told.by !== null && pull.gatedAt !== null) {
    pull.lookedAt ??= told.at === null ? at : Date.parse(told.at);
  }
}

function spoken(pull: Pull, { kind, body }: Entry & { readonly kind: AcceptanceKind }, at: number): void {
  const by = text(object(body['by'])?.['login'])?.toLowerCase() ?? null;
  pull.words.push({ kind, at, by, selfAccepted: body['selfAccepted'] === true });
  if (by !== null && pull.gatedAt !== null) pull.lookedAt ??= at;
}
