import type { Objects } from './objects.ts';
import { runGit, type GitContext } from './process.ts';

/** Where a repository keeps authorship notes; plain values. */
export interface NoteRefs {
  /** The tip of `refs/notes/ai`; null: there is none. */
  readonly tip: string | null;
  /** Notes of git-ai before 1.0, by the commit that they are about. */
  readonly old: ReadonlyMap<string, string>;
}

const TIP = 'refs/notes/ai';
const OLD = 'refs/ai/authorship/';
const MAX_OLD = 50_000;

/** Finds them, with one process for the whole repository. */
export async function findNotes(own: GitContext): Promise<NoteRefs> {
  const format = '--format=%(objectname) %(refname)';
  const { stdout } = await runGit(own, ['for-each-ref', `--count=${MAX_OLD}`, format, TIP, OLD]);
  const refs = stdout.split('\n').map((line) => line.split(' '));
  const tip = refs.find(([, ref]) => ref === TIP)?.[0] ?? null;
  const old = refs.flatMap(([oid = '', ref = '']) =>
    ref.startsWith(OLD) ? [[ref.slice(OLD.length), oid] as const] : [],
  );
  return { tip, old: new Map(old) };
}

/** The paths a note on a commit can have: git spreads many notes over folders. */
export const notePaths = (sha: string): string[] =>
  [0, 1, 2].map((folders) => {
    const parts = Array.from({ length: folders }, (_, i) => sha.slice(i * 2, i * 2 + 2));
    return [...parts, sha.slice(folders * 2)].join('/');
  });

/** The note on a commit; undefined: there is none here. Notes are not fetched by default, so that is no gap. */
export async function readNote(
  objects: Objects,
  { tip, old }: NoteRefs,
  sha: string,
): Promise<string | undefined> {
  const names = [...(tip === null ? [] : notePaths(sha).map((path) => `${tip}:${path}`)), old.get(sha) ?? ''];
  const found = await Promise.all(names.filter((name) => name !== '').map((name) => objects.read(name)));
  const note = found.find((object) => object.state === 'read' && object.type === 'blob');
  return note?.state === 'read' ? note.body.toString() : undefined;
}
