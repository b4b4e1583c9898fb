import { didYouMean, nearest } from '../../../src/core/policy/suggest.ts';

describe('the nearest word', () => {
  test.each<[string, string, string[], string | null]>([
    ['the same', 'mode', ['agents', 'mode'], 'mode'],
    ['one letter too many', 'modee', ['mode'], 'mode'],
    ['one letter too few', 'mod', ['mode'], 'mode'],
    ['another letter', 'made', ['mode'], 'mode'],
    ['another first letter', 'node', ['mode'], 'mode'],
    ['a letter before it', 'xmode', ['mode'], 'mode'],
    ['two letters swapped', 'medo', ['mode', 'mean'], null],
    ['one letter moved and another exchanged', 'xa', ['ay'], null],
    ['neighbours swapped', 'moed', ['mode'], 'mode'],
    ['the first two swapped', 'omde', ['mode'], 'mode'],
    ['a swap before a letter too many', 'form', ['for', 'from'], 'from'],
    ['a swap before another letter', 'form', ['farm', 'from'], 'from'],
    ['a swap before a letter too few', 'form', ['forms', 'from'], 'from'],
    ['four swaps in eight letters', 'badcfehg', ['abcdefgh'], null],
    ['three swaps in eight letters', 'abdcfehg', ['abcdefgh'], 'abcdefgh'],
    ['the first of two as near', 'cax', ['cat', 'car'], 'cat'],
    ['the nearer of two', 'review', ['reviewers', 'reviews'], 'reviews'],
    ['one of two letters', 'ab', ['ax'], 'ax'],
    ['none of two letters', 'ab', ['xy'], null],
    ['two of five letters', 'abcde', ['abcxy'], null],
    ['three of nine letters', 'abcdefghi', ['abcdefxyz'], 'abcdefxyz'],
    ['four of nine letters', 'abcdefghi', ['abcdewxyz'], null],
    ['letters that moved far', 'abcdefghi', ['defghiabc'], null],
    ['another case', 'PERBASE', ['perbase'], 'perbase'],
    ['other separators', 'per base', ['per_base'], 'per_base'],
    ['several separators', 'a____b', ['a-b'], 'a-b'],
    ['separators left out count', 'x_y_z', ['xyz'], null],
    ['nothing to choose from', 'mode', [], null],
    ['sixty letters', 'x'.repeat(60), ['x'.repeat(60)], 'x'.repeat(60)],
    ['more than sixty are not compared', 'x'.repeat(61), ['x'.repeat(61)], null],
  ])('%s', (_what, word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });
});

test('a hint is one sentence after another, or nothing', () => {
  expect(didYouMean('mdoe', ['mode'])).toBe(' Did you mean `mode`?');
  expect(didYouMean('something', ['mode'])).toBe('');
});
