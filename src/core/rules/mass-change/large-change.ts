import { z } from 'zod';
import { charactersOf, isLockfile, sizeOf, type Size } from '../../facts/change-size.ts';
import type { FileChange } from '../../facts/facts.ts';
import type { Example, Finding, Rule } from '../rule.ts';

const limit = (fallback: number, description: string) =>
  z.int().min(1).default(fallback).describe(description);

const options = z.strictObject({
  lines: limit(1500, 'Lines added and deleted together, without lockfiles, above which a change is large.'),
  files: limit(60, 'Files changed, above which a change is large. Every file counts.'),
  deletions: limit(1000, 'Lines deleted, without lockfiles, above which a change is large.'),
  characters: limit(
    500_000,
    'Characters on changed lines, without lockfiles, above which a change is large: few lines can be long.',
  ),
});
type Options = z.infer<typeof options>;

/** This many times over a limit, nobody reads the change any more. */
const HUGE = 5;

const total = (size: Size): number => size.additions + size.deletions;
const number = new Intl.NumberFormat('en');

function inspect(files: readonly FileChange[], limits: Options): Finding[] {
  const sizes = files.map((file) => ({ file, size: sizeOf(file), characters: charactersOf(file) }));
  const measures = [
    { name: 'lines', found: sizes.reduce((sum, { size }) => sum + total(size), 0), limit: limits.lines },
    { name: 'files', found: files.length, limit: limits.files },
    {
      name: 'deleted lines',
      found: sizes.reduce((sum, { size }) => sum + size.deletions, 0),
      limit: limits.deletions,
    },
    {
      name: 'characters',
      found: sizes.reduce((sum, { characters }) => sum + characters, 0),
      limit: limits.characters,
    },
  ];
  const over = measures.filter((measure) => measure.found > measure.limit);
  if (over.length === 0) return [];
  const numbers = over
    .map(
      (measure) => `${number.format(measure.found)} ${measure.name} (limit ${number.format(measure.limit)})`,
    )
    .join(', ');
  const share = ({ size, characters }: (typeof sizes)[number]): number =>
    Math.max(total(size) / limits.lines, characters / limits.characters);
  const largest = sizes.toSorted((a, b) => share(b) - share(a)).slice(0, 3);
  return [
    {
      rule: 'large-change',
      family: 'mass-change',
      severity: over.some((measure) => measure.found > HUGE * measure.limit) ? 'high' : 'medium',
      message: `More than a person reads with care in one sitting: ${numbers}. Split it into pull requests that each do one thing.`,
      places: largest.map(({ file }) => ({
        path: file.path,
        line: null,
        side: file.status === 'removed' ? 'base' : 'head',
      })),
    },
  ];
}

const text = (lines: number, word = 'line'): string =>
  Array.from({ length: lines }, (_, index) => `${word} ${index + 1}\n`).join('');
const added = (path: string, lines: number): Example['files'][number] => ({
  path,
  before: null,
  after: text(lines),
});

export const largeChange: Rule<Options> = {
  id: 'large-change',
  family: 'mass-change',
  summary: 'The change is larger than a person reads with care.',
  why: 'An agent writes a thousand lines as easily as ten, and an approval of a thousand lines is rarely a review: what slips through hides in bulk. In the histories of two active public repositories, cline/cline and langchain-ai/langchainjs, three to seven changes in a hundred exceed one of the default limits. Generated, vendored and snapshot files count, since anything can be put into a file that calls itself generated. Only the lines of lockfiles are left out: a package manager writes them by the thousand, and they are to be judged by which dependencies change, not by length. As files they count.',
  remediation:
    'Split the change into pull requests that each do one thing, mechanical parts (renames, formatting, generated code) apart from the others.',
  severity: 'medium',
  action: 'warn',
  options,
  needs: (file) => ({ content: isLockfile(file.path) ? 'nothing' : 'patch' }),
  inspect: (facts, chosen) => inspect(facts.files, chosen),

  flagged: [
    {
      name: 'more lines than the limit, largest files first',
      options: { lines: 20 },
      files: [added('src/a.ts', 3), added('src/b.ts', 9), added('src/c.ts', 5), added('src/d.ts', 7)],
      places: [
        { path: 'src/b.ts', line: null, side: 'head' },
        { path: 'src/d.ts', line: null, side: 'head' },
        { path: 'src/c.ts', line: null, side: 'head' },
      ],
    },
    {
      name: 'more files than the limit',
      options: { files: 1 },
      files: [added('src/a.ts', 1), added('src/b.ts', 2)],
      places: [
        { path: 'src/b.ts', line: null, side: 'head' },
        { path: 'src/a.ts', line: null, side: 'head' },
      ],
    },
    {
      name: 'few lines that are long',
      options: { characters: 100 },
      files: [
        { path: 'src/data.js', before: null, after: `load("${'x'.repeat(100)}");\n` },
        { path: 'src/a.js', before: null, after: 'a();\n' },
      ],
      places: [
        { path: 'src/data.js', line: null, side: 'head' },
        { path: 'src/a.js', line: null, side: 'head' },
      ],
    },
    {
      name: 'many deleted lines',
      options: { deletions: 5 },
      files: [{ path: 'src/old.ts', before: text(6), after: null }],
      places: [{ path: 'src/old.ts', line: null, side: 'base' }],
    },
  ],
  clean: [
    {
      name: 'exactly at the limit',
      options: { lines: 8 },
      files: [added('src/a.ts', 5), added('src/b.ts', 3)],
    },
    {
      name: 'a lockfile written anew',
      options: { lines: 8 },
      files: [
        { path: 'package-lock.json', before: text(9, 'old'), after: text(12, 'new') },
        added('src/a.ts', 2),
      ],
    },
  ],
};
