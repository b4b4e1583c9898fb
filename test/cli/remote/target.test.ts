import { pullRequestNamed, repositoryNamed } from '../../../src/cli/remote/target.ts';

const shop = { owner: 'acme', name: 'shop.js', number: 12 };

test.each([
  ['acme/shop.js#12'],
  ['https://github.com/acme/shop.js/pull/12'],
  ['https://github.com/acme/shop.js/pull/12/files?w=1#diff-1'],
])('a pull request: %s', (text) => {
  expect(pullRequestNamed(text, 'https://github.com')).toEqual(shop);
});

test.each([
  ['acme/shop#0'],
  ['acme/shop'],
  ['acme#12'],
  ['acme/shop/pull#12'],
  ['../shop#1 '],
  ['https://github.com/acme/shop/issues/12'],
  ['https://github.com/acme/shop/pull/new'],
  ['acme/shop#1234567890'],
  [''],
])('none: "%s"', (text) => {
  expect(() => pullRequestNamed(text, 'https://github.com')).toThrow('is not a pull request');
});

test('an address has to be on the GitHub that is asked', () => {
  const text = 'https://github.com/acme/shop.js/pull/12';
  expect(() => pullRequestNamed(text, 'https://ghe.example:8443')).toThrow(
    `${text} is on github.com, and ghe.example:8443 is asked. Set GHE_HOST for a GitHub Enterprise Server.`,
  );
});

test('a repository', () => {
  expect(repositoryNamed('acme/shop.js')).toEqual({ owner: 'acme', name: 'shop.js' });
  expect(repositoryNamed('acme/shop.js#12')).toBeNull();
  expect(repositoryNamed('acme')).toBeNull();
});
