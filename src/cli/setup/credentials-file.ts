import { existsSync, readFileSync, statSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { envFileObstacle, writeEnvFile } from '../../server/env-file.ts';
import { InputError } from '../local/input.ts';

/**
 * A file for an app's credentials, looked at before GitHub makes them: they cannot be had a second time.
 * @param force whether the credentials of another app may be written over
 * @throws {InputError} if it holds credentials, or cannot be written
 */
export function credentialsFile(
  path: string,
  force: boolean,
): { write(values: Readonly<Record<string, string>>): void } {
  const obstacle = envFileObstacle(path);
  if (obstacle !== null) {
    throw new InputError(`${obstacle} Name another file with --credentials, or use --print.`);
  }
  if (existsSync(path)) {
    if (!statSync(path).isFile())
      throw new InputError(`${path} is not a file. Name another one with --credentials.`);
    const { APP_ID: known } = parseEnv(readFileSync(path, 'utf8'));
    if (known && !force) {
      throw new InputError(
        `${path} holds the credentials of app ${known}. Name another file with --credentials, or write over them with --force.`,
      );
    }
  }
  return { write: (values) => writeEnvFile(path, values) };
}
