import { makePatch } from '../../src/core/facts/diff.ts';
import type { FileChange, FileContent } from '../../src/core/facts/facts.ts';
import type { ActiveRule } from '../../src/core/rules/inspect.ts';
import type { ChangeFacts } from '../../src/core/rules/rule.ts';

/** How the time of one rule grows with what it reads. */
export interface Growth {
  readonly rule: string;
  /** What was made larger: one file, or the number of files. */
  readonly of: 'one file' | 'many files';
  /** Milliseconds at the smallest and the largest size. */
  readonly least: number;
  readonly most: number;
  /** Of the line through the logarithms of time and size: 1 is linear. */
  readonly slope: number;
}

/** Two decades, in bytes of one file and in files. */
const SIZES = [10_000, 31_600, 100_000, 316_000, 1_000_000];
const COUNTS = [10, 32, 100, 316, 1000];
/** Shorter runs say more about the clock than about the rule. */
const LEAST_MS = 1;

/** What an example does to one file. */
interface Edit {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

const content = (text: string | null): FileContent =>
  text === null ? { state: 'absent' } : { state: 'text', text };
const linesOf = (text: string | null): number => text?.split('\n').length ?? 0;

function fileOf({ path, before, after }: Edit): FileChange {
  const patch = makePatch(before ?? '', after ?? '');
  return {
    path,
    previousPath: null,
    status: before === null ? 'added' : after === null ? 'removed' : 'modified',
    additions: linesOf(after),
    deletions: linesOf(before),
    headBlob: after === null ? null : '0'.repeat(40),
    patch: patch === '' ? null : patch,
    base: content(before),
    head: content(after),
  };
}

/** The edit in a file of a given size: many times over, or where that would be no file of its format, among others. */
function enlarged({ path, before, after }: Edit, bytes: number): Edit {
  const unit = Math.max(before?.length ?? 0, after?.length ?? 0, 1);
  const enlarge = (text: string | null): string | null => {
    if (text === null) return null;
    const padded = padding(path, text, bytes - unit);
    if (padded !== null) return padded;
    return (text.endsWith('\n') ? text : `${text}\n`).repeat(Math.max(1, Math.round(bytes / unit)));
  };
  return { path, before: enlarge(before), after: enlarge(after) };
}

/** A document in YAML or JSON with more entries at its end; null: the text is neither, or its entries cannot follow. */
function padding(path: string, text: string, bytes: number): string | null {
  const entries = (one: (index: number) => string): string =>
    Array.from({ length: Math.max(0, Math.ceil(bytes / one(0).length)) }, (_, index) => one(index)).join('');
  if (/\.ya?ml$/i.test(path)) {
    if (!/^[\w'"]/m.test(text) || text.trimStart().startsWith('- ')) return null;
    return `${text.trimEnd()}\n${entries((i) => `part${i}:\n  name: part ${i}\n  values: [${i}, two]\n`)}`;
  }
  const end = text.trimEnd();
  if (!/\.json$/i.test(path) || !/^\{[\s\S]*[^{\s,][\s\n]*\}$/.test(end)) return null;
  return `${end.slice(0, -1)}${entries((i) => `,\n"part${i}": {"name": "part ${i}", "values": [${i}, "two"]}`)}}\n`;
}

/** The same edit under another name that means the same to a rule. */
function renamed(edit: Edit, index: number): Edit {
  const { path } = edit;
  if (index === 0) return edit;
  const workflow = /^(\.github\/workflows\/.*)(\.ya?ml)$/.exec(path);
  return { ...edit, path: workflow ? `${workflow[1]}-${index}${workflow[2]}` : `part${index}/${path}` };
}

/** The edit with blank lines at its end that no other number gives it: the text means the same and is another one. */
function unlike(edit: Edit, number: number): Edit {
  const blanks = number.toString(2).replaceAll('0', '\n').replaceAll('1', ' \n');
  const end = (text: string | null): string | null => text && `${text.trimEnd()}\n${blanks}`;
  return { ...edit, before: end(edit.before), after: end(edit.after) };
}

const changeOf = (files: readonly FileChange[]): ChangeFacts => ({
  repository: {
    owner: 'acme',
    name: 'shop',
    id: 1,
    ownerType: 'Organization',
    private: true,
    defaultBranch: 'main',
    topics: [],
  },
  headRef: 'change',
  title: '',
  files,
});

/**
 * The least time of the processor of a few runs, in milliseconds. Each reads texts that none has read before: what was
 * made of a text is remembered.
 */
function timed(changeAt: (run: number) => ChangeFacts, { rule, options }: ActiveRule): number {
  let best = Infinity;
  for (let spent = 0, run = 0; run < 3 || (spent < 30 && run < 30); run++) {
    const change = changeAt(run);
    const began = process.cpuUsage();
    rule.inspect(change, options);
    const { user, system } = process.cpuUsage(began);
    const took = (user + system) / 1000;
    best = Math.min(best, took);
    spent += took;
    if (spent > 3000) break;
  }
  return best;
}

/** Least squares through the logarithms. */
function slopeOf(points: readonly { size: number; ms: number }[]): number {
  const xs = points.map(({ size }) => Math.log(size));
  const ys = points.map(({ ms }) => Math.log(Math.max(ms, LEAST_MS)));
  const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;
  const [x, y] = [mean(xs), mean(ys)];
  const over = xs.reduce((sum, one, i) => sum + (one - x) * ((ys[i] ?? y) - y), 0);
  return over / xs.reduce((sum, one) => sum + (one - x) ** 2, 0);
}

function growth(
  active: ActiveRule,
  of: Growth['of'],
  sizes: readonly number[],
  changeAt: (size: number, run: number) => ChangeFacts,
): Growth {
  const points = sizes.map((size) => ({ size, ms: timed((run) => changeAt(size, run), active) }));
  return {
    rule: active.rule.id,
    of,
    least: points[0]?.ms ?? NaN,
    most: points.at(-1)?.ms ?? NaN,
    slope: slopeOf(points),
  };
}

/** Each rule on its own flagged example: the edit in a larger file, and the file under many names. */
export function growths(rules: readonly ActiveRule[]): Growth[] {
  return rules.flatMap((active) => {
    const edit = active.rule.flagged.flatMap(({ files }) => files).find(({ after }) => after !== '');
    if (!edit) return [];
    const oneFile = (bytes: number, run: number): ChangeFacts =>
      changeOf([fileOf(unlike(enlarged(edit, bytes), run))]);
    const manyFiles = (count: number, run: number): ChangeFacts =>
      changeOf(
        Array.from({ length: count }, (_, index) =>
          fileOf(unlike(renamed(edit, index), run * count + index)),
        ),
      );
    return [growth(active, 'one file', SIZES, oneFile), growth(active, 'many files', COUNTS, manyFiles)];
  });
}
