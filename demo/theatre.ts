import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Octokit } from '@octokit/rest';
import { parse } from 'yaml';
import { MAIN, startApp } from './app-process.ts';
import {
  createGitHub,
  type Account,
  type App,
  type CheckRun,
  type GitHub,
  type PullRequest,
} from './github/github.ts';

/** A GitHub and an AgentGuard that know each other, and what a story needs to watch them. */
export interface Theatre {
  readonly github: GitHub;
  /** AgentGuard, registered as an app at that GitHub. */
  readonly app: App;
  readonly appUrl: string;
  /** For what a story leaves behind; gone with the theatre. */
  readonly folder: string;
  readonly logFile: string;
  /** GitHub's REST API as this person. */
  as(person: Account): Octokit;
  /** Waits for AgentGuard's newest answer on the head that fits; rejects when none comes in time. */
  answer(pull: PullRequest, wanted: (check: CheckRun) => boolean): Promise<CheckRun>;
  /** Runs an `agentguard` command on AgentGuard's own store, as its operator, and gives what it prints. */
  command(...words: string[]): Promise<string>;
  logTail(): string;
  close(): Promise<void>;
}

const WAIT_MS = 20_000;

/**
 * Starts both servers. AgentGuard is the production one; only its environment says where GitHub is.
 * @param granted permissions that the app's owner has granted beyond those of app.yml
 */
export async function createTheatre(granted: Readonly<Record<string, 'write'>> = {}): Promise<Theatre> {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-demo-'));
  const github = createGitHub();
  await github.start();
  const manifest = parse(readFileSync('app.yml', 'utf8')) as {
    default_permissions: Record<string, 'read' | 'write'>;
    default_events: string[];
  };
  const maker = github.createUser('agentguard-maker');
  const { app, privateKey } = github.createApp({
    name: 'AgentGuard',
    owner: maker,
    permissions: { ...manifest.default_permissions, ...granted },
    events: manifest.default_events,
  });
  const webhookSecret = randomBytes(20).toString('hex');
  const data = join(folder, 'data');
  const logFile = join(folder, 'agentguard.log');
  // GitHub sends people who sign in back to an address that has to be known before.
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  app.callbackUrls = [`${publicUrl}/sign-in/callback`];
  const environment = {
    APP_ID: String(app.id),
    PRIVATE_KEY: privateKey ?? '',
    WEBHOOK_SECRET: webhookSecret,
    CLIENT_ID: app.clientId,
    CLIENT_SECRET: app.clientSecret,
    PUBLIC_URL: publicUrl,
    GHE_HOST: github.host,
    GHE_PROTOCOL: 'http',
    HOST: '127.0.0.1',
    PORT: String(port),
    AGENTGUARD_DATA: data,
  };
  const running = await startApp(environment, folder, logFile).catch(async (error: unknown) => {
    await github.stop();
    throw error;
  });
  app.webhook = { url: `${running.url}/api/github/webhooks`, secret: webhookSecret };

  return {
    github,
    app,
    appUrl: running.url,
    folder,
    logFile,
    as: (person) =>
      new Octokit({ baseUrl: `${github.url}/api/v3`, auth: github.createUserToken(person), log: silent }),
    answer: (pull, wanted) => waitForAnswer(github, app, pull, wanted),
    async command(...words) {
      const { stdout } = await promisify(execFile)(process.execPath, [MAIN, ...words, '--data', data], {
        cwd: folder,
        env: { PATH: process.env['PATH'] ?? '', ...environment },
      });
      return stdout;
    },
    logTail: () => readFileSync(logFile, 'utf8').split('\n').slice(-15).join('\n'),
    async close() {
      await running.stop();
      await github.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function waitForAnswer(
  github: GitHub,
  app: App,
  pull: PullRequest,
  wanted: (check: CheckRun) => boolean,
): Promise<CheckRun> {
  const until = Date.now() + WAIT_MS;
  let newest: CheckRun | undefined;
  while (Date.now() < until) {
    newest = github.state.checkRuns.findLast(
      (check) => check.app === app && check.headSha === pull.head.sha && check.name.startsWith('AgentGuard'),
    );
    if (newest && newest.status === 'completed' && wanted(newest)) return newest;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const seen = newest ? `"${newest.output.title}" (${newest.conclusion})` : 'none';
  throw new Error(
    `AgentGuard's answer on #${pull.number} did not come as the story tells it. Last seen: ${seen}.`,
  );
}
