import { createHash } from 'node:crypto';
import { object, objects, text, type Members } from '../statistics/members.ts';
import { checkpointsIn, holds, type Checkpoint } from '../record/checkpoint.ts';
import type { StoredEntry } from '../record/entry.ts';
import { followChain, MOST_NAMED, type ChainSeen, type Link } from './chain.ts';
import type { Part } from './entry.ts';
import { FORMAT, jsonlLine } from './jsonl.ts';
import { NO_REDACTIONS, redactionsIn, type Redactions } from './redactions.ts';

/** Of a file that does not say what it holds nothing can be missed. */
const UNKNOWN = { from: null, to: null, repository: '' };

/** What was found of an exported file. */
export interface FileSeen {
  /** What the file says that it holds; null: its first line does not say. */
  readonly part: Part | null;
  readonly entries: number;
  readonly last: Link | null;
  /** How often numbers jump, as they may where only a part was exported. */
  readonly gaps: number;
  /** Entries out of which personal data was taken. */
  readonly redacted: number;
  /** Ids of the keys that signed for it. */
  readonly keys: readonly string[];
  /** That the file brings, if its signature holds; whose key that is, is another question. */
  readonly checkpoint: { readonly sequence: number; readonly key: string; readonly isMet: boolean } | null;
  readonly problems: number;
  /** The first of them, in the order of the file. */
  readonly named: readonly string[];
}

/** Checks a file that was exported as jsonl, line by line: every hash, the links, and what the summary says. */
export function checkFile(): { take(line: string): void; end(): FileSeen } {
  const digest = createHash('sha256');
  const named: string[] = [];
  let problems = 0;
  let number = 0;
  let part: Part | null = null;
  let redactions: Redactions = NO_REDACTIONS;
  let chain: ReturnType<typeof followChain> | null = null;
  let checkpoint: Checkpoint | null = null;
  let isMet = false;
  let summary: Members | null = null;
  const note = (problem: string): void => {
    if (problems++ < MOST_NAMED) named.push(problem);
  };

  return {
    take(line) {
      number++;
      const value = parsed(line);
      if (number === 1) {
        part = partOf(value);
        if (part === null)
          note('Line 1 does not say what is exported: this is no export of the record as jsonl.');
        checkpoint = checkpointOf(value?.['checkpoint'], note);
        redactions = redactionsIn(
          part?.owner ?? '',
          objects(value?.['redactions']).flatMap((each) => storedEntry(each) ?? []),
        );
        chain = followChain(part ?? UNKNOWN, redactions);
      } else if (summary !== null) {
        note(`Line ${number} comes after the summary.`);
      } else if (object(value?.['summary']) !== null) {
        summary = object(value?.['summary']);
      } else {
        entry(line, value);
      }
      if (summary === null) digest.update(`${line}\n`);
    },
    end() {
      const seen = chain?.seen() ?? followChain(UNKNOWN, NO_REDACTIONS).seen();
      if (number === 0) note('The file is empty.');
      else if (summary === null) note('The summary is missing: the file was cut off.');
      else for (const problem of differences(summary, seen, digest.digest('hex'))) note(problem);
      return {
        part,
        entries: seen.entries,
        last: seen.last,
        gaps: seen.gaps,
        redacted: seen.redacted,
        keys: [...redactions.keys],
        checkpoint: checkpoint && { sequence: checkpoint.sequence, key: checkpoint.key, isMet },
        problems,
        named,
      };
    },
  };

  function entry(line: string, value: Members | null): void {
    const stored = storedEntry(value);
    if (stored === null) return note(`Line ${number} is no entry.`);
    if (jsonlLine(stored) !== `${line}\n`) {
      note(`Line ${number}, entry ${stored.sequence}: It is not written as it was exported.`);
    }
    if (part !== null && stored.owner !== part.owner) {
      note(`Line ${number}, entry ${stored.sequence}: It is of ${stored.owner}.`);
    }
    if (checkpoint?.sequence === stored.sequence) {
      isMet = true;
      if (checkpoint.hash !== stored.hash) {
        note(`Line ${number}, entry ${stored.sequence}: The checkpoint knew another hash of it.`);
      }
    }
    const before = chain?.seen().problems ?? 0;
    chain?.take(stored);
    const after = chain?.seen();
    if (after === undefined || after.problems === before) return;
    const { problem = 'It does not hold.' } = after.named[before] ?? {};
    note(`Line ${number}, entry ${stored.sequence}: ${problem}`);
  }
}

function checkpointOf(value: unknown, note: (problem: string) => void): Checkpoint | null {
  if (object(value) === null) return null;
  const [checkpoint] = checkpointsIn(JSON.stringify(value));
  if (checkpoint !== undefined && holds(checkpoint)) return checkpoint;
  note('The checkpoint in line 1 was altered: its signature does not hold.');
  return null;
}

function parsed(line: string): Members | null {
  try {
    return object(JSON.parse(line));
  } catch {
    return null;
  }
}

function partOf(head: Members | null): Part | null {
  const owner = text(head?.['owner']);
  if (head?.['format'] !== FORMAT || owner === null) return null;
  return { owner, from: text(head['from']), to: text(head['to']), repository: text(head['repository']) };
}

const TEXTS = ['owner', 'at', 'kind', 'subject', 'body', 'previous', 'hash'] as const;

function storedEntry(value: Members | null): StoredEntry | null {
  if (value === null || !Number.isSafeInteger(value['sequence'])) return null;
  return TEXTS.every((name) => typeof value[name] === 'string') ? (value as unknown as StoredEntry) : null;
}

/** What the summary says otherwise than what was read. */
function differences(summary: Members, seen: ChainSeen, digest: string): string[] {
  const found: string[] = [];
  if (summary['entries'] !== seen.entries) {
    found.push(`The summary counts ${String(summary['entries'])} entries, and there are ${seen.entries}.`);
  }
  for (const which of ['first', 'last'] as const) {
    const said = object(summary[which]);
    if (said?.['sequence'] !== seen[which]?.sequence || said?.['hash'] !== seen[which]?.hash) {
      found.push(`The summary names another ${which} entry.`);
    }
  }
  if (summary['gaps'] !== seen.gaps)
    found.push(`The numbers jump ${seen.gaps} times, and the summary says otherwise.`);
  if (summary['digest'] !== digest) found.push('The lines are not those that the summary’s digest is of.');
  return found;
}
