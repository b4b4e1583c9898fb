/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** From 0 up to, and without, `below`. */
  int(below: number): number;
  /** True once in so many times. */
  once(inTimes: number): boolean;
  /** Any of them. Throws where there is none. */
  pick<T>(items: readonly T[]): T;
  /** Small mostly, seldom large: 0 up to, and without, `below`. */
  small(below: number): number;
}

/** The numbers of one case. Cases next to each other have nothing in common. */
export function randomOf(seed: number, name: string, index: number): Random {
  let state = hash(`${seed}/${name}/${index}`);
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number): number => Math.floor(next() * below);
  return {
    int,
    once: (inTimes) => int(inTimes) === 0,
    pick: <T>(items: readonly T[]): T => {
      if (items.length === 0) throw new Error('There is nothing to pick from.');
      return items[int(items.length)] as T;
    },
    small: (below) => Math.floor(next() ** 3 * below),
  };
}

/** FNV-1a over 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
