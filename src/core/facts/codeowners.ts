import type { TextFile } from './facts.ts';

/** One line of CODEOWNERS that has effect. */
export interface CodeOwnersRule {
  readonly line: number;
  readonly pattern: string;
  /** `@user`, `@org/team` or an e-mail, as written; empty: what the pattern matches belongs to nobody. */
  readonly owners: readonly string[];
}

export interface CodeOwnersError {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

export interface CodeOwners {
  readonly rules: readonly CodeOwnersRule[];
  /** Lines that GitHub skips, or the reason why the file is not used at all. */
  readonly errors: readonly CodeOwnersError[];
  /** The owners by the last rule that matches; empty: nobody owns the file. */
  ownersOf(path: string): readonly string[];
}

const MAX_BYTES = 3_000_000;
const OWNER =
  /^(?:@[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98})(?:\/[A-Za-z0-9_.-]{1,100})?|[^\s@]{1,64}@[A-Za-z0-9.-]{1,255}\.[A-Za-z0-9-]{1,63})$/;

/**
 * Reads CODEOWNERS by GitHub's rules. Never throws: a bad line is an error and has no effect, a file of more
 * than 3 MB is an error and nobody owns anything.
 * @see https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function parseCodeowners(text: string): CodeOwners {
  if (Buffer.byteLength(text) > MAX_BYTES) {
    const message = 'CODEOWNERS is larger than 3 MB, so GitHub does not use it. Merge lines by wildcards.';
    return { rules: [], errors: [{ line: 1, message }], ownersOf: () => [] };
  }
  const rules: CodeOwnersRule[] = [];
  const errors: CodeOwnersError[] = [];
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const [pattern, ...owners] = words(raw);
    if (pattern === undefined) continue;
    const line = index + 1;
    const problem = patternProblem(pattern) ?? ownersProblem(owners);
    if (problem === null) rules.push({ line, pattern, owners });
    else errors.push({ line, message: `${problem} GitHub skips this line.` });
  }
  return { rules, errors, ownersOf: ownerFinder(rules) };
}

/** The code owners of a repository; where there is no file, nobody owns anything. */
export const codeOwners = (file: TextFile | null): CodeOwners => parseCodeowners(file?.text ?? '');

/** Splits at white space that is not escaped; a `#` that starts a word starts a comment. */
function words(line: string): string[] {
  const found: string[] = [];
  for (const [word] of line.matchAll(/(?:\\.|[^\s\\]|\\$)+/g)) {
    if (word.startsWith('#')) break;
    found.push(word);
  }
  return found;
}

const quoted = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);

function patternProblem(pattern: string): string | null {
  if (pattern.startsWith('!'))
    return `${quoted(pattern)} negates, which CODEOWNERS cannot; list what is owned.`;
  if (pattern.startsWith('\\#'))
    return `${quoted(pattern)} starts with \`#\`, which CODEOWNERS cannot escape.`;
  if (/[[\]]/.test(pattern.replace(/\\./g, ''))) {
    return `${quoted(pattern)} holds brackets; CODEOWNERS has no character ranges.`;
  }
  if (pattern.includes('***')) return `${quoted(pattern)} has three stars in a row; write \`**\`.`;
  return null;
}

function ownersProblem(owners: readonly string[]): string | null {
  const bad = owners.find((owner) => !OWNER.test(owner));
  return bad === undefined
    ? null
    : `${quoted(bad)} is not an owner; write \`@user\`, \`@org/team\` or an e-mail.`;
}

function ownerFinder(rules: readonly CodeOwnersRule[]): CodeOwners['ownersOf'] {
  let compiled: { matches: (segments: readonly string[]) => boolean; owners: readonly string[] }[] | null =
    null;
  const known = new Map<string, readonly string[]>();
  return (path) => {
    compiled ??= rules.map(({ pattern, owners }) => ({ matches: compile(pattern), owners })).toReversed();
    let owners = known.get(path);
    if (!owners) {
      const segments = path.split('/');
      owners = compiled.find((rule) => rule.matches(segments))?.owners ?? [];
      known.set(path, owners);
    }
    return owners;
  };
}

const STAR = 0 as const;
const ONE = 1 as const;
/** Any number of T, exactly one, or this one. */
type Wildcard<T> = T | typeof STAR | typeof ONE;
/** A file's or folder's name: literal, or characters and wildcards. */
type Name = string | readonly Wildcard<string>[];

/**
 * As in gitignore: a slash at the start or inside ties the pattern to the root, and a name at the end also
 * stands for the folder of that name. Unlike there, `docs/*` does not reach into folders.
 */
function compile(pattern: string): (path: readonly string[]) => boolean {
  if (pattern === '/') return () => false;
  const names = pattern.split('/');
  const last = names.pop() ?? '';
  const floating = names.length === 0 || (names.length === 1 && names[0] !== '' && last === '');
  if (names[0] === '') names.shift();
  const tail: Wildcard<Name>[] =
    last === '' || last === '**' ? [STAR, ONE] : last === '*' ? [ONE] : [compileName(last), STAR];
  const segments: Wildcard<Name>[] = [...(floating ? [STAR] : []), ...names.map(compileFolder), ...tail];
  return (path) => matches(segments, path, matchesName);
}

const compileFolder = (name: string): Wildcard<Name> => (name === '**' ? STAR : compileName(name));

function compileName(name: string): Name {
  const characters = Array.from(name.matchAll(/\\?(.)/gsu), ([written, character = '']) =>
    written === '*' ? STAR : written === '?' ? ONE : character,
  );
  const literal = characters.filter((character) => typeof character === 'string');
  return literal.length === characters.length ? literal.join('') : characters;
}

const matchesName = (name: Name, text: string): boolean =>
  typeof name === 'string' ? name === text : matches(name, [...text], (a, b) => a === b);

/** Wildcard matching that goes back to the last star only: at worst pattern times text, never exponential. */
function matches<P, T>(
  pattern: readonly Wildcard<P>[],
  text: readonly T[],
  equal: (pattern: P, text: T) => boolean,
): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const wanted = pattern[p];
    if (p < pattern.length && wanted === STAR) {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (wanted === ONE || equal(wanted as P, text[t] as T))) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === STAR) p++;
  return p === pattern.length;
}
