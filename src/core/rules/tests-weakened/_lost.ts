import { lineChanges } from '../../facts/diff.ts';
import type { ChangeFacts } from '../rule.ts';
import { isSourcePath } from './_languages.ts';

/** What a change takes out of the code that tests are written for. */
export interface Lost {
  /** Names that were declared on a removed line and are on no added line. */
  readonly declared: ReadonlySet<string>;
  /** All names that are on a removed line and on no added line. */
  readonly names: ReadonlySet<string>;
  /** Names of removed or renamed files, without folder and extension. */
  readonly files: ReadonlySet<string>;
}

const NAME = /[A-Za-z_$][\w$]{2,80}/g;
/** A declaration's name: `class X`, `def x`, `x(...) {`, `x: ...`, `X = ...`, also of routes and flags in quotes. */
const DECLARED = [
  /\b(?:class|interface|type|enum|struct|trait|record|object|def|fn|func|fun|function\*?|const|let|var|val|module|mod|macro_rules!)\s+(?:\([^)\n]{0,80}\)\s*)?([A-Za-z_$][\w$]{2,80})/g,
  /^\s*(?:[\w<>[\],.?@]+\s+){0,6}([A-Za-z_$][\w$]{2,80})\s*(?:<[^>\n]{0,80}>)?\(/g,
  /^\s*(?:["']?)([A-Za-z_$][\w$-]{2,80})["']?\s*[:=]/g,
];

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
  const declared = new Set<string>();
  const names = new Set<string>();
  const files = new Set<string>();
  const staying = new Set<string>();
  for (const file of facts.files) {
    const path = file.previousPath ?? file.path;
    if (!isSourcePath(path)) continue;
    if (file.status === 'removed' || file.status === 'renamed') files.add(stemOf(path));
    const { added, removed } = lineChanges(file);
    for (const { text } of added) for (const name of namesIn(text)) staying.add(name);
    for (const { text } of removed) {
      const line = text.slice(0, 1000);
      for (const name of namesIn(line)) names.add(name);
      for (const pattern of DECLARED)
        for (const match of line.matchAll(pattern)) declared.add(match[1] ?? '');
    }
  }
  for (const name of staying) {
    declared.delete(name);
    names.delete(name);
  }
  return { declared, names, files };
}

const namesIn = (text: string): string[] => text.slice(0, 1000).match(NAME) ?? [];

/** A file's name without folder and extensions. */
function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.slice(0, name.indexOf('.') > 0 ? name.indexOf('.') : name.length);
}

/** Whether a text names something of the set. */
export function mentions(text: string, names: ReadonlySet<string>): boolean {
  return names.size > 0 && (text.slice(0, 50_000).match(NAME) ?? []).some((name) => names.has(name));
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
