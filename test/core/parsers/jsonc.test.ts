import { parseJsonc } from '../../../src/core/parsers/jsonc.ts';

test.each([
  ['plain', '{"a": [1, true, null]}', { a: [1, true, null] }],
  ['comments', '// one\n{ /* two * / */ "a": 1 // three\n}', { a: 1 }],
  ['trailing commas', '{"a": [1, 2, ], // last\n }', { a: [1, 2] }],
  ['a comma before a comment and a bracket', '{"a": 1, // last\n}', { a: 1 }],
  [
    'what looks like a comment or a comma in strings',
    '{"a": "http://x/*y*/ ,]", "b": "\\"//"}',
    { a: 'http://x/*y*/ ,]', b: '"//' },
  ],
  ['a comma before a comment of the other kind', '{"a": 1, /* last */ }', { a: 1 }],
  ['a byte order mark', '\ufeff{}', {}],
])('reads %s', (_name, text, value) => {
  expect(parseJsonc(text)).toEqual({ value, problem: null });
});

test.each([
  ['not closed', '{"a": 1', 'It is not JSON that can be read.'],
  ['two commas', '[1,,2]', 'It is not JSON that can be read.'],
  ['nested too deep', '['.repeat(65) + ']'.repeat(65), 'It is nested deeper than 64 levels.'],
  ['too long', ' '.repeat(1_000_001), 'It is longer than 1000000 characters.'],
])('refuses what is %s', (_name, text, problem) => {
  expect(parseJsonc(text)).toEqual({ value: null, problem });
});

test.each([
  ['commas', ','.repeat(200_000)],
  ['opened comments', '/* a '.repeat(150_000)],
  ['stars in a comment', '/*' + ' *'.repeat(400_000)],
  ['stars', '/*' + '*'.repeat(400_000)],
  ['quotes with escapes', '"\\'.repeat(200_000)],
  ['commas before comments', ',//\n'.repeat(100_000)],
])('takes a bounded time for many %s', (_name, text) => {
  const start = performance.now();
  expect(parseJsonc(text).problem).not.toBeNull();
  expect(performance.now() - start).toBeLessThan(2_000);
});
