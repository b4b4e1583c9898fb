/**
 * The one way to write a JSON value down, so that equal values have equal hashes: keys sorted, no white space.
 * What JSON has no word for is treated as `JSON.stringify` does: undefined members are left out, dates are text.
 */
export function canonicalJson(value: unknown): string {
  return write(JSON.parse(JSON.stringify(value)));
}

function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    // By code unit, as every language can: a locale would sort differently elsewhere.
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${write(member)}`);
  return `{${members.join(',')}}`;
}
