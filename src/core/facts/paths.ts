import { Minimatch, type MinimatchOptions } from 'minimatch';
import type { FileChange, PullRequestFacts } from './facts.ts';

const MAX_LENGTH = 500;
const MAX_WILDCARDS = 40;
const MAX_ALTERNATIVES = 100;

const OPTIONS: MinimatchOptions = {
  dot: true,
  nocomment: true,
  nonegate: true,
  noext: true,
  platform: 'linux',
  braceExpandMax: MAX_ALTERNATIVES + 1,
};

/**
 * The path as a person reads it and a careless file system takes it: compatibility forms and case folded,
 * invisible and direction-changing characters gone, backslashes as slashes, no dots or spaces at a name's end.
 */
export function normalizePath(path: string): string {
  return path
    .normalize('NFKC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu, '')
    .split(/[\\/]+/)
    .map(trimName)
    .join('/')
    .replace(/^\/|\/$/g, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC');
}

/** Both names of a renamed or copied file, the one at head first; one name for any other. */
export function changedPaths(file: Pick<FileChange, 'path' | 'previousPath'>): readonly string[] {
  return file.previousPath === null ? [file.path] : [file.path, file.previousPath];
}

/**
 * What is wrong with a glob and how to mend it, as a sentence; null: nothing.
 * A glob that could never match a file counts as wrong: it would guard nothing, silently.
 */
export function globProblem(glob: string): string | null {
  const pattern = glob.startsWith('!') ? glob.slice(1) : glob;
  const say = (what: string): string => `The pattern ${JSON.stringify(glob.slice(0, 80))} ${what}.`;
  if (pattern.trim() === '') return say('is empty; write for example `src/**`');
  if (pattern.length > MAX_LENGTH) return say(`is longer than ${MAX_LENGTH} characters; split it up`);
  if ((pattern.match(/[*?[]/g)?.length ?? 0) > MAX_WILDCARDS) {
    return say(`has more than ${MAX_WILDCARDS} wildcards; split it up`);
  }
  if (/[\p{Cc}\p{Cf}]/u.test(pattern)) return say('holds an invisible character; type it again');
  if (pattern !== pattern.trim()) return say('starts or ends with a space; take it out');
  if (/(?<!\\)[?*+@!]\(/.test(pattern)) return say('uses an extended pattern; write alternatives as `{a,b}`');
  if (/\\(?![[\]{}()!,])/.test(pattern)) return say('holds a backslash; folders are separated by `/`');
  if (unbalanced(pattern))
    return say('has a bracket or brace without its counterpart; escape it as `\\[` or `\\{`');
  if (/\{[^}]*\.\./.test(pattern)) return say('uses a range in braces; write the alternatives out');
  if (specials(normalizePattern(pattern)) !== specials(pattern)) {
    return say('holds a character that only looks like a wildcard; type it again');
  }
  const alternatives = new Minimatch(pattern, OPTIONS).globSet;
  if (alternatives.length > MAX_ALTERNATIVES) {
    return say(`stands for more than ${MAX_ALTERNATIVES} patterns; write fewer braces`);
  }
  const problem = alternatives.map(shapeProblem).find((found) => found !== null);
  return problem === undefined || problem === null ? null : say(problem);
}

/** What is wrong with one pattern once its braces are spelt out. */
function shapeProblem(pattern: string): string | null {
  if (pattern.startsWith('/')) return 'starts with `/`; paths start at the root without it';
  if (pattern.endsWith('/')) return 'ends with `/` and would match no file; for a folder write `folder/**`';
  const segments = pattern.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) {
    return 'has an empty, `.` or `..` part; write the path as git lists it';
  }
  if (segments.some((segment) => segment.includes('**') && segment !== '**')) {
    return 'has `**` beside other characters; it stands for folders only on its own, as in `src/**/*.sql`';
  }
  return null;
}

/** What is wrong with a list of globs as a whole or with its first bad entry; null: nothing. */
export function globsProblem(globs: readonly string[]): string | null {
  if (globs.length > 0 && globs.every((glob) => glob.startsWith('!'))) {
    return 'Every pattern excludes; put one that includes before them, such as `**`.';
  }
  return globs.map(globProblem).find((problem) => problem !== null) ?? null;
}

/**
 * Compiles globs once. The result tells whether a path matches any of them, as written or normalised, and none
 * of the `!` exclusions. Exclusions hold only for a path exactly as written, so that no disguise can use them.
 * A pattern that ends in a name stands for the file and for the folder of that name.
 * @throws {Error} with a sentence for a list that `globsProblem` refuses.
 */
export function pathMatcher(globs: readonly string[]): (path: string) => boolean {
  const problem = globsProblem(globs);
  if (problem !== null) throw new Error(problem);
  const positive = globs.filter((glob) => !glob.startsWith('!'));
  const included = positive.flatMap(compile);
  const folded = positive.map(normalizePattern).flatMap(compile);
  const excluded = globs.filter((glob) => glob.startsWith('!')).flatMap((glob) => compile(glob.slice(1)));
  return (path) => {
    const plain = normalizePath(path);
    return (
      (included.some((glob) => glob.match(path)) || folded.some((glob) => glob.match(plain))) &&
      !excluded.some((glob) => glob.match(path))
    );
  };
}

/** `a/**` also matches `a` itself, which may be a submodule or a symlink in the place of the folder. */
function compile(glob: string): Minimatch[] {
  const bare = glob.endsWith('/**') ? glob.slice(0, -3) : glob;
  const nested = /[*?]/.test(bare.slice(bare.lastIndexOf('/') + 1)) && bare === glob ? [] : [`${bare}/**`];
  return [bare, ...nested].map((pattern) => new Minimatch(pattern, OPTIONS));
}

/** Escapes keep their backslash, everything else is folded as paths are. */
const normalizePattern = (glob: string): string =>
  glob
    .split(/(\\.)/)
    .map((part) => (part.startsWith('\\') ? part : part.normalize('NFKC').toUpperCase().toLowerCase()))
    .join('')
    .split('/')
    .map(trimName)
    .join('/')
    .normalize('NFC');

/** Windows drops dots and spaces at the end of a name. */
const trimName = (name: string): string => name.replace(/(?<![. ])[. ]+$/, '') || name;

const specials = (pattern: string): string => pattern.replace(/[^*?[\]{}()!,/\\]/g, '');

function unbalanced(pattern: string): boolean {
  let braces = 0;
  let inClass = false;
  for (const char of pattern.replace(/\\./g, '')) {
    if (inClass) inClass = char !== ']';
    else if (char === '[') inClass = true;
    else if (char === '{') braces++;
    else if (char === '}' && --braces < 0) return true;
  }
  return inClass || braces !== 0;
}

const MAX_PATH = 1000;
const MAX_DEPTH = 60;

const isEndless = (path: string): boolean => path.length > MAX_PATH || path.split('/').length > MAX_DEPTH;

/**
 * Takes out files with paths that no sane repository has, and says so as a gap: matching a path costs more with each
 * of its folders, and thousands of endless ones would hold everybody else up.
 */
export function withoutEndlessPaths<Facts extends Pick<PullRequestFacts, 'files' | 'gaps'>>(
  facts: Facts,
): Facts {
  const endless = facts.files.filter((file) => changedPaths(file).some(isEndless));
  if (endless.length === 0) return facts;
  const reason = `${endless.length} changed files have paths of more than ${MAX_PATH} characters or ${MAX_DEPTH} folders, which are not judged. Shorten them, or leave them out.`;
  return {
    ...facts,
    files: facts.files.filter((file) => !endless.includes(file)),
    gaps: [...facts.gaps, { what: 'files with endless paths', reason }],
  };
}
