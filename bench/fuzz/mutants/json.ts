import type { Random } from '../random.ts';
import { odd, run } from './text.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A place in a document: what holds it, and by which key. */
interface Slot {
  readonly holder: Json[] | { [key: string]: Json };
  readonly key: string | number;
}

const NUMBERS = [
  0,
  -1,
  -0,
  1.5,
  2 ** 31,
  2 ** 53,
  2 ** 53 + 2,
  1e21,
  -1e21,
  1e308,
  5e-324,
  42,
  7,
  Number.MAX_SAFE_INTEGER,
];
const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'toJSON',
  '',
  '\0',
  '0',
];

const deep = (depth: number, innermost: Json): Json => {
  let value = innermost;
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
};

/** Something else in the place of a value. */
function other(value: Json, random: Random): Json {
  switch (random.int(12)) {
    case 0:
      return null;
    case 1:
      return random.pick(NUMBERS);
    case 2:
      return typeof value === 'number' ? String(value) : Number(value) || 0;
    case 3:
      return typeof value === 'string' ? value + odd(random) : odd(random);
    case 4:
      return typeof value === 'string' ? odd(random) + value : [value];
    case 5:
      return random.once(2) ? [] : {};
    case 6:
      return random.once(2);
    case 7:
      return run(random, random.once(20) ? 300_000 : 2000);
    case 8:
      return deep(1 + random.small(1000), value);
    case 9:
      return Array.from({ length: random.small(random.once(20) ? 20_000 : 200) }, () => value);
    case 10:
      return { [random.pick(KEYS)]: value };
    default:
      return typeof value === 'string' ? value.repeat(1 + random.small(300)) : value;
  }
}

function slotsOf(root: Json): Slot[] {
  const slots: Slot[] = [];
  const visit = (value: Json): void => {
    if (value === null || typeof value !== 'object') return;
    const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
    for (const key of keys) {
      slots.push({ holder: value, key });
      visit(Reflect.get(value, key) as Json);
    }
  };
  visit(root);
  return slots;
}

/** Own, also where the name is that of the prototype. */
const put = ({ holder, key }: Slot, value: Json): void =>
  void Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });

/** The places near the root count for most: that is where things are read. */
function slotIn(slots: readonly Slot[], keys: ReadonlySet<string>, random: Random): Slot {
  const read = slots.filter(({ key }) => keys.has(String(key)));
  return random.once(3) || read.length === 0 ? random.pick(slots) : random.pick(read);
}

/**
 * Changes a document in a few places, in place.
 * @param keys those that matter most
 */
export function mutateJson(root: object, keys: ReadonlySet<string>, random: Random): void {
  for (let left = 1 + random.small(5); left > 0; left--) {
    const slots = slotsOf(root as Json);
    if (slots.length === 0) return;
    const slot = slotIn(slots, keys, random);
    const value = Reflect.get(slot.holder, slot.key) as Json;
    switch (random.int(5)) {
      case 0:
        if (Array.isArray(slot.holder)) slot.holder.splice(Number(slot.key), 1);
        else Reflect.deleteProperty(slot.holder, slot.key);
        break;
      case 1: {
        // What stands elsewhere: ids of one thing for those of another.
        const from = slotIn(slots, keys, random);
        put(slot, structuredClone(Reflect.get(from.holder, from.key) as Json));
        break;
      }
      case 2:
        put(
          { holder: slot.holder, key: Array.isArray(slot.holder) ? 0 : random.pick(KEYS) },
          other(value, random),
        );
        break;
      default:
        put(slot, other(value, random));
    }
  }
}

/** Puts a text into some of the strings that `keys` do not name; resolves with how many. */
export function plant(root: object, secret: string, except: ReadonlySet<string>, random: Random): number {
  const slots = slotsOf(root as Json).filter(
    ({ holder, key }) => typeof Reflect.get(holder, key) === 'string' && !except.has(String(key)),
  );
  if (slots.length === 0) return 0;
  const count = 1 + random.small(8);
  for (let i = 0; i < count; i++) {
    const slot = random.pick(slots);
    const value = Reflect.get(slot.holder, slot.key) as string;
    put(slot, random.once(2) ? secret : `${value} ${secret}`);
  }
  return count;
}
