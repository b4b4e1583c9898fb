import { fileDigests, sameChange } from '../../../src/core/facts/digests.ts';
import { file } from '../../support/facts.ts';

test('a moved file is known by both of its names, a copied one by its own', () => {
  const moved = fileDigests([file('b.ts', { previousPath: 'a.ts', status: 'renamed' })], 'main');
  expect(Object.keys(moved).toSorted()).toEqual(['a.ts', 'b.ts']);
  expect(moved['a.ts']).toBe(moved['b.ts']);
  expect(
    Object.keys(fileDigests([file('b.ts', { previousPath: 'a.ts', status: 'copied' })], 'main')),
  ).toEqual(['b.ts']);
});

test('a file that is where another one was keeps its own digest', () => {
  const files = [
    file('b.ts', { previousPath: 'a.ts', status: 'renamed' }),
    file('a.ts', { status: 'added' }),
  ];
  const [both, alone] = [fileDigests(files, 'main'), fileDigests(files.slice(1), 'main')];
  expect(both['a.ts']).toBe(alone['a.ts']);
});

test('what may be a link is known only with its mode', () => {
  const patch = '@@ -0,0 +1 @@\n+../elsewhere\n\\ No newline at end of file';
  const digestOf = (change: Parameters<typeof file>[1]) =>
    fileDigests([file('a', { status: 'added', patch, ...change })], 'main')['a'];
  expect(digestOf({})).toBeNull();
  const [plain, link] = [digestOf({ headMode: '100644' }), digestOf({ headMode: '120000' })];
  expect(plain).toMatch(/^[0-9a-f]{80}$/);
  expect(link).not.toBe(plain);
});

test.each([
  ['the same', { a: 'x', b: 'y' }, { b: 'y', a: 'x' }, true],
  ['one changed', { a: 'x' }, { a: 'y' }, false],
  ['one more', { a: 'x' }, { a: 'x', b: 'y' }, false],
  ['one less', { a: 'x', b: 'y' }, { a: 'x' }, false],
  ['another one', { a: 'x' }, { b: 'x' }, false],
  ['not known', { a: null }, { a: null }, false],
  ['nothing', {}, {}, false],
])('the very same change: %s', (_name, a, b, expected) => {
  expect(sameChange(a, b)).toBe(expected);
});
