import { protectionAsCode } from '../../../../src/core/rules/guard-changed/protection-as-code.ts';
import type { Example } from '../../../../src/core/rules/rule.ts';
import { changeFacts } from '../../../support/change.ts';

const places = (...files: Example['files']): unknown =>
  protectionAsCode
    .inspect(changeFacts(files), {})
    .flatMap((finding) => finding.places.map(({ path, line, side }) => [path, line, side]));

const ruleset = (enforcement: string): string =>
  `resource "github_repository_ruleset" "main" {\n  enforcement = "${enforcement}"\n}\n`;

test('a resource that is renamed is told once, where it is now', () => {
  const after = ruleset('active').replace('"main"', '"trunk"');
  expect(places({ path: 'a.tf', before: ruleset('active'), after })).toEqual([
    ['a.tf', 1, 'head'],
    ['a.tf', 1, 'base'],
  ]);
});

test('a file that goes takes its protection with it', () => {
  expect(places({ path: 'a.tf', before: ruleset('active'), after: null })).toEqual([['a.tf', 1, 'base']]);
});

test('a file that cannot be read any more is a change', () => {
  expect(places({ path: 'a.tf', before: ruleset('active'), after: `${ruleset('active')}}` })).toEqual([
    ['a.tf', null, 'head'],
  ]);
});

test('a resource that moves and is loosened on the way', () => {
  expect(
    places(
      { path: 'a.tf', before: ruleset('active'), after: '' },
      { path: 'b.tf', before: null, after: ruleset('disabled') },
    ),
  ).toEqual([
    ['a.tf', 1, 'base'],
    ['b.tf', 1, 'head'],
  ]);
});

test('what governs by its place is left to guard-file', () => {
  const [before, after] = [
    '{ "enforcement": "active", "rules": [] }',
    '{ "enforcement": "off", "rules": [] }',
  ];
  expect(places({ path: '.github/rulesets/main.json', before, after })).toEqual([]);
});

test('a megabyte of Terraform takes a bounded time', () => {
  const start = performance.now();
  places({ path: 'a.tf', before: null, after: ruleset('active').repeat(12_000) });
  places({ path: 'a.tf', before: null, after: 'github_'.repeat(150_000) });
  expect(performance.now() - start).toBeLessThan(4_000);
});
