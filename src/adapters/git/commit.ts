import type { CommitFacts, CommitPerson } from '../../core/facts/facts.ts';

/** A commit as its object says, with its tree. */
export interface LocalCommit extends CommitFacts {
  readonly tree: string;
}

/**
 * Reads a raw commit object. Its parents are the ones written in it, whatever grafts, replacements or a shallow
 * clone make of them. null: it names no tree.
 */
export function parseCommit(sha: string, body: Buffer): LocalCommit | null {
  const separator = body.indexOf('\n\n');
  const headerEnd = separator < 0 ? body.length : separator;
  const fields = readHeader(body.toString('latin1', 0, headerEnd));
  const decode = decoder(fields.find(([key]) => key === 'encoding')?.[1]);
  const text = (value: string): string => decode(Buffer.from(value, 'latin1'));
  const value = (key: string): string | undefined => fields.find(([name]) => name === key)?.[1];
  const tree = value('tree');
  if (tree === undefined || !/^[0-9a-f]{40,64}$/.test(tree)) return null;
  return {
    sha,
    tree,
    parents: fields.filter(([key]) => key === 'parent').map(([, parent]) => parent),
    message: separator < 0 ? '' : decode(body.subarray(separator + 2)),
    author: person(text(value('author') ?? '')),
    committer: person(text(value('committer') ?? '')),
    coAuthors: [],
    signature: null,
  };
}

/** Keys and values; a line that starts with a space continues the one before. */
function readHeader(header: string): (readonly [string, string])[] {
  return header
    .replace(/\n /g, '\0')
    .split('\n')
    .map((line) => {
      const space = line.indexOf(' ');
      return space < 0 ? ([line, ''] as const) : ([line.slice(0, space), line.slice(space + 1)] as const);
    });
}

/** Names and e-mails as committed: mailmap is for showing, and no evidence. */
function person(line: string): CommitPerson {
  const open = line.indexOf('<');
  if (open < 0) return { name: line.trim(), email: '', account: null };
  const close = line.indexOf('>', open);
  const email = line.slice(open + 1, close < 0 ? undefined : close);
  return { name: line.slice(0, open).trim(), email: email.trim(), account: null };
}

/** Text in the encoding the commit names; UTF-8 if it names none, or one that is not known. */
function decoder(encoding: string | undefined): (bytes: Buffer) => string {
  if (encoding === undefined || /^utf-?8$/i.test(encoding)) return (bytes) => bytes.toString();
  try {
    const known = new TextDecoder(encoding);
    return (bytes) => known.decode(bytes);
  } catch {
    return (bytes) => bytes.toString();
  }
}

/** The title as `git log --format=%s` shows it: the first paragraph on one line. */
export function subjectOf(message: string): string {
  const lines = message.replace(/^\s+/, '').split('\n');
  const end = lines.findIndex((line) => line.trim() === '');
  return lines
    .slice(0, end < 0 ? lines.length : end)
    .map((line) => line.trimEnd())
    .join(' ');
}
