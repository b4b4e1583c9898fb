/** Notes on commits, as `git notes --ref=ai` pushes them. */
import { listTree, writeCommit, writeFile, writeTree } from '../git/objects.ts';
import { sign } from './repositories.ts';
import type { Account, Repository, State } from './state.ts';

const NOTES = 'refs/notes/ai';

/**
 * Writes authorship notes, by the commit that each is about.
 * @param folders how many folders they are spread over: git makes more of them as notes grow in number
 */
export function addNotes(
  state: State,
  repository: Repository,
  author: Account,
  notes: Readonly<Record<string, string>>,
  folders: 0 | 1 | 2 = 0,
): void {
  const { objects, refs } = repository;
  const tip = refs.get(NOTES);
  const files = tip === undefined ? new Map() : listTree(objects, objects.commits.get(tip)?.tree ?? '');
  for (const [sha, text] of Object.entries(notes)) {
    const parts = Array.from({ length: folders }, (_, i) => sha.slice(i * 2, i * 2 + 2));
    files.set([...parts, sha.slice(folders * 2)].join('/'), writeFile(objects, text));
  }
  const { sha } = writeCommit(objects, {
    tree: writeTree(objects, files),
    parents: tip === undefined ? [] : [tip],
    author: sign(state, author),
    committer: sign(state, author),
    message: 'Notes added by git notes',
    signature: null,
  });
  refs.set(NOTES, sha);
}
