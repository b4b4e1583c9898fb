import { canonicalJson } from '../facts/canonical-json.ts';
import { hashOf, NOTHING, type StoredEntry } from '../record/entry.ts';
import type { ChainedEntry, Part } from './entry.ts';
import { isRedacted, type Redactions } from './redactions.ts';

/** So many problems are named, the others are counted. */
export const MOST_NAMED = 20;

export interface ChainProblem {
  readonly sequence: number;
  readonly problem: string;
}

/** What was seen of a part of a chain. */
export interface ChainSeen {
  readonly entries: number;
  readonly first: Link | null;
  readonly last: Link | null;
  /** How often the numbers jump: between two entries there are others that this part leaves out. */
  readonly gaps: number;
  /** Entries out of which a signed redaction took personal data: their hash is of what they held before. */
  readonly redacted: number;
  readonly problems: number;
  /** The first of them. */
  readonly named: readonly ChainProblem[];
}

export interface Link {
  readonly sequence: number;
  readonly hash: string;
}

/** An entry with its body as the text that is stored, which is what its hash is of. */
export const asStored = (entry: ChainedEntry): StoredEntry => ({ ...entry, body: canonicalJson(entry.body) });

/**
 * Follows a part of a chain, entry by entry. Where numbers follow each other, hashes must; where the part is the whole
 * record, numbers must begin with 1 and not jump.
 */
export function followChain(
  part: Pick<Part, 'from' | 'to' | 'repository'>,
  redactions: Redactions,
): {
  take(entry: StoredEntry): void;
  seen(): ChainSeen;
} {
  const isWhole = part.from === null && part.to === null && part.repository === null;
  let entries = 0;
  let first: Link | null = null;
  let last: Link | null = null;
  let gaps = 0;
  let redacted = 0;
  let problems = 0;
  const named: ChainProblem[] = [];
  return {
    take(entry) {
      const { sequence, hash } = entry;
      if (last !== null && sequence !== last.sequence + 1) gaps++;
      const isOriginal = hash === hashOf(entry);
      const isLeft = !isOriginal && isRedacted(entry, redactions);
      if (isLeft) redacted++;
      const problem = isOriginal || isLeft ? placeProblem(entry, last, isWhole) : ALTERED;
      if (problem !== null && problems++ < MOST_NAMED) named.push({ sequence, problem });
      entries++;
      last = { sequence, hash };
      first ??= last;
    },
    seen: () => ({ entries, first, last, gaps, redacted, problems, named }),
  };
}

const ALTERED = 'It was altered: its hash is not that of its content, and no redaction says so.';

function placeProblem(entry: StoredEntry, last: Link | null, isWhole: boolean): string | null {
  if (last !== null && entry.sequence <= last.sequence) return 'It does not come after the one before it.';
  if (entry.sequence !== (last?.sequence ?? 0) + 1) {
    return isWhole ? 'Entries before it are missing.' : null;
  }
  if (entry.previous !== (last?.hash ?? NOTHING)) {
    return 'It does not follow the one before it: one of them was replaced.';
  }
  return null;
}
