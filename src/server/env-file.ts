import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * Sets variables in a `.env` file, keeps every other line, and leaves the file readable by its owner only.
 * @throws when the folder cannot be written.
 */
export function writeEnvFile(path: string, values: Readonly<Record<string, string>>): void {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  const kept = lines.filter((line) => !Object.keys(values).some((key) => line.startsWith(`${key}=`)));
  while (kept.at(-1) === '') kept.pop();
  const draft = `${path}.new`;
  const before = kept.length === 0 ? '' : `${kept.join('\n')}\n`;
  writeFileSync(draft, `${before}${envLines(values)}`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, path);
}

/** Variables as a `.env` file has them, each on a line of its own. */
export const envLines = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([key, value]) => `${key}="${value.trim().replaceAll('\n', '\\n')}"\n`)
    .join('');
