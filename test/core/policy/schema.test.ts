import { Ajv } from 'ajv';
import { z } from 'zod';
import { RULES as CATALOGUE } from '../../../src/core/rules/catalogue.ts';
import { policySchema } from '../../../src/core/policy/schema/policy.ts';
import { RULES } from './support.ts';

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly { readonly $ref: string }[];
  readonly definitions?: Readonly<Record<string, Schema>>;
}

const json = (rules = RULES): Schema =>
  z.toJSONSchema(policySchema(rules), { io: 'input', target: 'draft-7' }) as unknown as Schema;

function undescribed(schema: Schema, at: string): string[] {
  const properties = Object.entries(schema.properties ?? {});
  return [
    ...properties
      .filter(([, { allOf, description }]) => !allOf && !description)
      .map(([name]) => `${at}.${name}`),
    ...Object.entries(schema.definitions ?? {}).flatMap(([name, inner]) => [
      ...(inner.description ? [] : [name]),
      ...undescribed(inner, name),
    ]),
    ...properties.flatMap(([name, inner]) => undescribed(inner, `${at}.${name}`)),
    ...(schema.items ? undescribed(schema.items, `${at}[]`) : []),
    ...(schema.anyOf ?? []).flatMap((inner) => undescribed(inner, at)),
  ];
}

test('every key is described, those of every rule too', () => {
  expect(undescribed(json(CATALOGUE), '')).toEqual([]);
});

const ANN = { users: ['ann'] };

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
  ['who takes changes back', { version: 1, recovery: { from: ANN } }, true],
  ['two who take changes back', { version: 1, recovery: { approvals: 2, from: ANN } }, true],
  ['nobody who takes changes back', { version: 1, recovery: { approvals: 2 } }, false],
  ['no approval to take changes back', { version: 1, recovery: { approvals: 0, from: ANN } }, false],
  ['code owners who take changes back', { version: 1, recovery: { from: { codeowners: true } } }, false],
  ['alerts here', { version: 1, alerts: { repository: 'here' } }, true],
  ['alerts elsewhere', { version: 1, alerts: { repository: 'acme/.github' } }, true],
  ['alerts nowhere', { version: 1, alerts: { repository: 'off' } }, true],
  ['alerts at no repository', { version: 1, alerts: { repository: 'security' } }, false],
  ['alerts outside of repositories', { version: 1, alerts: { repository: '../..' } }, false],
  [
    'alternatives',
    { version: 1, reviews: [{ name: 'a', any_of: [{ from: ANN }, { all_of: [{ from: ANN }] }] }] },
    true,
  ],
  ['alternatives without one', { version: 1, reviews: [{ name: 'a', any_of: [] }] }, false],
  [
    'a condition within',
    { version: 1, reviews: [{ name: 'a', any_of: [{ from: ANN, severity: 'high' }] }] },
    false,
  ],
  ['nobody to ask within', { version: 1, reviews: [{ name: 'a', all_of: [{ from: ANN }, {}] }] }, false],
  ['two forms', { version: 1, reviews: [{ name: 'a', from: ANN, any_of: [{ from: ANN }] }] }, false],
  ['no form', { version: 1, reviews: [{ name: 'a' }] }, false],
  [
    'approvals of alternatives',
    { version: 1, reviews: [{ name: 'a', approvals: 2, any_of: [{ from: ANN }] }] },
    false,
  ],
  [
    'somebody taken out of alternatives',
    { version: 1, reviews: [{ name: 'a', except: ANN, any_of: [{ from: ANN }] }] },
    false,
  ],
  ['nobody taken out', { version: 1, reviews: [{ name: 'a', from: ANN, except: {} }] }, false],
  ['an empty range', { version: 1, reviews: [{ name: 'a', from: ANN, changed_lines: {} }] }, false],
  [
    'repositories',
    { version: 1, reviews: [{ name: 'a', from: ANN, repository: { properties: { tier: ['gold'] } } }] },
    true,
  ],
  ['no repositories', { version: 1, reviews: [{ name: 'a', from: ANN, repository: {} }] }, false],
  [
    'no properties',
    { version: 1, reviews: [{ name: 'a', from: ANN, repository: { properties: {} } }] },
    false,
  ],
  [
    'a bad property',
    { version: 1, reviews: [{ name: 'a', from: ANN, repository: { properties: { 'a b': ['c'] } } }] },
    false,
  ],
  ['a freeze', { version: 1, freeze: [{ agents: 'all', until: '2026-12-01', reason: 'Peak week' }] }, true],
  ['a freeze without an end', { version: 1, freeze: [{ agents: 'all', reason: 'Peak week' }] }, false],
  [
    'a freeze until some time',
    { version: 1, freeze: [{ agents: 'all', until: 'Friday', reason: 'x' }] },
    false,
  ],
  [
    'a group',
    { version: 1, groups: [{ name: 'a', repositories: { topics: ['a'] }, policy: { mode: 'enforce' } }] },
    true,
  ],
  [
    'a group in a group',
    { version: 1, groups: [{ name: 'a', repositories: { topics: ['a'] }, policy: { groups: [] } }] },
    false,
  ],
  ['a group of everything', { version: 1, groups: [{ name: 'a', repositories: {}, policy: {} }] }, false],
])('%s: the schema and the one for editors agree', (_what, value, valid) => {
  expect(policySchema(RULES).safeParse(value).success).toBe(valid);
  expect(new Ajv().validate(json(), value)).toBe(valid);
});
