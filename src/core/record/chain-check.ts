import { contentOf, hashOf, NOTHING, type StoredEntry } from './entry.ts';
import { type Redaction, redactionIn } from './redaction.ts';

/** Where a chain is not what it was. */
export interface Problem {
  /** The entry, as near as it can be told. */
  readonly sequence: number;
  readonly problem: string;
}

/** Where a chain stands. */
export interface ChainEnd {
  readonly sequence: number;
  readonly hash: string;
}

/** A redaction met in a chain. */
export interface MetRedaction extends Redaction {
  readonly sequence: number;
}

export interface ChainCheck {
  /** Takes the next entry as it is stored, in the order of their numbers. */
  add(entry: StoredEntry): void;
  /** The newest entry taken. */
  end(): ChainEnd;
  redactions(): readonly MetRedaction[];
  /** Every problem, the first entry first. */
  problems(): readonly Problem[];
}

interface Altered {
  readonly content: string;
  readonly hash: string;
  readonly follows: boolean;
}

const ALTERED = 'This entry was altered: its hash is not that of its content.';
const NOT_AFTER = 'This entry does not follow the one before it: one of them was replaced.';

/**
 * Looks at a chain entry by entry. An altered entry is in order only where a later redaction names it with the very
 * content that it has now.
 * @param from entries up to this one were looked at before; absent: from the beginning
 * @param accepts whether a redaction, signed by the key that it brings, is to be taken as the deployment's word
 */
export function createChainCheck(
  from: ChainEnd = { sequence: 0, hash: NOTHING },
  accepts: (redaction: MetRedaction) => boolean = () => true,
): ChainCheck {
  const found: Problem[] = [];
  const altered = new Map<number, Altered>();
  const redactions: MetRedaction[] = [];
  let end: ChainEnd = from;

  /** Whether it follows the entry before it, as far as there is one. */
  function follows({ sequence, previous }: StoredEntry): boolean {
    const next = end.sequence + 1;
    if (sequence === next) return previous === end.hash;
    const what = sequence - next === 1 ? 'This entry is' : `Entries ${next} to ${sequence - 1} are`;
    found.push({ sequence: next, problem: `${what} missing.` });
    return true;
  }

  function meet(entry: StoredEntry): void {
    const redaction = redactionIn(entry.owner, entry.body);
    const met = redaction && { ...redaction, sequence: entry.sequence };
    if (met && accepts(met)) redactions.push(met);
    else found.push({ sequence: entry.sequence, problem: NOT_SIGNED });
  }

  return {
    add(entry) {
      const { sequence, hash } = entry;
      if (!Number.isSafeInteger(sequence) || sequence <= end.sequence) {
        found.push({ sequence, problem: 'This entry has no place in the chain: it was put in.' });
        return;
      }
      const inOrder = follows(entry);
      if (hash !== hashOf(entry)) {
        altered.set(sequence, { content: contentOf(entry), hash, follows: inOrder });
      } else {
        if (!inOrder) found.push({ sequence, problem: NOT_AFTER });
        if (entry.kind === 'redaction') meet(entry);
      }
      end = { sequence, hash };
    },
    end: () => end,
    redactions: () => redactions,
    problems: () =>
      [...found, ...unaccounted(altered, redactions, from.sequence)].toSorted(
        (a, b) => a.sequence - b.sequence,
      ),
  };
}

const NOT_SIGNED =
  'This redaction is not signed with a known key of the deployment: what it says of other entries does not count.';

function unaccounted(
  altered: ReadonlyMap<number, Altered>,
  redactions: readonly MetRedaction[],
  from: number,
): Problem[] {
  const named = new Map<number, { hash: string; content: string; by: number }>();
  for (const { sequence: by, redacted } of redactions) {
    // The last one counts: what an earlier one left may have been taken out since.
    for (const { sequence, hash, content } of redacted) named.set(sequence, { hash, content, by });
  }
  const problems: Problem[] = [];
  for (const [sequence, { content, hash, follows }] of altered) {
    const by = named.get(sequence);
    if (!by || by.by <= sequence) problems.push({ sequence, problem: ALTERED });
    else if (by.content !== content || by.hash !== hash) {
      problems.push({ sequence, problem: `This entry was altered after its redaction by entry ${by.by}.` });
    } else if (!follows) problems.push({ sequence, problem: NOT_AFTER });
  }
  for (const [sequence, { by }] of named) {
    if (sequence <= from || altered.has(sequence)) continue;
    problems.push({
      sequence,
      problem: `Entry ${by} redacted this entry, which does not have that content.`,
    });
  }
  return problems;
}

/**
 * What is wrong with where a chain ends; null: nothing.
 * @param noted where it was noted to end; null: nowhere
 */
export function endProblem(end: ChainEnd, noted: ChainEnd | null): Problem | null {
  if (end.sequence < (noted?.sequence ?? 0)) {
    return { sequence: end.sequence + 1, problem: 'This entry and any after it are missing.' };
  }
  if (end.sequence > (noted?.sequence ?? 0) || end.hash !== (noted?.hash ?? NOTHING)) {
    return {
      sequence: end.sequence,
      problem: 'The chain was noted to end otherwise: its end was replaced.',
    };
  }
  return null;
}
