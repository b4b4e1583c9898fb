/** Git's objects with the names git itself would give them. */
import { createHash } from 'node:crypto';

export type Mode = '100644' | '100755' | '120000' | '160000' | '040000';

export interface Entry {
  readonly mode: Mode;
  readonly sha: string;
}

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** ISO 8601, whole seconds. */
  readonly date: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
  /** Login of whose key signed it, and whether GitHub could verify that. null: unsigned. */
  readonly signature: { readonly signer: string | null; readonly verified: boolean } | null;
}

export interface Objects {
  readonly blobs: Map<string, Buffer>;
  /** Tree SHA to its entries by name. */
  readonly trees: Map<string, ReadonlyMap<string, Entry>>;
  readonly commits: Map<string, Commit>;
}

/** What a story puts at a path. A string or bytes are an ordinary file. */
export type FileInput =
  | string
  | Buffer
  | { readonly mode: '100644' | '100755' | '120000'; readonly content: string | Buffer }
  | { readonly submodule: string };

export const createObjects = (): Objects => ({ blobs: new Map(), trees: new Map(), commits: new Map() });

function hash(type: 'blob' | 'tree' | 'commit', body: Buffer): string {
  return createHash('sha1').update(`${type} ${body.length}\0`).update(body).digest('hex');
}

/** Stores a file's content; gives its tree entry. */
export function writeFile(objects: Objects, input: FileInput): Entry {
  if (typeof input === 'object' && 'submodule' in input) return { mode: '160000', sha: input.submodule };
  const { mode, content } =
    typeof input === 'string' || Buffer.isBuffer(input)
      ? ({ mode: '100644', content: input } as const)
      : input;
  const bytes = Buffer.from(content);
  const sha = hash('blob', bytes);
  objects.blobs.set(sha, bytes);
  return { mode, sha };
}

/** Git sorts folders as if their name ended in a slash. */
const sortKey = ([name, entry]: readonly [string, Entry]): Buffer =>
  Buffer.from(entry.mode === '040000' ? `${name}/` : name);

/** Stores the trees for a flat listing of paths; gives the root tree's SHA. */
export function writeTree(objects: Objects, files: ReadonlyMap<string, Entry>): string {
  const here = new Map<string, Entry>();
  const below = new Map<string, Map<string, Entry>>();
  for (const [path, entry] of files) {
    const slash = path.indexOf('/');
    if (slash < 0) {
      here.set(path, entry);
      continue;
    }
    const name = path.slice(0, slash);
    const folder = below.get(name) ?? new Map<string, Entry>();
    below.set(name, folder.set(path.slice(slash + 1), entry));
  }
  for (const [name, folder] of below) here.set(name, { mode: '040000', sha: writeTree(objects, folder) });
  const sorted = [...here].toSorted((a, b) => Buffer.compare(sortKey(a), sortKey(b)));
  const body = sorted.flatMap(([name, entry]) => [
    Buffer.from(`${entry.mode.replace(/^0/, '')} ${name}\0`),
    Buffer.from(entry.sha, 'hex'),
  ]);
  const sha = hash('tree', Buffer.concat(body));
  objects.trees.set(sha, new Map(sorted));
  return sha;
}

/** All files below a tree by path, in git's order; folders only if asked. */
export function listTree(
  objects: Objects,
  sha: string,
  options: { folders?: boolean } = {},
): Map<string, Entry> {
  const files = new Map<string, Entry>();
  const visit = (tree: string, prefix: string): void => {
    for (const [name, entry] of objects.trees.get(tree) ?? []) {
      if (entry.mode !== '040000' || options.folders) files.set(prefix + name, entry);
      if (entry.mode === '040000') visit(entry.sha, `${prefix}${name}/`);
    }
  };
  visit(sha, '');
  return files;
}

/** The entry at a path below a tree; the tree itself for an empty path. */
export function entryAt(objects: Objects, tree: string, path: string): Entry | null {
  let entry: Entry = { mode: '040000', sha: tree };
  for (const name of path.split('/').filter(Boolean)) {
    const next = entry.mode === '040000' ? objects.trees.get(entry.sha)?.get(name) : undefined;
    if (!next) return null;
    entry = next;
  }
  return entry;
}

function signatureLine({ name, email, date }: Signature): string {
  return `${name} <${email}> ${Math.floor(Date.parse(date) / 1000)} +0000`;
}

/** Stores a commit; its SHA is computed as git does for an unsigned one. */
export function writeCommit(objects: Objects, commit: Omit<Commit, 'sha'>): Commit {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${signatureLine(commit.author)}`,
    `committer ${signatureLine(commit.committer)}`,
  ];
  // Git ends a message with a newline, which GitHub does not show.
  const message = commit.message.endsWith('\n') ? commit.message : `${commit.message}\n`;
  const stored = { ...commit, sha: hash('commit', Buffer.from(`${lines.join('\n')}\n\n${message}`)) };
  objects.commits.set(stored.sha, stored);
  return stored;
}

/** Git's own test: a NUL byte among the first 8,000. */
export const isBinary = (bytes: Buffer): boolean => bytes.subarray(0, 8000).includes(0);
