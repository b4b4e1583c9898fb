import { z } from 'zod';
import { MAX_PROBLEMS, type Keys } from './document.ts';
import { didYouMean } from './suggest.ts';

type Issue = z.core.$ZodIssue;

/** What is wrong at some keys, and whether to point at the key or at its value. */
export interface Complaint {
  readonly keys: Keys;
  readonly point: 'key' | 'value';
  readonly message: string;
}

/** A complaint about a value. */
export const wrongAt = (keys: Keys, message: string): Complaint => ({ keys, point: 'value', message });

/** Turns what the schema refuses in a value into sentences that say how to mend it. */
export function complaints(schema: z.ZodType, value: unknown, issues: readonly Issue[]): Complaint[] {
  const explain = (issue: Issue, above: Keys): Complaint[] => {
    const keys = [...above, ...issue.path.map((key) => (typeof key === 'number' ? key : String(key)))];
    if (issue.code === 'invalid_union') {
      const likeliest = issue.errors.toSorted((a, b) => nearness(b) - nearness(a))[0] ?? [];
      return likeliest.flatMap((inner) => explain(inner, keys));
    }
    if (issue.code === 'unrecognized_keys') {
      const known = keysOf(schemaAt(schema, keys));
      return issue.keys.slice(0, MAX_PROBLEMS).map((key) => ({
        keys: [...keys, key],
        point: 'key',
        message: unknownKey(key, keys, known),
      }));
    }
    if (issue.code === 'invalid_key') {
      return [{ keys, point: 'key', message: `${named(keys)} ${issue.issues[0]?.message ?? 'is no key'}.` }];
    }
    const found = valueAt(value, keys);
    if (found === undefined) {
      const message = `${named(keys)} is missing${keys.join() === 'version' ? '; write `version: 1`' : ''}.`;
      return [{ keys: keys.slice(0, -1), point: 'value', message }];
    }
    return [{ keys, point: 'value', message: sentence(issue, keys, found) }];
  };
  const misspelt = new Set(
    issues.flatMap(({ code, path }) => (code === 'unrecognized_keys' ? [path.join('.')] : [])),
  );
  // What is said of a whole map is no help while one of its keys is misspelt.
  const helpful = issues.filter(({ code, path }) => code !== 'custom' || !misspelt.has(path.join('.')));
  return helpful.slice(0, MAX_PROBLEMS).flatMap((issue) => explain(issue, []));
}

/** How much a branch of a union looks like the one that was meant. */
function nearness(issues: readonly Issue[]): number {
  if (issues.some((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys')) return 3;
  if (issues.some((issue) => issue.code === 'invalid_type')) return 0;
  return issues.some((issue) => issue.code === 'invalid_value') ? 1 : 2;
}

function unknownKey(key: string, keys: Keys, known: readonly string[]): string {
  const where = keys.length > 0 ? ` in ${named(keys)}` : '';
  const few = known.length > 0 && known.length <= 16 ? ` Known are ${known.join(', ')}.` : '';
  return `There is no key ${shown(key)}${where}.${didYouMean(key, known) || few}`;
}

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

function sentence(issue: Issue, keys: Keys, found: unknown): string {
  const name = named(keys);
  switch (issue.code) {
    case 'invalid_type':
      return `${name} has to be ${KINDS[issue.expected] ?? issue.expected}; it is ${shown(found)}.${quotes(issue.expected, found)}`;
    case 'invalid_value': {
      const values = issue.values.map(String);
      const choice = values.length === 1 ? `${values[0]}` : `one of ${values.join(', ')}`;
      const words = issue.values.filter((value) => typeof value === 'string');
      const hint = typeof found === 'string' ? didYouMean(found, words) : '';
      const what = values.length > 12 && hint !== '' ? 'cannot be' : `has to be ${choice}; it is`;
      return `${name} ${what} ${shown(found)}.${hint}`;
    }
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string'
        ? `${name} is empty. Fill it, or leave the key out.`
        : `${name} has to be at least ${issue.minimum}; it is ${shown(found)}.`;
    case 'too_big':
      return issue.origin === 'array' || issue.origin === 'string'
        ? `${name} is longer than ${issue.maximum}. Shorten it.`
        : `${name} has to be at most ${issue.maximum}; it is ${shown(found)}.`;
    case 'custom':
      return /^[A-Z]/.test(issue.message) ? issue.message : `${name} ${issue.message}.`;
    default:
      return `${name}: ${shown(found)} ${issue.message}.`;
  }
}

/** YAML takes `true`, `1` and their like for something else than text. */
const quotes = (expected: string, found: unknown): string =>
  expected === 'string' && ['boolean', 'number'].includes(typeof found) ? ' Put it in quotes.' : '';

/** `reviews[1].from`, as people write it. */
export const named = (keys: Keys): string =>
  keys.length === 0
    ? 'The policy'
    : `\`${keys.map((key, index) => (typeof key === 'number' ? `[${key}]` : index > 0 ? `.${key}` : key)).join('')}\``;

/** What is longer may be a secret that was pasted into the wrong place, and is not repeated whole. */
const LONGEST_SHOWN = 30;

/** A value as it is repeated to people. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'empty';
  if (typeof value === 'object') return 'keys with values';
  if (typeof value === 'string' && /^(?:[\d.]+|true|false|null)$/.test(value))
    return `the text \`"${value.slice(0, 60)}"\``;
  const text = String(value).replace(/[\p{Cc}\p{Cf}`]/gu, ' ');
  return `\`${text.length > LONGEST_SHOWN ? `${text.slice(0, 12)}…` : text}\``;
}

function valueAt(value: unknown, keys: Keys): unknown {
  let found = value;
  for (const key of keys) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string | number, unknown>)[key];
  }
  return found;
}

/** The schema of what stands at some keys; null: nothing may stand there. */
function schemaAt(schema: z.ZodType, keys: Keys): z.ZodType | null {
  const bare = bareSchema(schema);
  const [key, ...rest] = keys;
  if (key === undefined) return bare;
  const next =
    bare instanceof z.ZodArray ? bare.element : bare instanceof z.ZodObject ? bare.shape[key] : undefined;
  return next ? schemaAt(next as z.ZodType, rest) : null;
}

/** Without `optional` and `default`; of alternatives the one with keys. */
function bareSchema(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return bareSchema(schema.unwrap() as z.ZodType);
  if (!(schema instanceof z.ZodUnion)) return schema;
  const options = (schema.options as z.ZodType[]).map(bareSchema);
  return (
    options.find((option) => option instanceof z.ZodObject) ??
    options.find((option) => option instanceof z.ZodArray) ??
    schema
  );
}

const keysOf = (schema: z.ZodType | null): string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
