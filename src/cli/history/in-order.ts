/**
 * Maps with up to `limit` at work at once and gives the results in the order of the items. Takes the next item only
 * when there is room, so that what is held does not grow with their number.
 */
export async function* mapInOrder<T, R>(
  items: AsyncIterable<T> | Iterable<T>,
  limit: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const working: Promise<R>[] = [];
  for await (const item of items) {
    const result = map(item);
    // Whoever waits for it hears of a failure; until then nobody does.
    result.catch(() => {});
    working.push(result);
    if (working.length >= limit) yield await (working.shift() as Promise<R>);
  }
  for (const result of working) yield await result;
}

/** Groups of up to `size` items. */
export async function* inGroups<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
