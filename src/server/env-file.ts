import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * Sets variables in a `.env` file, keeps every other line, and leaves the file readable by its owner only.
 * @throws when the folder cannot be written.
 */
export function writeEnvFile(path: string, values: Readonly<Record<string, string>>): void {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  const kept = lines.filter((line) => !Object.keys(values).some((key) => line.startsWith(`${key}=`)));
  while (kept.at(-1) === '') kept.pop();
  const added = Object.entries(values).map(
    ([key, value]) => `${key}="${value.trim().replaceAll('\n', '\\n')}"`,
  );
  const draft = `${path}.new`;
  writeFileSync(draft, `${[...kept, ...added].join('\n')}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, path);
}
