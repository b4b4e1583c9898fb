/** `agentguard serve` as its own process, which can be killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { MAIN } from '../../../demo/app-process.ts';
import { cpuSecondsOf, peakMegabytesOf } from './usage.ts';

export interface Agentguard {
  readonly pid: number;
  readonly url: string;
  /** Resolves once it listens; rejects when it ends before. */
  readonly ready: Promise<void>;
  /** Resolves with the exit code; null: it was killed. */
  readonly ended: Promise<number | null>;
  /** SIGKILL; resolves once it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves once it is gone. */
  stop(): Promise<void>;
  /** The samples of `/metrics`, by name and labels as they stand there. */
  metrics(): Promise<ReadonlyMap<string, number>>;
  cpuSeconds(): number;
  /** Most memory it ever held. */
  peakMegabytes(): number;
}

export interface AgentguardOptions {
  /** Beside PATH; PORT is added. */
  readonly environment: Readonly<Record<string, string>>;
  readonly port: number;
  /** Where it runs: a `.env` is not read there. */
  readonly folder: string;
  /** What it says is added here. */
  readonly logFile: string;
  /** Options of Node itself. */
  readonly node?: readonly string[];
  /** Told of each line of its log. */
  readonly logged?: (line: string) => void;
}

/** Starts it; it need not be listening yet. */
export function spawnAgentguard(options: AgentguardOptions): Agentguard {
  const { environment, port, folder, logFile, node = [], logged } = options;
  const log = openSync(logFile, 'a');
  const child: ChildProcess = spawn(process.execPath, [...node, MAIN, 'serve'], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', PORT: String(port), ...environment },
    // Straight into the file where nobody listens: what is measured here is not how fast logs are read.
    stdio: ['ignore', logged ? 'pipe' : log, log],
  });
  // Nothing of a benchmark that is broken off runs on.
  const takeAlong = (): void => void child.kill('SIGKILL');
  process.once('exit', takeAlong);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  void ended.then(() => {
    closeSync(log);
    process.off('exit', takeAlong);
  });
  if (child.stdout && logged) {
    createInterface(child.stdout).on('line', (line) => {
      logged(line);
      if (child.exitCode === null) writeSync(log, `${line}\n`);
    });
  }
  const url = `http://127.0.0.1:${port}`;
  const ready = Promise.race([
    untilItAnswers(url),
    ended.then((code) => {
      throw new Error(`AgentGuard ended before it listened (${code}); its log is ${logFile}`);
    }),
  ]);
  // Whoever kills it while it starts need not wait for it.
  ready.catch(() => {});
  const end = (signal: 'SIGKILL' | 'SIGTERM') => async (): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  const pid = child.pid ?? 0;
  return {
    pid,
    url,
    ready,
    ended,
    kill: end('SIGKILL'),
    stop: end('SIGTERM'),
    metrics: async () => samples(await (await fetch(`${url}/metrics`)).text()),
    cpuSeconds: () => cpuSecondsOf(pid),
    peakMegabytes: () => peakMegabytesOf(pid),
  };
}

/** Resolves once `/healthz` says that all is well. */
export async function untilItAnswers(url: string): Promise<void> {
  while (true) {
    const answered = await fetch(`${url}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Reads Prometheus' text format, without times. */
function samples(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}

/** A port that nobody listens on. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
