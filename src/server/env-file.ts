import { randomBytes } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Sets variables in a `.env` file, keeps every other line, and leaves the file readable by its owner only.
 * @throws when the folder cannot be written; the file is as it was then.
 */
export function writeEnvFile(path: string, values: Readonly<Record<string, string>>): void {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  const kept = lines.filter((line) => !Object.keys(values).some((key) => line.startsWith(`${key}=`)));
  while (kept.at(-1) === '') kept.pop();
  const before = kept.length === 0 ? '' : `${kept.join('\n')}\n`;
  // A name that nobody can have put a link under.
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    writeFileSync(draft, `${before}${envLines(values)}`, { mode: 0o600, flag: 'wx' });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Why variables could not be kept in a file, as a sentence; null: they can. */
export function envFileObstacle(path: string): string | null {
  const file = resolve(path);
  try {
    accessSync(dirname(file), constants.W_OK);
  } catch {
    return `${dirname(file)} cannot be written to.`;
  }
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found) return null;
    if (!found.isFile()) return `${file} is ${found.isDirectory() ? 'a folder' : 'no file'}.`;
    // What is in it already is kept.
    accessSync(file, constants.R_OK);
    return null;
  } catch {
    return `${file} is there and cannot be read, so what it holds could not be kept.`;
  }
}

/** Variables as a `.env` file has them, each on a line of its own. */
export const envLines = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([key, value]) => `${key}="${value.trim().replaceAll('\n', '\\n')}"\n`)
    .join('');
