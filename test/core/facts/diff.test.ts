import { makePatch, parsePatch, withPatch } from '../../../src/core/facts/diff.ts';
import type { FileChange, FileContent } from '../../../src/core/facts/facts.ts';
import { file } from '../../support/facts.ts';

/** Applies nothing; reads which lines a patch takes away and adds, as text. */
const changed = (base: string, head: string): { added: string[]; removed: string[] } => {
  const { added, removed } = parsePatch(makePatch(base, head));
  return { added: added.map(({ text }) => text), removed: removed.map(({ text }) => text) };
};

test('reads hunks with the line numbers of each side', () => {
  const patch =
    '@@ -1,3 +1,4 @@ class A\n a\n-b\n+B\n+C\n c\n@@ -10 +11 @@\n-x\n+y\n\\ No newline at end of file';
  expect(parsePatch(patch)).toEqual({
    removed: [
      { line: 2, text: 'b' },
      { line: 10, text: 'x' },
    ],
    added: [
      { line: 2, text: 'B' },
      { line: 3, text: 'C' },
      { line: 11, text: 'y' },
    ],
  });
});

test('a line that looks like a header inside of a hunk is a line', () => {
  expect(parsePatch('@@ -1,2 +1,2 @@\n--- a\n+++ b\n c').removed).toEqual([{ line: 1, text: '-- a' }]);
});

test.each([
  ['equal texts', 'a\n', 'a\n', '', { added: [], removed: [] }],
  ['a new file', '', 'a\nb\n', '@@ -0,0 +1,2 @@\n+a\n+b', { added: ['a', 'b'], removed: [] }],
  ['a removed file', 'a\n', '', '@@ -1 +0,0 @@\n-a', { added: [], removed: ['a'] }],
  [
    'a changed line',
    'a\nb\nc\n',
    'a\nB\nc\n',
    '@@ -1,3 +1,3 @@\n a\n-b\n+B\n c',
    { added: ['B'], removed: ['b'] },
  ],
])('writes %s', (_name, base, head, patch, lines) => {
  expect(makePatch(base, head)).toBe(patch);
  expect(changed(base, head)).toEqual(lines);
});

const many = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_none, index) => `${prefix} ${index}`);

test('texts that differ very much become one hunk that misses nothing, in linear time', () => {
  const shared = { start: many('start', 10), end: many('end', 10) };
  const [old, young] = [many('old', 50_000), many('young', 60_000)];
  const base = `${[...shared.start, ...old, ...shared.end].join('\n')}\n`;
  const head = `${[...shared.start, ...young, ...shared.end].join('\n')}\n`;
  const patch = makePatch(base, head);
  expect(patch.split('\n')[0]).toBe('@@ -8,50006 +8,60006 @@');
  expect(changed(base, head)).toEqual({ removed: old, added: young });
  const { added, removed } = parsePatch(patch);
  expect([removed[0]?.line, added[0]?.line, added.at(-1)?.line]).toEqual([11, 11, 60_010]);
});

test('a large file written anew has its lines from the first', () => {
  const head = `${many('young', 5000).join('\n')}\n`;
  expect(parsePatch(makePatch('', head)).added.at(-1)).toEqual({ line: 5000, text: 'young 4999' });
});

describe('a patch where the source gave none', () => {
  const text = (of: string): FileContent => ({ state: 'text', text: of });
  const absent: FileContent = { state: 'absent' };
  const patchless = (change: Partial<FileChange>): FileChange =>
    withPatch(
      file('x', {
        patch: null,
        additions: 0,
        deletions: 0,
        base: text('base\n'),
        head: text('head\n'),
        ...change,
      }),
    );

  test.each<[string, Partial<FileChange>, Partial<FileChange>]>([
    ['modified', {}, { patch: '@@ -1 +1 @@\n-base\n+head', additions: 1, deletions: 1 }],
    ['added', { base: absent }, { patch: '@@ -0,0 +1 @@\n+head', additions: 1, deletions: 0 }],
    ['removed', { head: absent }, { patch: '@@ -1 +0,0 @@\n-base', additions: 0, deletions: 1 }],
    [
      'counted by the source',
      { additions: 7, deletions: 3 },
      { patch: '@@ -1 +1 @@\n-base\n+head', additions: 7, deletions: 3 },
    ],
    ['only renamed', { previousPath: 'y', head: text('base\n') }, { patch: '', additions: 0, deletions: 0 }],
    ['given', { patch: '@@ -1 +1 @@\n-a\n+b' }, { patch: '@@ -1 +1 @@\n-a\n+b', additions: 0, deletions: 0 }],
    ['binary', { head: { state: 'binary' } }, { patch: null, additions: 0, deletions: 0 }],
    ['not read', { base: { state: 'unread', reason: 'gone' } }, { patch: null }],
    ['a side not asked for', { base: undefined }, { patch: null }],
    [
      'very large',
      { base: absent, head: text('line\n'.repeat(21_000)) },
      { additions: 21_000, deletions: 0 },
    ],
  ])('%s', (_, change, wanted) => {
    expect(patchless(change)).toMatchObject(wanted);
  });
});
