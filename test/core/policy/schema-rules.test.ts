import { z } from 'zod';
import { rulesSchema } from '../../../src/core/policy/schema/rules.ts';
import type { Rule } from '../../../src/core/rules/rule.ts';
import { rule as ruleOf } from './support.ts';

const rule = (id: string, options: z.ZodType): Rule => ruleOf(id, 'secret-added', 'block', options);
const n = (field: z.ZodType, description: string): z.ZodType =>
  z.strictObject({ n: field.describe(description) });

interface Described {
  readonly description?: string;
  readonly anyOf?: readonly Described[];
  readonly properties?: Readonly<Record<string, Described>>;
}
const described = (rules: readonly Rule[], id: string): Described | undefined => {
  const { $defs } = z.toJSONSchema(z.strictObject({ rules: rulesSchema(rules) }), { io: 'input' });
  return ($defs?.['rules'] as Described | undefined)?.properties?.[id];
};
const option = (rules: readonly Rule[], id: string): Described | undefined =>
  described(rules, id)?.anyOf?.[1]?.properties?.['n'];

const SMALL = rule('small', n(z.int().max(5).default(1), 'At most five.'));
const LARGE = rule('large', n(z.int().min(3).default(3), 'At least three.'));
const accepts = (rules: readonly Rule[], says: object): boolean => rulesSchema(rules).safeParse(says).success;

test('a family tells its rules, and a rule what it is about', () => {
  const rules = [SMALL, LARGE];
  expect(described(rules, 'secret-added')?.description).toBe('All rules of the family: small, large.');
  expect(described(rules, 'mass-change')?.description).toBe('All rules of the family.');
  expect(described(rules, 'small')?.description).toBe('Sees small.');
});

describe('an option of a family fits one of its rules', () => {
  test.each([
    [1, true],
    [4, true],
    [9, true],
    ['four', false],
  ])('%j: %j', (value, expected) => {
    expect(accepts([SMALL, LARGE], { 'secret-added': { n: value } })).toBe(expected);
  });

  test('and is that of its rule where only one has it', () => {
    const rules = [SMALL, rule('other', z.strictObject({}))];
    expect(accepts(rules, { 'secret-added': { n: 9 } })).toBe(false);
    expect(accepts(rules, { other: { n: 1 } })).toBe(false);
    expect(option(rules, 'secret-added')).toMatchObject({ type: 'integer', description: 'At most five.' });
    expect(option(rules, 'small')).toMatchObject({ type: 'integer', description: 'At most five.' });
  });

  test('told once where it is the same, else one after the other', () => {
    expect(option([SMALL, LARGE], 'secret-added')?.description).toBe('At most five. Or: At least three.');
    const twin = rule('twin', n(z.int().max(9).default(1), 'At most five.'));
    expect(option([SMALL, twin], 'secret-added')?.description).toBe('At most five.');
    const silent = rule('silent', z.strictObject({ n: z.int().default(1) }));
    expect(option([SMALL, silent], 'secret-added')?.description).toBe('At most five.');
  });
});

test('options that are no keys are none, and every option may be left out', () => {
  expect(accepts([rule('odd', z.string())], { odd: { action: 'warn' } })).toBe(true);
  expect(accepts([rule('odd', z.string())], { odd: { n: 1 } })).toBe(false);
  expect(accepts([rule('must', z.strictObject({ n: z.int() }))], { must: {} })).toBe(true);
});

test('a rule called like a family does not take its place', () => {
  const rules = [SMALL, rule('secret-added', z.strictObject({}))];
  expect(accepts(rules, { 'secret-added': { n: 1 } })).toBe(true);
  expect(described(rules, 'secret-added')?.description).toBe('All rules of the family: small, secret-added.');
});
