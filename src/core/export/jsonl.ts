import { canonicalJson } from '../facts/canonical-json.ts';
import type { StoredEntry } from '../record/entry.ts';
import type { ChainSeen } from './chain.ts';
import type { About } from './entry.ts';

export const FORMAT = 'agentguard-record-export/1';

/** The first line: what the file is, and how anybody can check it. */
export const jsonlHead = (
  { part, version, exportedAt, command, checkpoint }: About,
  redactions: readonly StoredEntry[],
): string =>
  `${JSON.stringify({
    format: FORMAT,
    what: `A part of the record that AgentGuard keeps of ${part.owner}: decisions on pull requests that AI agents had a hand in, what people accepted or overrode, merges, and what else happened at the gate.`,
    owner: part.owner,
    from: part.from,
    to: part.to,
    repository: part.repository,
    exportedAt,
    command,
    product: 'AgentGuard',
    version,
    lines:
      'Each line is one JSON object: this one, then one entry a line in the order of the record, then a summary. A file without the summary was cut off. `body` is the text that is stored, itself JSON.',
    times: 'ISO 8601 in UTC. `from` is included, `to` is not.',
    hashes: [
      'The hash of an entry is the SHA-256 of its line in UTF-8, without the line break and without the member "hash" and the comma after it.',
      '`previous` is the hash of the entry whose `sequence` is one less; that of the first entry is 64 zeros. So an entry that was altered, left out or put elsewhere shows in the one after it.',
      'An entry that `redactions` names had personal data taken out and kept its hash: what is left of it has the `content` named there, the SHA-256 of its line without the line break. Each redaction is an entry itself, signed in its body.',
      'Where `sequence` jumps, entries between are not in this file: they are not of the time or the repository that was asked for.',
      '`digest` in the last line is the SHA-256 of all lines before it, with their line breaks.',
      'Whoever can write to the store can also write a new chain. Against that, compare hashes with some that were kept elsewhere, or with a checkpoint: the word of the server, signed with its Ed25519 key, that the chain had that hash at that time. docs/record.md says what is signed.',
    ],
    verify: 'agentguard audit verify-export FILE',
    checkpoint,
    redactions,
  })}\n`;

/** An entry's line: its keys are sorted, so that the line without the hash is the very text that the hash is of. */
export const jsonlLine = (entry: StoredEntry): string => `${canonicalJson(pick(entry))}\n`;

const pick = ({ owner, sequence, at, kind, subject, body, previous, hash }: StoredEntry): StoredEntry => ({
  owner,
  sequence,
  at,
  kind,
  subject,
  body,
  previous,
  hash,
});

/** The last line. */
export interface JsonlSummary {
  readonly entries: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly first: ChainSeen['first'];
  readonly last: ChainSeen['last'];
  readonly gaps: number;
  readonly redacted: number;
  /** Entries that do not hold: their hash, or their place in the chain. */
  readonly problems: number;
  readonly digest: string;
}

/** @param digest SHA-256 of everything before this line, hex */
export const jsonlEnd = (
  { entries, first, last, gaps, redacted, problems }: ChainSeen,
  kinds: ReadonlyMap<string, number>,
  digest: string,
): string =>
  `${JSON.stringify({
    summary: {
      entries,
      kinds: Object.fromEntries(kinds),
      first,
      last,
      gaps,
      redacted,
      problems,
      digest,
    } satisfies JsonlSummary,
  })}\n`;
