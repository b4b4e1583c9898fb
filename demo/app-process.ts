import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** AgentGuard as production runs it: its own process, its own entry. */
export interface AppProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/** The built command line: the demo is built together with it. */
export const MAIN = fileURLToPath(new URL('../src/main.js', import.meta.url));

/**
 * Starts `agentguard serve` and resolves once it listens.
 * @param folder where it runs; a `.env` of yours is not read there.
 */
export async function startApp(
  environment: Readonly<Record<string, string>>,
  folder: string,
  logFile: string,
): Promise<AppProcess> {
  const log = createWriteStream(logFile, { flags: 'a' });
  const child = spawn(process.execPath, [MAIN, 'serve'], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.pipe(log, { end: false });
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      log.write(`${line}\n`);
      const found = /"url":"(http:[^"]+)"/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`AgentGuard did not start (exit code ${code}).`)));
  });
  return { url, stop: () => stop(child) };
}

const stop = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
