import { isDeployed } from '../../core/facts/deployed-paths.ts';
import { globProblem, pathMatcher } from '../../core/facts/paths.ts';
import type { Area } from './seen.ts';

/** How files of one kind are told by their paths. */
export interface Kind {
  readonly what: string;
  /** The folder that a file of this kind belongs to (empty: the root); null: it is none. */
  readonly folderOf: (path: string) => string | null;
  /** What fits these files wherever they are; for where they are in too many folders to name. */
  readonly anywhere: readonly string[];
  /** Whether all that lies in such a folder is meant; left out: it is. */
  readonly isWhole?: (folder: string) => boolean;
}

/** More folders than these are not named one by one. */
const MAX_FOLDERS = 6;

/** Code that came from elsewhere, and what is never run for real. */
const isOwn = (path: string): boolean =>
  isDeployed(path) && !/(?:^|\/)(?:vendor|third[-_]party|\.?templates?)\//i.test(path);

/** Finds the files of each kind, each file once: the first kind that fits has it. */
export function areasOf(paths: readonly string[], kinds: readonly Kind[]): Area[] {
  const found = new Map<Kind, Map<string, string[]>>();
  for (const path of paths.filter(isOwn)) {
    for (const kind of kinds) {
      const folder = kind.folderOf(path);
      if (folder === null) continue;
      const folders = found.get(kind) ?? new Map<string, string[]>();
      found.set(kind, folders);
      folders.set(folder, [...(folders.get(folder) ?? []), path]);
      break;
    }
  }
  return [...found]
    .map(([kind, folders]) => area(kind, folders, paths))
    .filter(({ patterns }) => patterns.length > 0);
}

function area(kind: Kind, folders: ReadonlyMap<string, readonly string[]>, paths: readonly string[]): Area {
  const files = [...folders.values()].flat();
  const within = [...folders.keys()].flatMap((folder) => globsIn(kind, folder));
  const globs = folders.size > MAX_FOLDERS ? kind.anywhere : outermost(within);
  const usable = globs.every((glob) => globProblem(glob) === null) ? globs : kind.anywhere;
  const patterns = usable
    .map((glob) => ({ glob, files: paths.filter(pathMatcher([glob])).length }))
    .filter((pattern) => pattern.files > 0);
  return { what: kind.what, patterns, files };
}

/** Names that are patterns by themselves are left to `anywhere`: a backslash too many is a guard too few. */
function globsIn(kind: Kind, folder: string): readonly string[] {
  if (folder === '' || /[^\p{L}\p{N}/._ @+-]/u.test(folder)) return kind.anywhere;
  return kind.isWhole?.(folder) === false
    ? kind.anywhere.map((glob) => `${folder}/${glob}`)
    : [`${folder}/**`];
}

/** Without the folders that are in another one of these. */
const outermost = (globs: readonly string[]): string[] => {
  const all = [...new Set(globs)];
  return all.filter(
    (glob) =>
      !all.some(
        (other) => other !== glob && other.endsWith('/**') && glob.startsWith(other.slice(0, -'**'.length)),
      ),
  );
};
