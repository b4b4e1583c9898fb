import { canonicalJson } from '../../src/core/facts/canonical-json.ts';
import type { ChainedEntry } from '../../src/core/export/entry.ts';
import { hashOf, NOTHING } from '../../src/core/record/entry.ts';

/** What a test says of an entry; the rest is made up. */
export type Said = Partial<Pick<ChainedEntry, 'at' | 'kind' | 'subject' | 'body' | 'owner'>>;

/** A chain of these entries, as a store would give it. */
export function chainOf(...said: readonly Said[]): ChainedEntry[] {
  let previous = NOTHING;
  return said.map((each, index) => {
    const entry = {
      owner: 'acme',
      at: `2026-03-${String(1 + (index % 28)).padStart(2, '0')}T12:00:00.000Z`,
      kind: 'decision',
      subject: `acme/shop#${index + 1}`,
      body: { outcome: 'allow' },
      ...each,
      sequence: index + 1,
      previous,
    };
    const hash = hashOf({ ...entry, body: canonicalJson(entry.body) });
    previous = hash;
    return { ...entry, hash };
  });
}
