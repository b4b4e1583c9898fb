/** What two sides have in common, and what is left of each, in order. */
export interface Pairs<T> {
  readonly pairs: ReadonlyMap<T, T>;
  readonly base: readonly T[];
  readonly head: readonly T[];
}

/** Pairs each of one side with one of the other that has the same key, first come first. Linear. */
export function paired<T>(base: readonly T[], head: readonly T[], keyOf: (one: T) => string): Pairs<T> {
  const open = new Map<string, { readonly all: T[]; next: number }>();
  for (const one of head) {
    const same = open.get(keyOf(one));
    if (same) same.all.push(one);
    else open.set(keyOf(one), { all: [one], next: 0 });
  }
  const pairs = new Map<T, T>();
  const taken = new Set<T>();
  for (const one of base) {
    const same = open.get(keyOf(one));
    const other = same?.all[same.next];
    if (same === undefined || other === undefined) continue;
    same.next++;
    pairs.set(one, other);
    taken.add(other);
  }
  return {
    pairs,
    base: base.filter((one) => !pairs.has(one)),
    head: head.filter((one) => !taken.has(one)),
  };
}
