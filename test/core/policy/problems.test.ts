import { z } from 'zod';
import { complaints, named, type Complaint } from '../../../src/core/policy/problems.ts';

/** What is said of a value that a schema refuses. */
function said(schema: z.ZodType, value: unknown): Complaint[] {
  const { error } = schema.safeParse(value);
  return complaints(schema, value, error?.issues ?? []);
}
const messages = (schema: z.ZodType, value: unknown): string[] =>
  said(schema, value).map(({ message }) => message);
const keysFrom = (count: number): z.ZodObject =>
  z.strictObject(Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, z.int().optional()])));
const wordsFrom = (count: number): z.ZodType => z.enum(Array.from({ length: count }, (_, i) => `word-${i}`));
const letters = (count: number): string => 'abcdefghijklmnopqrstuvwxyzabcdefghi'.slice(0, count);

describe('where a complaint points', () => {
  test.each<[string, z.ZodType, unknown, Complaint[]]>([
    [
      'at the value of a key',
      z.strictObject({ a: z.string() }),
      { a: 1 },
      [
        {
          keys: ['a'],
          point: 'value',
          message: '`a` has to be text; it is `1`. Put it in quotes.',
        },
      ],
    ],
    [
      'at a key that is not known',
      z.strictObject({ list: z.array(z.strictObject({ name: z.string() })) }),
      { list: [{ name: 'x', nmae: 'y' }] },
      [
        {
          keys: ['list', 0, 'nmae'],
          point: 'key',
          message: 'There is no key `nmae` in `list[0]`. Did you mean `name`?',
        },
      ],
    ],
    [
      'at what a missing key would stand in',
      z.strictObject({ a: z.strictObject({ b: z.string() }) }),
      { a: {} },
      [{ keys: ['a'], point: 'value', message: '`a.b` is missing.' }],
    ],
    [
      'at a key of another form',
      z.record(z.string().regex(/^\w+$/, 'is no name'), z.int()),
      { 'a b': 1 },
      [{ keys: ['a b'], point: 'key', message: '`a b` is no name.' }],
    ],
  ])('%s', (_what, schema, value, expected) => {
    expect(said(schema, value)).toEqual(expected);
  });
});

describe('of alternatives the likeliest is explained', () => {
  const anyOrList = z.strictObject({ a: z.union([z.literal('any'), z.array(z.string()).min(1)]) });
  const listOrAny = z.strictObject({ a: z.union([z.array(z.string()), z.literal('any')]) });
  const wordOrKeys = z.strictObject({
    a: z.union([z.enum(['off', 'block']), z.strictObject({ action: z.enum(['off', 'block']) })]),
  });
  test.each<[string, z.ZodType, unknown, string[]]>([
    ['another word', anyOrList, { a: 'all' }, ['`a` has to be any; it is `all`.']],
    ['an empty list', anyOrList, { a: [] }, ['`a` is empty. Fill it, or leave the key out.']],
    [
      'a list with something else in it',
      anyOrList,
      { a: [true] },
      ['`a[0]` has to be text; it is `true`. Put it in quotes.'],
    ],
    ['another word, whichever comes first', listOrAny, { a: 'all' }, ['`a` has to be any; it is `all`.']],
    ['neither', anyOrList, { a: {} }, ['`a` has to be any; it is keys with values.']],
    [
      'a word nearly right',
      wordOrKeys,
      { a: 'blok' },
      ['`a` has to be one of off, block; it is `blok`. Did you mean `block`?'],
    ],
    [
      'a key of the other form',
      wordOrKeys,
      { a: { acton: 'off' } },
      ['`a.action` is missing.', 'There is no key `acton` in `a`. Did you mean `action`?'],
    ],
    [
      'a wrong value in the other form',
      wordOrKeys,
      { a: { action: 'of' } },
      ['`a.action` has to be one of off, block; it is `of`. Did you mean `off`?'],
    ],
    [
      'items of a list',
      z.union([z.literal('any'), z.array(z.strictObject({ name: z.string().optional() }))]),
      [{ nmae: 'x' }],
      ['There is no key `nmae` in `[0]`. Did you mean `name`?'],
    ],
  ])('%s', (_what, schema, value, expected) => {
    expect(messages(schema, value)).toEqual(expected);
  });
});

describe('what is said of a whole map', () => {
  const full = z.strictObject({ name: z.string().optional() }).superRefine((value, context) => {
    if (value.name === undefined) context.addIssue({ code: 'custom', message: 'says nothing' });
  });
  const both = z.strictObject({ a: full, b: full });
  test('waits until its keys are spelt right', () => {
    expect(messages(both, { a: { name: 'x' }, b: {} })).toEqual(['`b` says nothing.']);
    expect(messages(full, { nmae: 'x' })).toEqual(['There is no key `nmae`. Did you mean `name`?']);
  });

  test('does not wait for another map', () => {
    const issues = [
      { code: 'unrecognized_keys', keys: ['nmae'], path: ['a'], message: '' },
      { code: 'custom', path: ['b'], message: 'says nothing' },
      { code: 'custom', path: ['a'], message: 'says nothing' },
    ] as z.core.$ZodIssue[];
    expect(complaints(both, { a: { nmae: 'x' }, b: {} }, issues).map(({ message }) => message)).toEqual([
      'There is no key `nmae` in `a`. Did you mean `name`?',
      '`b` says nothing.',
    ]);
  });
});

