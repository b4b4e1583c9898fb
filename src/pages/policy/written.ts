import { stringify } from 'yaml';

/** Names in a policy file that are other words inside. */
const snake = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function written(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(written);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [snake(key), written(each)]));
}

/** A value of a policy as its file would have it, in YAML. */
export function asWritten(value: unknown): string {
  if (value === null) return 'no limit';
  if (Array.isArray(value) && value.length === 0) return 'none';
  return stringify(written(value), { lineWidth: 80, indentSeq: false }).trimEnd();
}
