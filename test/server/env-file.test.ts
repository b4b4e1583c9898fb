import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { envFileObstacle, writeEnvFile } from '../../src/server/env-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentguard-env-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('sets variables, keeps the other lines, and lets nobody else read it', () => {
  const path = join(folder, '.env');
  writeFileSync(path, '# mine\nPORT=4000\nAPP_ID=\n', { mode: 0o644 });
  writeEnvFile(path, { APP_ID: '12', PRIVATE_KEY: 'first line\nsecond line\n' });
  const text = readFileSync(path, 'utf8');
  expect(text).toBe('# mine\nPORT=4000\nAPP_ID="12"\nPRIVATE_KEY="first line\\nsecond line"\n');
  expect(parseEnv(text)).toMatchObject({ PORT: '4000', PRIVATE_KEY: 'first line\nsecond line' });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('when it cannot be written nothing is left behind', () => {
  // A folder in its place.
  mkdirSync(join(folder, '.env'));
  writeFileSync(join(folder, '.env', 'inside'), '');
  expect(() => writeEnvFile(join(folder, '.env'), { APP_ID: '12' })).toThrow(/EISDIR/);
  expect(readdirSync(folder)).toEqual(['.env']);
});

describe('what stands in the way is told beforehand', () => {
  const path = (): string => join(folder, '.env');

  test('nothing: there is no file yet, or one that can be read', () => {
    expect(envFileObstacle(path())).toBeNull();
    writeFileSync(path(), 'PORT=4000\n');
    expect(envFileObstacle(path())).toBeNull();
  });

  test('its folder is not there', () => {
    expect(envFileObstacle(join(folder, 'none', '.env'))).toBe(
      `${join(folder, 'none')} cannot be written to.`,
    );
  });

  test('it is a folder', () => {
    mkdirSync(path());
    expect(envFileObstacle(path())).toBe(`${path()} is a folder.`);
  });

  test('it cannot be read', () => {
    // A link to itself: nobody can read it, not even root.
    symlinkSync(path(), path());
    expect(envFileObstacle(path())).toBe(
      `${path()} is there and cannot be read, so what it holds could not be kept.`,
    );
  });
});