describe('a key that is not known', () => {
  test.each<[string, z.ZodType, unknown, string]>([
    ['among none', z.strictObject({}), { other: 1 }, 'There is no key `other`.'],
    [
      'among sixteen',
      keysFrom(16),
      { other: 1 },
      'There is no key `other`. Known are k0, k1, k2, k3, k4, k5, k6, k7, k8, k9, k10, k11, k12, k13, k14, k15.',
    ],
    ['among more', keysFrom(17), { other: 1 }, 'There is no key `other`.'],
    [
      'below keys of any name',
      z.record(z.string(), z.strictObject({ name: z.string() })),
      { any: { name: 'x', nmae: 'y' } },
      'There is no key `nmae` in `any`.',
    ],
    [
      'where a list is optional',
      z.strictObject({ a: z.array(z.strictObject({ name: z.string() })).optional() }),
      { a: [{ name: 'x', nmae: 'y' }] },
      'There is no key `nmae` in `a[0]`. Did you mean `name`?',
    ],
    [
      'where a map has a default',
      z.strictObject({ a: z.strictObject({ name: z.string() }).default({ name: 'x' }) }),
      { a: { name: 'x', nmae: 'y' } },
      'There is no key `nmae` in `a`. Did you mean `name`?',
    ],
  ])('%s', (_what, schema, value, expected) => {
    expect(messages(schema, value)).toEqual([expected]);
  });
});

describe('what a value has to be', () => {
  test.each<[z.ZodType, unknown, string]>([
    [z.string(), null, '`a` has to be text; it is empty.'],
    [z.string(), ['x'], '`a` has to be text; it is a list.'],
    [z.array(z.int()), 'x', '`a` has to be a list; it is `x`.'],
    [z.strictObject({}), 'x', '`a` has to be keys with values; it is `x`.'],
    [z.record(z.string(), z.int()), 'x', '`a` has to be keys with values; it is `x`.'],
    [z.int(), 1.5, '`a` has to be a whole number; it is `1.5`.'],
    [z.number(), 'x', '`a` has to be a number; it is `x`.'],
    [z.number(), '12', '`a` has to be a number; it is the text `"12"`.'],
    [z.boolean(), 'true', '`a` has to be true or false; it is the text `"true"`.'],
    [z.boolean(), 'untrue', '`a` has to be true or false; it is `untrue`.'],
    [z.boolean(), 'trueish', '`a` has to be true or false; it is `trueish`.'],
    [z.bigint(), 'x', '`a` has to be bigint; it is `x`.'],
    [z.int().min(2), 1, '`a` has to be at least 2; it is `1`.'],
    [z.int().max(2), 3, '`a` has to be at most 2; it is `3`.'],
    [z.array(z.int()).min(1), [], '`a` is empty. Fill it, or leave the key out.'],
    [z.array(z.int()).max(1), [1, 2], '`a` is longer than 1. Shorten it.'],
    [z.string().min(1), '', '`a` is empty. Fill it, or leave the key out.'],
    [z.string().max(1), 'xy', '`a` is longer than 1. Shorten it.'],
    [z.string().refine(() => false, 'is not for ACME'), 'x', '`a` is not for ACME.'],
    [z.string().refine(() => false, 'This is no way.'), 'x', 'This is no way.'],
    [z.string().regex(/^\d$/, 'is no digit'), 'x', '`a`: `x` is no digit.'],
    [wordsFrom(13), 'wrod-1', '`a` cannot be `wrod-1`. Did you mean `word-1`?'],
    [
      wordsFrom(12),
      'wrod-1',
      `\`a\` has to be one of ${Array.from({ length: 12 }, (_, i) => `word-${i}`).join(', ')}; it is \`wrod-1\`. Did you mean \`word-1\`?`,
    ],
    [
      wordsFrom(13),
      'x',
      `\`a\` has to be one of ${Array.from({ length: 13 }, (_, i) => `word-${i}`).join(', ')}; it is \`x\`.`,
    ],
    [z.literal(1), 2, '`a` has to be 1; it is `2`.'],
  ])('%#', (schema, value, expected) => {
    expect(messages(z.strictObject({ a: schema }), { a: value })).toEqual([expected]);
  });

  test('the policy itself has no name', () => {
    expect(messages(z.strictObject({}), [])).toEqual([
      'The policy has to be keys with values; it is a list.',
    ]);
  });
});

describe('a value is shown', () => {
  const refused = z.strictObject({ a: z.literal('any') });
  test.each([
    ['whole up to thirty letters', letters(30), `\`${letters(30)}\``],
    ['in its beginning where it is longer', letters(31), '`abcdefghijkl…`'],
    ['without what would end or reverse the text', 'a`b\u202ec\nd', '`a b c d`'],
    ['a number as text up to sixty digits', '1'.repeat(61), `the text \`"${'1'.repeat(60)}"\``],
  ])('%s', (_what, a, shown) => {
    expect(messages(refused, { a })).toEqual([`\`a\` has to be any; it is ${shown}.`]);
  });

  test('only where there is one', () => {
    const schema = (path: string[]): z.ZodType =>
      z.unknown().superRefine((_, context) => context.addIssue({ code: 'custom', path, message: 'is odd' }));
    expect(messages(schema(['a', 'length']), { a: 'text' })).toEqual(['`a.length` is missing.']);
    expect(messages(schema(['a', 'b']), { a: null })).toEqual(['`a.b` is missing.']);
    expect(messages(schema(['a', 'b']), { a: { b: 1 } })).toEqual(['`a.b` is odd.']);
    expect(messages(schema(['version']), {})).toEqual(['`version` is missing; write `version: 1`.']);
  });
});

test.each([
  [[], 'The policy'],
  [['reviews', 1, 'from'], '`reviews[1].from`'],
  [[0, 'a', 'b'], '`[0].a.b`'],
])('keys are named as people write them: %j', (keys, expected) => {
  expect(named(keys)).toBe(expected);
});
