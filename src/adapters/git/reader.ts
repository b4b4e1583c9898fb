import { CODEOWNERS_PATHS, POLICY_PATH } from '../../core/facts/control-files.ts';
import type { Gap, TextFile } from '../../core/facts/facts.ts';
import type { ContentRequest } from '../../ports.ts';
import { changedFiles, type ChangedFile } from './changed-files.ts';
import { parseCommit, type LocalCommit } from './commit.ts';
import { ContentCache, MAX_FILE_BYTES, NOT_HERE, readContents, type LoadedContents } from './contents.ts';
import { readNote } from './notes.ts';
import { openObjects, type GitObject } from './objects.ts';
import { GitError } from './process.ts';
import type { GitRepository } from './repository.ts';
import { find } from './tree.ts';
import { openTreeDiffs, type TreeDiffs } from './tree-diff.ts';

/** Of one change so much is kept of what git prints; a file whose patch is beyond it is read by itself. */
const MAX_DIFF_BYTES = 64 * 1024 * 1024;

export interface ChangesRead {
  readonly files: readonly ChangedFile[];
  readonly gaps: readonly Gap[];
}

/** Reads commits and what they change. Nothing here rejects because an object is missing: that is a gap. */
export interface RepositoryReader {
  /** The commit, or why there is none to be had. */
  commit(sha: string): Promise<LocalCommit | Gap>;
  /** What differs between the trees of two commits. A base of null: everything is new. */
  changes(base: string | null, head: string): Promise<ChangesRead>;
  contents(requests: readonly ContentRequest[]): Promise<LoadedContents>;
  policyFile(commit: string | null): Promise<TextFile | Gap | null>;
  codeownersFile(commit: string | null): Promise<TextFile | Gap | null>;
  close(): void;
}

/** @param patches whether hunks are wanted, or the names of files will do. */
export function openReader(repository: GitRepository, patches: boolean): RepositoryReader {
  const objects = openObjects(repository.objects, MAX_FILE_BYTES);
  const differ = (depth: Parameters<typeof openTreeDiffs>[1]): TreeDiffs =>
    openTreeDiffs(repository.objects, depth, MAX_DIFF_BYTES);
  const full = differ(patches ? 'patch' : 'files');
  const bare = differ('names');
  const cache = new ContentCache();
  /** Newest last: the parent of a commit is as a rule one of the last that were read. */
  const known = new Map<string, LocalCommit | Gap>();

  async function commit(sha: string): Promise<LocalCommit | Gap> {
    const before = known.get(sha);
    if (before) return before;
    const object = await objects.read(sha);
    const note = await readNote(objects, repository.notes, sha);
    const found = toCommit(sha, object, note);
    known.set(sha, found);
    const [oldest] = known.keys();
    if (known.size > COMMITS_KEPT && oldest !== undefined) known.delete(oldest);
    return found;
  }

  async function tree(sha: string | null): Promise<string | Gap> {
    if (sha === null) return repository.emptyTree;
    const found = await commit(sha);
    return 'what' in found ? found : found.tree;
  }

  return {
    commit,
    async changes(base, head) {
      const [before, after] = await Promise.all([tree(base), tree(head)]);
      const gaps = [before, after].filter((each) => typeof each !== 'string');
      if (typeof before !== 'string' || typeof after !== 'string') return { files: [], gaps };
      try {
        return { files: changedFiles(await full.diff(before, after)), gaps };
      } catch (error) {
        if (!(error instanceof GitError)) throw error;
      }
      // Some blob is missing, or a tree. Names alone take no blobs; what rules need is then read file by file.
      try {
        return { files: changedFiles(await bare.diff(before, after)), gaps };
      } catch (error) {
        if (!(error instanceof GitError)) throw error;
        const reason = `The changed files cannot be listed: ${error.message}. Complete the clone with \`git fetch --refetch --no-filter\`.`;
        return { files: [], gaps: [{ what: 'files', reason }] };
      }
    },
    contents: (requests) => readContents(objects, cache, requests),
    policyFile: async (sha) => textFile([POLICY_PATH], sha),
    codeownersFile: async (sha) => textFile(CODEOWNERS_PATHS, sha),
    close() {
      for (const each of [objects, full, bare]) each.close();
    },
  };

  async function textFile(paths: readonly string[], sha: string | null): Promise<TextFile | Gap | null> {
    const at = await tree(sha);
    // A parent that is not here makes a gap of the files already.
    if (sha === null || typeof at !== 'string') return null;
    for (const path of paths) {
      const blob = await find(objects, at, path);
      if (blob === null) continue;
      const object = typeof blob === 'string' ? await objects.read(blob) : blob;
      const what = `${path} at ${sha.slice(0, 7)}`;
      if (object.state !== 'read' || object.body.includes(0)) return { what, reason: unreadable(object) };
      return { path, text: object.body.toString(), sha };
    }
    return null;
  }
}

const COMMITS_KEPT = 512;

function toCommit(sha: string, object: GitObject, note: string | undefined): LocalCommit | Gap {
  const gap = (reason: string): Gap => ({ what: `commit ${sha.slice(0, 12)}`, reason });
  if (object.state !== 'read') return gap(unreadable(object));
  const commit = object.type === 'commit' ? parseCommit(sha, object.body) : null;
  if (commit === null) return gap('It is no commit that git could have made.');
  return note === undefined ? commit : { ...commit, note };
}

function unreadable(object: GitObject): string {
  switch (object.state) {
    case 'read':
      return 'It is not text. Put a text file there.';
    case 'missing':
      return `Could not read it: ${NOT_HERE}.`;
    case 'too large':
      return `It is too large to be read (${object.size} bytes).`;
    case 'broken':
      return `Git cannot read it: ${object.reason}. Check the repository with \`git fsck\`.`;
  }
}
