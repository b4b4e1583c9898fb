import { contentOf, hashOf, type StoredEntry } from '../record/entry.ts';
import { redactionIn, type RedactedEntry } from '../record/redaction.ts';

/** Entries whose bodies were replaced, by their number, with the keys that signed for it. */
export interface Redactions {
  readonly entries: ReadonlyMap<number, RedactedEntry>;
  /** Ids of the keys. Whose they are, is another question. */
  readonly keys: ReadonlySet<string>;
}

export const NO_REDACTIONS: Redactions = { entries: new Map(), keys: new Set() };

/** What entries of kind `redaction` say, in their order: of an entry that was redacted twice the later one holds. */
export function redactionsIn(owner: string, entries: Iterable<StoredEntry>): Redactions {
  const found = new Map<number, RedactedEntry>();
  const keys = new Set<string>();
  for (const entry of entries) {
    const redaction = entry.hash === hashOf(entry) ? redactionIn(owner, entry.body) : null;
    if (redaction === null) continue;
    keys.add(redaction.key);
    for (const each of redaction.redacted) {
      // What is not yet there cannot have been replaced.
      if (each.sequence < entry.sequence) found.set(each.sequence, each);
    }
  }
  return { entries: found, keys };
}

/** Whether an entry is what a redaction left of it. */
export function isRedacted(entry: StoredEntry, { entries }: Redactions): boolean {
  const told = entries.get(entry.sequence);
  return told !== undefined && told.hash === entry.hash && told.content === contentOf(entry);
}
