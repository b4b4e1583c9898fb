import { loadParsers } from '../../../src/core/parsers/parsers.ts';
import { RULES } from '../../../src/core/rules/catalogue.ts';
import type { Example, Place, Rule } from '../../../src/core/rules/rule.ts';
import { changeFacts } from '../../support/change.ts';

const places = (rule: Rule, example: Example): Place[] =>
  rule
    .inspect(changeFacts(example.files), rule.options.parse(example.options ?? {}))
    .flatMap((finding) => finding.places);

const sorted = (list: readonly Place[]): Place[] =>
  list.toSorted((a, b) => `${a.path}:${a.side}:${a.line}`.localeCompare(`${b.path}:${b.side}:${b.line}`));

beforeAll(() => loadParsers(['postgresql']));

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
  test('has examples of both kinds', () => {
    expect(rule.flagged.length).toBeGreaterThan(1);
    expect(rule.clean.length).toBeGreaterThan(1);
  });
  test.each(rule.flagged.map((example) => [example.name, example] as const))(
    'flags: %s',
    (_name, example) => {
      expect(sorted(places(rule, example))).toEqual(sorted(example.places));
    },
  );
  test.each(rule.clean.map((example) => [example.name, example] as const))('leaves: %s', (_name, example) => {
    expect(places(rule, example)).toEqual([]);
  });
  test('asks for the files of its examples', () => {
    for (const example of rule.flagged) {
      const needs = changeFacts(example.files).files.map((file) => rule.needs(file));
      const asks = needs.some(({ content, modes }) => content !== 'nothing' || modes === true);
      expect(asks || rule.family === 'guard-changed').toBe(true);
    }
  });
});
