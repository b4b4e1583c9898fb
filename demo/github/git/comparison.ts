/** What changed between two trees, as GitHub lists it: renames found, patches left out where they are too large. */
import { diffLines } from 'diff';
import { makePatch } from '../../../src/core/facts/diff.ts';
import { isBinary, listTree } from './objects.ts';
import type { Entry, Objects } from './objects.ts';
import type { State } from '../state/state.ts';

export interface FileDiff {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: 'added' | 'modified' | 'removed' | 'renamed' | 'changed';
  readonly additions: number;
  readonly deletions: number;
  /** At head; at the base for a removed file. */
  readonly sha: string;
  readonly patch: string | null;
}

/** Share of lines two files must have in common to be taken for one that moved: git's own default. */
const SIMILARITY = 0.5;
/** Beyond this many candidates git stops looking for similar files, too. */
const MAX_CANDIDATES = 200;

const compared = new WeakMap<Objects, Map<string, FileDiff[]>>();

/** Files that differ, by path. Limits are those of the state at the time of asking. */
export function compareTrees(state: State, objects: Objects, baseTree: string, headTree: string): FileDiff[] {
  const known = compared.get(objects) ?? new Map<string, FileDiff[]>();
  compared.set(objects, known);
  const key = JSON.stringify([baseTree, headTree, state.limits, [...state.patchless]]);
  const diffs = known.get(key) ?? withinLimits(state, differences(state, objects, baseTree, headTree));
  known.set(key, diffs);
  return diffs;
}

/** Patches stop once they are too much together. */
function withinLimits({ limits }: State, diffs: FileDiff[]): FileDiff[] {
  let [lines, bytes] = [0, 0];
  return diffs.map((diff) => {
    lines += diff.patch?.split('\n').length ?? 0;
    bytes += diff.patch?.length ?? 0;
    const fits = lines <= limits.diffLines && bytes <= limits.diffBytes;
    return fits ? diff : { ...diff, additions: 0, deletions: 0, patch: null };
  });
}

function differences(state: State, objects: Objects, baseTree: string, headTree: string): FileDiff[] {
  const base = listTree(objects, baseTree);
  const head = listTree(objects, headTree);
  const removed = new Map([...base].filter(([path]) => !head.has(path)));
  const added = new Map([...head].filter(([path]) => !base.has(path)));
  const renames = findRenames(objects, removed, added);
  const diffs: FileDiff[] = [];
  for (const [path, entry] of added) {
    const from = renames.get(path);
    if (from === undefined) diffs.push(describe(state, objects, path, null, null, entry, 'added'));
    else diffs.push(describe(state, objects, path, from, removed.get(from) ?? null, entry, 'renamed'));
  }
  const moved = new Set(renames.values());
  for (const [path, entry] of removed) {
    if (!moved.has(path)) diffs.push(describe(state, objects, path, null, entry, null, 'removed'));
  }
  for (const [path, entry] of head) {
    const before = base.get(path);
    if (!before || (before.sha === entry.sha && before.mode === entry.mode)) continue;
    const sameKind = before.mode.slice(0, 3) === entry.mode.slice(0, 3);
    diffs.push(describe(state, objects, path, null, before, entry, sameKind ? 'modified' : 'changed'));
  }
  return diffs.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function describe(
  state: State,
  objects: Objects,
  path: string,
  previousPath: string | null,
  before: Entry | null,
  after: Entry | null,
  status: FileDiff['status'],
): FileDiff {
  const sha = after?.sha ?? before?.sha ?? '';
  const none = { path, previousPath, status, additions: 0, deletions: 0, sha, patch: null };
  const sides = [content(objects, before), content(objects, after)] as const;
  if (state.patchless.has(path) || before?.sha === after?.sha || sides.some(isBinary)) return none;
  const patch = makePatch(sides[0].toString(), sides[1].toString());
  if (patch.length > state.limits.patchBytes) return none;
  const lines = patch.split('\n');
  if (lines.length > state.limits.patchLines) return none;
  const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
  return { ...none, additions: count('+'), deletions: count('-'), patch: patch === '' ? null : patch };
}

function content(objects: Objects, entry: Entry | null): Buffer {
  if (!entry) return Buffer.alloc(0);
  if (entry.mode === '160000') return Buffer.from(`Subproject commit ${entry.sha}\n`);
  return objects.blobs.get(entry.sha) ?? Buffer.alloc(0);
}

/** New path to old path: the same content first, then the most similar text. */
function findRenames(
  objects: Objects,
  removed: Map<string, Entry>,
  added: Map<string, Entry>,
): Map<string, string> {
  const renames = new Map<string, string>();
  const free = new Set(removed.keys());
  const take = (path: string, from: string) => {
    renames.set(path, from);
    free.delete(from);
  };
  const bySha = new Map([...removed].map(([path, entry]) => [entry.sha, path]));
  for (const [path, entry] of added) {
    const from = bySha.get(entry.sha);
    if (from !== undefined && free.has(from) && objects.blobs.get(entry.sha)?.length) take(path, from);
  }
  const left = [...added].filter(([path]) => !renames.has(path));
  if (left.length * free.size > MAX_CANDIDATES) return renames;
  for (const [path, entry] of left) {
    let best: { from: string; score: number } | null = null;
    for (const from of free) {
      const score = similarity(content(objects, removed.get(from) ?? null), content(objects, entry));
      if (score >= SIMILARITY && score > (best?.score ?? 0)) best = { from, score };
    }
    if (best) take(path, best.from);
  }
  return renames;
}

function similarity(a: Buffer, b: Buffer): number {
  if (isBinary(a) || isBinary(b) || a.length === 0 || b.length === 0) return 0;
  const [before, after] = [a.toString(), b.toString()];
  const parts = diffLines(before, after, { maxEditLength: 5000 }) ?? [];
  const kept = parts
    .filter((part) => !part.added && !part.removed)
    .reduce((sum, part) => sum + part.value.length, 0);
  return kept / Math.max(before.length, after.length);
}
