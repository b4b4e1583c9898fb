import { createHash } from 'node:crypto';
import { asStored, type followChain } from '../../../core/export/chain.ts';
import { csvHead, csvLine } from '../../../core/export/csv.ts';
import type { About, ChainedEntry } from '../../../core/export/entry.ts';
import { jsonlEnd, jsonlHead, jsonlLine } from '../../../core/export/jsonl.ts';
import { dayEnd, dayStart, entryRow } from '../../../core/export/page/entries.ts';
import { pageEnd, pageStart } from '../../../core/export/page/page.ts';
import { rowOf } from '../../../core/export/row.ts';
import { followPart } from '../../../core/export/tally.ts';
import type { StoredEntry } from '../../../core/record/entry.ts';
import { BASE } from '../../../pages/style/base.ts';

export type Format = 'jsonl' | 'csv' | 'html';

/** What is exported. */
export interface Source {
  readonly about: About;
  /** All of the owner. */
  readonly redactions: readonly StoredEntry[];
  /** Has to see each entry that is exported once. */
  readonly chain: ReturnType<typeof followChain>;
  /** The entries in their order; each call reads them anew. */
  entries(): AsyncIterable<ChainedEntry>;
}

/** How often a format reads the entries. */
export const PASSES: Readonly<Record<Format, number>> = { jsonl: 1, csv: 1, html: 2 };

/** The pieces of a file, one after the other. */
export const FORMATS: Readonly<Record<Format, (source: Source) => AsyncGenerator<string>>> = {
  jsonl,
  csv,
  html,
};

async function* jsonl({ about, redactions, chain, entries }: Source): AsyncGenerator<string> {
  const digest = createHash('sha256');
  const kinds = new Map<string, number>();
  const head = jsonlHead(about, redactions);
  digest.update(head);
  yield head;
  for await (const entry of entries()) {
    const stored = asStored(entry);
    chain.take(stored);
    kinds.set(entry.kind, (kinds.get(entry.kind) ?? 0) + 1);
    const line = jsonlLine(stored);
    digest.update(line);
    yield line;
  }
  yield jsonlEnd(chain.seen(), kinds, digest.digest('hex'));
}

async function* csv({ chain, entries }: Source): AsyncGenerator<string> {
  yield csvHead();
  for await (const entry of entries()) {
    chain.take(asStored(entry));
    yield csvLine(rowOf(entry));
  }
}

/** The summary comes first, so the entries are read twice; what was appended in between is left out. */
async function* html({ about, chain, entries }: Source): AsyncGenerator<string> {
  const part = followPart();
  for await (const entry of entries()) {
    chain.take(asStored(entry));
    part.take(entry);
  }
  const seen = chain.seen();
  yield pageStart(about, part.tally(seen, about.exportedAt), BASE).written;
  let day = '';
  let count = 0;
  for await (const entry of entries()) {
    if (count >= seen.entries) break;
    count++;
    const row = rowOf(entry);
    if (row.at.slice(0, 10) !== day) {
      yield `${day === '' ? '' : dayEnd().written}${dayStart(row.at).written}`;
      day = row.at.slice(0, 10);
    }
    yield entryRow(row).written;
  }
  if (day !== '') yield dayEnd().written;
  yield pageEnd(count).written;
}
