import { Ajv } from 'ajv';
import { z } from 'zod';
import { RULES as CATALOGUE } from '../../../src/core/rules/catalogue.ts';
import { policySchema } from '../../../src/core/policy/schema.ts';
import { RULES } from './support.ts';

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

const json = (rules = RULES): Schema =>
  z.toJSONSchema(policySchema(rules), { io: 'input', target: 'draft-7' }) as unknown as Schema;

function undescribed(schema: Schema, at: string): string[] {
  const properties = Object.entries(schema.properties ?? {});
  return [
    ...properties.filter(([, inner]) => !inner.description).map(([name]) => `${at}.${name}`),
    ...properties.flatMap(([name, inner]) => undescribed(inner, `${at}.${name}`)),
    ...(schema.items ? undescribed(schema.items, `${at}[]`) : []),
    ...(schema.anyOf ?? []).flatMap((inner) => undescribed(inner, at)),
  ];
}

test('every key is described, those of every rule too', () => {
  expect(undescribed(json(CATALOGUE), '')).toEqual([]);
});

test.each<[string, unknown, boolean]>([
  ['the least', { version: 1 }, true],
  ['no version', {}, false],
  ['an unknown key', { version: 1, modus: 'enforce' }, false],
  ['a rule by action', { version: 1, rules: { token: 'block' } }, true],
  [
    'a family with an option of one of its rules',
    { version: 1, rules: { 'secret-added': { length: 4 } } },
    true,
  ],
  ['an option of no rule of the family', { version: 1, rules: { 'secret-added': { lines: 4 } } }, false],
  ['an option out of bounds', { version: 1, rules: { password: { length: 0 } } }, false],
  ['an unknown rule', { version: 1, rules: { tokens: 'block' } }, false],
  ['a family without rules', { version: 1, rules: { 'hidden-text': 'block' } }, true],
  ['nobody to ask', { version: 1, reviews: [{ name: 'a', from: {} }] }, false],
  ['somebody to ask', { version: 1, reviews: [{ name: 'a', from: { codeowners: true } }] }, true],
  ['code owners who override', { version: 1, override: { from: { codeowners: true } } }, false],
])('%s: the schema and the one for editors agree', (_what, value, valid) => {
  expect(policySchema(RULES).safeParse(value).success).toBe(valid);
  expect(new Ajv().validate(json(), value)).toBe(valid);
});
