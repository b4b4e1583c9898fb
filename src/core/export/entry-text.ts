import { plain } from '../render/markdown.ts';
import { entryHead, isToldByRecord, recordText } from '../render/record.ts';
import type { ChainedEntry } from './entry.ts';
import { rowOf } from './row.ts';

const MARGIN = '    ';
const MOST = 500;

/** An entry of any kind as a person reads it in a terminal. */
export function entryText(entry: ChainedEntry): string {
  if (isToldByRecord(entry.kind)) return recordText(entry);
  const { acted, reason } = rowOf(entry);
  const lines = acted.map((each) => each.replace(/^./u, (letter) => letter.toUpperCase()));
  if (reason !== '') lines.push(`reason: ${reason}`);
  return [entryHead(entry), ...lines.map((line) => `${MARGIN}${plain(line, MOST)}`)].join('\n');
}
