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

/** The same edit many times over in one file. */
function repeated({ path, before, after }: Edit, bytes: number): FileChange {
  const unit = Math.max(before?.length ?? 0, after?.length ?? 0, 1);
  const times = Math.max(1, Math.round(bytes / unit));
  const repeat = (text: string | null): string | null => {
    if (text === null) return null;
    return (text.endsWith('\n') ? text : `${text}\n`).repeat(times);
  };
  return fileOf({ path, before: repeat(before), after: repeat(after) });
}

/** The same edit under another name that means the same to a rule. */
function renamed(edit: Edit, index: number): Edit {
  const { path } = edit;
  if (index === 0) return edit;
  const workflow = /^(\.github\/workflows\/.*)(\.ya?ml)$/.exec(path);
  return { ...edit, path: workflow ? `${workflow[1]}-${index}${workflow[2]}` : `part${index}/${path}` };
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

/** The best of a few runs. */
function timed(work: () => unknown): number {
  let best = Infinity;
  for (let spent = 0, run = 0; run < 3 || (spent < 30 && run < 50); run++) {
    const began = performance.now();
    work();
    const took = performance.now() - began;
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

function growth({ rule, options }: ActiveRule, of: Growth['of'], changes: readonly ChangeFacts[]): Growth {
  const points = changes.map((change, i) => ({
    size: (of === 'one file' ? SIZES : COUNTS)[i] ?? 1,
    ms: timed(() => rule.inspect(change, options)),
  }));
  return {
    rule: rule.id,
    of,
    least: points[0]?.ms ?? NaN,
    most: points.at(-1)?.ms ?? NaN,
    slope: slopeOf(points),
  };
}

/** Each rule on its own flagged example: the edit repeated within one file, and the file repeated under other names. */
export function growths(rules: readonly ActiveRule[]): Growth[] {
  return rules.flatMap((active) => {
    const edit = active.rule.flagged.flatMap(({ files }) => files).find(({ after }) => after !== '');
    if (!edit) return [];
    const larger = SIZES.map((size) => changeOf([repeated(edit, size)]));
    const more = COUNTS.map((count) =>
      changeOf(Array.from({ length: count }, (_, index) => fileOf(renamed(edit, index)))),
    );
    return [growth(active, 'one file', larger), growth(active, 'many files', more)];
  });
}
