import {
  code,
  codePath,
  fit,
  listed,
  oneOf,
  plain,
  sentence,
  table,
  withNames,
} from '../../../src/core/render/markdown.ts';

test.each([
  ['plain text', 'a.ts', '`a.ts`'],
  ['backticks', 'a`b``c', '``` a`b``c ```'],
  ['a heading and a line break', '# Approved\n\n- all good', '`# Approved - all good`'],
  ['a table cell', 'a|b\\|c', '`a¦b\\¦c`'],
  ['a mention', '@acme/dba', '`@acme/dba`'],
  ['bidirectional and zero-width characters', 'a\u202eb\u200bc\u{e0041}d', '`a b c d`'],
  ['fillers, soft hyphens and variation selectors', 'a\u3164b\u00adc\u061cd\u{e0101}e', '`a b c d e`'],
  ['nothing', '', '` `'],
])('code holds %s', (_name, text, expected) => {
  expect(code(text)).toBe(expected);
});

test.each([
  ['markup', '**a** <b> [c](d) #1 ~~e~~', '\\*\\*a\\*\\* \\<b\\> \\[c\\](d) \\#1 \\~\\~e\\~\\~'],
  ['mentions', 'ask @olga', 'ask @\u2060olga'],
  ['links', 'see https://evil.example', 'see https:\u2060//evil.example'],
  ['links of other schemes', 'HTTPS://a _ftp://b', 'HTTPS:\u2060//a \\_ftp:\u2060//b'],
  ['links without a scheme', 'www.evil.example', 'www\u2060.evil.example'],
  ['entities', '&#64;olga &commat;olga R&D, a & b', '\\&\\#64;olga \\&commat;olga R\\&D, a & b'],
  ['code spans, which stay', 'set `a_b*c` to x_y', 'set `a_b*c` to x\\_y'],
  ['an unbalanced backtick', 'a ` b', 'a \\` b'],
])('a sentence escapes %s', (_name, text, expected) => {
  expect(sentence(text)).toBe(expected);
});

test.each([
  ['names', 'ask @olga or @acme/dba.', 'ask `@olga` or `@acme/dba`.'],
  ['a name beside code', '`x`@olga``', '`x` ``` @olga`` ```'],
  ['names among backticks', '`` @olga``@pat``', '\\` ` @olga` `@pat`\\`'],
])('names are code: %s', (_name, text, expected) => {
  expect(withNames(text)).toBe(expected);
});

test('plain cuts between characters, not inside of them', () => {
  expect(plain('👩‍🚀'.repeat(3), 4)).toBe('👩 🚀…');
  expect(plain('abc', 3)).toBe('abc');
});

test.each([
  ['between words', 'one two three four', 12, 'one two…'],
  ['right at the end of a word', 'one two three', 8, 'one two…'],
  ['without what is left of the punctuation', 'one two, three four', 12, 'one two…'],
  ['before a code span', 'keep to `a b c d e`', 14, 'keep to…'],
  ['inside of what has no words', 'abcdefghijkl', 6, 'abcde…'],
])('plain cuts %s', (_name, text, max, expected) => {
  expect(plain(text, max)).toBe(expected);
});

test.each([
  ['one that fits', 'src/a.ts:3', 10, '`src/a.ts:3`'],
  ['a long one by its beginning', 'services/billing/src/keys.ts:1', 20, '`…/src/keys.ts:1`'],
  ['a long name', `src/${'k'.repeat(30)}.ts`, 10, '`…/kkkkkkk…`'],
])('a path: %s', (_name, path, max, expected) => {
  expect(codePath(path, max)).toBe(expected);
});

test.each([
  [['a'], 2, 'a'],
  [['a', 'b', 'c'], 2, 'a, b or c'],
  [['a', 'b', 'c', 'd'], 2, 'a, b or 2 more'],
])('one of %j', (items, max, expected) => {
  expect(oneOf(items, max)).toBe(expected);
});

test('a long table counts what it leaves out', () => {
  expect(table(['A'], [['1'], ['2'], ['3']], 2)).toBe('| A |\n| --- |\n| 1 |\n| 2 |\n\n… and 1 more.');
});

test('tables keep one row a line, and vanish when empty', () => {
  expect(table(['A', 'B'], [['1', '2']])).toBe('| A | B |\n| --- | --- |\n| 1 | 2 |');
  expect(table(['A'], [])).toBe('');
});

test('lists the first few', () => {
  expect(listed(['a', 'b'], 2)).toBe('a, b');
  expect(listed(['a', 'b', 'c'], 2)).toBe('a, b and 1 more');
});

test('fits whole blocks into a number of bytes and says when it could not', () => {
  const blocks = ['é'.repeat(100), 'b'.repeat(100), 'c'.repeat(100)];
  expect(fit(blocks, 1000)).toBe(blocks.join('\n\n'));
  const cut = fit(blocks, 300);
  expect(cut).toBe(`${blocks[0]}\n\n_Shortened: there was more than GitHub can show here._`);
  expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(300);
  expect(fit(['x'.repeat(500), 'b'], 300)).toBe(
    'b\n\n_Shortened: there was more than GitHub can show here._',
  );
});
