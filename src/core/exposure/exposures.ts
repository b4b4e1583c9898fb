import {
  alertEntry,
  answeredEntry,
  mergeEntry,
  pushEntry,
  type AlertEntry,
  type AlertKind,
  type AnsweredEntry,
  type Body,
  type Ending,
} from './bodies.ts';
import { passageOf } from './passage.ts';

/** An entry of the record, as far as exposures are read from it. */
export interface ExposureEntry {
  readonly sequence: number;
  readonly at: string;
  readonly kind: string;
  readonly subject: string;
  readonly body: Body;
}

/** Kinds of entries that tell of exposures: others need not be read. */
export const EXPOSURE_KINDS = ['merge', 'push', 'alert', 'answered'] as const;

/** Something an agent made came onto a protected branch without an allowing decision, or an override went unfollowed. */
export interface Exposure {
  /** `acme/shop#12`, `acme/shop@main`, as the entry writes it. */
  readonly subject: string;
  readonly what: AlertKind;
  /** The entry of the merge or the push that began it. */
  readonly entry: number;
  /** ISO 8601. */
  readonly since: string;
  /** ISO 8601; null: it goes on. */
  readonly until: string | null;
  /** How it ended; null: it goes on. */
  readonly how: Ending | null;
  /** Whose word or review ended it; null: it goes on, or it is not known. */
  readonly by: string | null;
  /** Ids of the agents. Empty: it could not be read whose it is. */
  readonly agents: readonly string[];
  /** Who merged or pushed; null: not known. */
  readonly who: string | null;
  /** Where it was raised; null: not yet. */
  readonly alert: Pick<AlertEntry, 'issue' | 'problem'> | null;
}

/** Exposures by the number of the entry that began each, in the order in which they began. */
export type Exposures = Map<number, Exposure>;

/** All exposures of an owner that these entries tell of; they have to come in their order. */
export function exposuresOf(entries: Iterable<ExposureEntry>): Exposure[] {
  const exposures: Exposures = new Map();
  for (const entry of entries) followExposure(exposures, entry);
  return [...exposures.values()];
}

/** Adds what an entry tells; the entries of one owner, in their order, each once. */
export function followExposure(exposures: Exposures, entry: ExposureEntry): void {
  switch (entry.kind) {
    case 'merge': {
      const merge = mergeEntry(entry.body);
      if (passageOf(merge) !== 'past the gate') return;
      begin(exposures, entry, { ...merge, what: 'merged past the gate', who: merge.mergedBy });
      return;
    }
    case 'push': {
      const push = pushEntry(entry.body);
      if (push.observed) return;
      begin(exposures, entry, { ...push, what: 'pushed past the gate', who: push.pushedBy });
      return;
    }
    case 'alert': {
      const alert = alertEntry(entry.body);
      if (alert !== null) raise(exposures, entry, alert);
      return;
    }
    case 'answered': {
      const answered = answeredEntry(entry.body);
      if (answered !== null) end(exposures, entry, answered);
    }
  }
}

/** How long an exposure was, or has been until now; never less than nothing, whatever clocks say. */
export function secondsExposed({ since, until }: Pick<Exposure, 'since' | 'until'>, now: string): number {
  const seconds = Math.round((Date.parse(until ?? now) - Date.parse(since)) / 1000);
  return Math.max(0, seconds);
}

function begin(
  exposures: Exposures,
  { sequence, at, subject }: ExposureEntry,
  told: Pick<Exposure, 'what' | 'agents' | 'who'> & { readonly at: string | null },
): void {
  exposures.set(sequence, {
    subject,
    what: told.what,
    entry: sequence,
    since: told.at ?? at,
    until: null,
    how: null,
    by: null,
    agents: told.agents,
    who: told.who,
    alert: null,
  });
}

/** Of an override that nobody followed up there is no exposure before it is raised. */
function raise(exposures: Exposures, entry: ExposureEntry, alert: AlertEntry): void {
  const about = alert.entry ?? entry.sequence;
  if (!exposures.has(about)) {
    const began = { ...entry, sequence: about };
    begin(exposures, began, { ...alert, at: alert.since });
  }
  const exposure = exposures.get(about);
  if (exposure) exposures.set(about, { ...exposure, alert: { issue: alert.issue, problem: alert.problem } });
}

/** What has ended stays ended as it did first. */
function end(exposures: Exposures, { at, subject }: ExposureEntry, answered: AnsweredEntry): void {
  for (const [key, exposure] of exposures) {
    if (exposure.subject.toLowerCase() !== subject.toLowerCase() || exposure.until !== null) continue;
    if (answered.entry !== null && answered.entry !== key) continue;
    exposures.set(key, { ...exposure, until: answered.at ?? at, how: answered.how, by: answered.by });
  }
}
