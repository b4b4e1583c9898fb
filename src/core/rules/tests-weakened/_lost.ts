import { lineChanges } from '../../facts/diff.ts';
import type { ChangeFacts } from '../rule.ts';
import { isSourcePath } from '../../parsers/tests/languages.ts';

/** What a change takes out of the code that tests are written for. */
export interface Lost {
  /** Names that are on a removed line and on no added line. */
  readonly names: ReadonlySet<string>;
  /** Those of them that were declared there, or hardly mean anything else: `parseToken`, `retry_limit`. */
  readonly telling: ReadonlySet<string>;
  /** Test ids, routes and classes among those: what a test that drives the whole program looks for. */
  readonly ids: ReadonlySet<string>;
  /** Names of removed or renamed files, without folder and extension. */
  readonly files: ReadonlySet<string>;
}

const NAME = /[A-Za-z_$][\w$]{2,80}/g;
/** What hardly means anything else: a test id, a route, a class of a style sheet. */
const HYPHENATED = /(?<![\w-])[a-z][a-z0-9]{1,20}(?:-[a-z0-9]{2,20}){1,8}(?![\w-])/gi;
/** Names so common that their removal in one place says nothing about a test. */
const COMMON = new Set(
  'args body client code config content context count data error errors expected file files input item items key kind list message model name names node options output params path props query request response result results self source state status string test tests text this title token type types url user value values'.split(
    ' ',
  ),
);

/** A line that is nothing but comment: its words are no names. */
const COMMENT = /^\s*(?:\/\/|\/?\*|#(?!\[)|<!--)/;
/** A declaration's name: `class X`, `def x`, `func (r *R) X`. */
const DECLARED =
  /\b(?:class|interface|type|enum|struct|trait|record|object|def|fn|func|fun|function|module|mod)\s+(?:self\.|\([^)\n]{0,80}\)\s*)?([A-Za-z_$][\w$]{2,80})/g;
const TELLING = /^.{3,}[A-Z_]|^[A-Z]\w{4}|^\w{9}/;

const lostCache = new WeakMap<ChangeFacts, Lost>();

/** What is gone from the source files of a change, by their patches alone. */
export function lostFrom(facts: ChangeFacts): Lost {
  const known = lostCache.get(facts);
  if (known) return known;
  const lost = read(facts);
  lostCache.set(facts, lost);
  return lost;
}

function read(facts: ChangeFacts): Lost {
  const names = new Set<string>();
  const declared = new Set<string>();
  const files = new Set<string>();
  const staying = new Set<string>();
  for (const file of facts.files) {
    const path = file.previousPath ?? file.path;
    if (!isSourcePath(path)) continue;
    if (file.status === 'removed' || file.status === 'renamed') files.add(stemOf(path));
    const { added, removed } = lineChanges(file);
    for (const { text } of added) for (const name of namesIn(text)) staying.add(name);
    for (const { text } of removed) {
      if (COMMENT.test(text)) continue;
      for (const name of namesIn(text)) names.add(name);
      for (const match of text.slice(0, 1000).matchAll(DECLARED)) declared.add(match[1] ?? '');
    }
  }
  for (const name of [...staying, ...COMMON]) names.delete(name);
  const telling = new Set(
    [...names].filter((name) => declared.has(name) || name.includes('-') || TELLING.test(name)),
  );
  return { names, telling, ids: new Set([...telling].filter((name) => name.includes('-'))), files };
}

function namesIn(text: string, length = 1000): string[] {
  const part = text.slice(0, length);
  return [...(part.match(NAME) ?? []), ...(part.match(HYPHENATED) ?? []).filter((id) => id.length > 12)];
}

/** A file's name without folder and extensions. */
function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.slice(0, name.indexOf('.') > 0 ? name.indexOf('.') : name.length);
}

/** Whether a text names something of the set. */
export function mentions(text: string, names: ReadonlySet<string>): boolean {
  return names.size > 0 && namesIn(text, 50_000).some((name) => names.has(name));
}

/** What a test leaves out does not stand in it: `rejects a missing uuid`. */
const LEFT_OUT = /\b(?:missing|without|requires?|no)[ _]([A-Za-z]\w{3,40})/gi;

/** Whether a test is about a name that is gone: its title says so, and its body uses it, or is to go without. */
export function isAbout(title: string, body: string, { names }: Lost): boolean {
  if ([...title.matchAll(LEFT_OUT)].some(([, name = '']) => names.has(name))) return true;
  const words = new Set(
    (title.match(/[A-Z]?[a-z]{3,40}|[A-Z]{4,40}/g) ?? []).map((word) => word.toLowerCase()),
  );
  return (
    names.size > 0 && namesIn(body, 20_000).some((name) => names.has(name) && words.has(name.toLowerCase()))
  );
}

/** Whether a test file was about a source file that is gone: by its own name, or by what it imports. */
export function testsGoneFile(path: string, text: string, lost: Lost): boolean {
  if (lost.files.size === 0) return false;
  const subject = stemOf(path).replace(
    /^(?:test_|Test(?=[A-Z]))|(?:[_-]?(?:test|tests|spec)|Tests?|Spec|IT)$/g,
    '',
  );
  if (lost.files.has(subject)) return true;
  return text
    .slice(0, 200_000)
    .split('\n', 400)
    .filter((line) => /\b(?:import|from|require|use|using|mock)\b/.test(line))
    .some((line) => (line.slice(0, 500).match(/[\w$-]+/g) ?? []).some((word) => lost.files.has(word)));
}
