import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGitHub } from '../../../demo/github/github.ts';
import { plant } from '../mutants/json.ts';
import { bodyOf, examples, mutant } from '../mutants/payloads.ts';
import { signed } from './payloads.ts';
import { projectFolder } from '../project.ts';
import { token } from '../mutants/secrets.ts';
import type { Opened, Ran, Target } from '../target.ts';

/** The first group of the pattern in what a process has said, once it said it. */
const said = (child: ChildProcess, output: () => string, pattern: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    child.stdout?.on('data', () => {
      const found = pattern.exec(output())?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error(`It ended at its start: ${output().slice(0, 2000)}`)));
  });

/** Mutated payloads posted to the built product in a process of its own, with an in-memory GitHub behind it. */
export const serveProcess: Target = {
  name: 'process',
  mostMilliseconds: 5000,
  async open(): Promise<Opened> {
    const secret = randomBytes(24).toString('hex');
    const folder = mkdtempSync(join(tmpdir(), 'agentguard-fuzz-'));
    const github = createGitHub();
    await github.start();
    const { app, privateKey } = github.createApp({
      name: 'AgentGuard',
      owner: github.createUser('maker'),
      permissions: {},
      events: [],
    });
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('dist/src/main.js', projectFolder())), 'serve'],
      {
        cwd: folder,
        env: {
          PATH: process.env['PATH'] ?? '',
          HOST: '127.0.0.1',
          PORT: '0',
          APP_ID: String(app.id),
          PRIVATE_KEY: privateKey ?? '',
          WEBHOOK_SECRET: secret,
          GHE_HOST: github.host,
          GHE_PROTOCOL: 'http',
          AGENTGUARD_DATA: join(folder, 'data'),
          LOG_LEVEL: 'debug',
        },
      },
    );
    let output = '';
    // What was looked through is let go.
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    const url = await said(child, () => output, /"url":"([^"]+)"/);
    const all = examples();
    const answers = new Map<number, number>();
    let number = 0;
    const post = async (body: string, event: string): Promise<number> => {
      const { status } = await fetch(
        `${url}/api/github/webhooks`,
        signed(body, event, secret, `fuzz-${process.pid}-${++number}`),
      );
      answers.set(status, (answers.get(status) ?? 0) + 1);
      return status;
    };
    const keyLine = (privateKey ?? '').split('\n')[1] ?? secret;
    for (const { event, payload } of all) {
      const status = await post(JSON.stringify(payload), event);
      if (status !== 202) throw new Error(`The example of ${event} is answered ${status}.`);
    }

    return {
      async run(random): Promise<Ran> {
        const made = mutant(all, random);
        const planted = token(random);
        plant(made.payload, planted, new Set(['name', 'full_name', 'login']), random);
        const body = bodyOf(made, random);
        const status = await post(body, made.event);
        const seen = output;
        output = output.slice(-1000);
        return {
          input: () => JSON.stringify({ event: made.event, body: body.slice(0, 20_000) }),
          wrong: [
            ...(status === 202 || (status >= 400 && status < 500) ? [] : [`answered ${status}`]),
            ...(child.exitCode === null && child.signalCode === null ? [] : ['the process is gone']),
            ...(seen.includes(secret) ? ['the webhook secret is in the output'] : []),
            ...(seen.includes(keyLine) ? ['the private key is in the output'] : []),
            ...(seen.includes(planted) ? ['a token of the payload is in the output'] : []),
          ],
        };
      },
      async close() {
        const health = await fetch(`${url}/healthz`);
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
        const code = await gone;
        clearTimeout(timer);
        await github.stop();
        rmSync(folder, { recursive: true, force: true });
        const statuses = [...answers]
          .toSorted(([a], [b]) => a - b)
          .map(([status, count]) => `${status}: ${count}`);
        return `${all.length} examples as they are, all 202; then ${statuses.join(', ')} in all; /healthz ${health.status}; ended by SIGTERM with ${String(code)}`;
      },
    };
  },
};
