import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Octokit } from '@octokit/rest';
import { pino, type Logger } from 'pino';
import { parse } from 'yaml';
import {
  createGitHub,
  type Account,
  type App,
  type CheckRun,
  type GitHub,
  type PullRequest,
} from '../../demo/github/github.ts';
import { readStore } from '../../src/adapters/store/read.ts';
import { evaluate } from '../../src/pipeline.ts';
import type { RecordEntry } from '../../src/ports.ts';
import type { Configuration } from '../../src/server/configuration.ts';
import { startServer, type RunningServer } from '../../src/server/start.ts';
import { freePort } from './postgres.ts';

/** The app and an in-memory GitHub in this process, for stories whose judge is GitHub's merge endpoint. */
export interface Gate {
  readonly github: GitHub;
  readonly app: App;
  /** Signs in as the app. */
  readonly privateKey: string;
  readonly folder: string;
  /** Where the app listens. */
  readonly url: string;
  /** GitHub's REST API as this person. */
  as(person: Account): Octokit;
  /** Everything delivered and worked off: the answers that stand are final. */
  settled(): Promise<void>;
  /** Lets so much time go by: what was put off until then is done. */
  later(seconds: number): Promise<void>;
  /** Newest check run of AgentGuard on the pull request's head, in whatever state; null: there is none. */
  check(pull: PullRequest): CheckRun | null;
  /** Newest completed answer of AgentGuard on the pull request's head; fails the test if there is none. */
  answer(pull: PullRequest): Promise<CheckRun>;
  /** What GitHub says to the merge button: 200, or 405 with its reason. */
  merge(pull: PullRequest, person: Account): Promise<{ status: number; message: string }>;
  /** The answer once all is settled, and what the merge button says then; it merges if it may. */
  verdict(pull: PullRequest, person: Account): Promise<{ merge: number; title: string; summary: string }>;
  /** Stops the app, as a deployment would; `start` brings it back on the same store. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** What the record holds of a pull request, oldest first. */
  record(pull: PullRequest): Promise<readonly RecordEntry[]>;
  /** Every line the app logged, as text. */
  log(): string;
  close(): Promise<void>;
}

/** GitHub tells of a comment the second it was made in, and people look before they write. */
export const nextSecond = (): Promise<void> =>
  new Promise((resume) => setTimeout(resume, 1005 - (Date.now() % 1000)));

const SECRET = 'end-to-end webhook secret';
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

export async function createGate(
  options: {
    floor?: Configuration['floor'];
    /** People can sign in to the pages. */
    signIn?: boolean;
    /** What the app asks for besides. */
    permissions?: Readonly<Record<string, 'read' | 'write'>>;
  } = {},
): Promise<Gate> {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-gate-'));
  const github = createGitHub();
  await github.start();
  const appYml = readFileSync('app.yml', 'utf8');
  const manifest = parse(appYml) as {
    default_permissions: Record<string, 'read' | 'write'>;
    default_events: string[];
  };
  const { app, privateKey } = github.createApp({
    name: 'AgentGuard',
    owner: github.createUser('maker'),
    permissions: { ...manifest.default_permissions, ...options.permissions },
    events: manifest.default_events,
  });
  // GitHub sends people back to an address that is known before anything listens there.
  const port = options.signIn === true ? await freePort() : 0;
  const publicUrl = options.signIn === true ? `http://127.0.0.1:${port}` : null;
  app.callbackUrls = [`${publicUrl}/sign-in/callback`];
  let passed = 0;
  const clock = { now: () => new Date(Date.now() + passed * 1000) };
  const lines: string[] = [];
  const log: Logger = pino({ level: 'debug' }, { write: (line) => void lines.push(line) });
  const configuration: Configuration = {
    credentials: {
      appId: app.id,
      privateKey: privateKey ?? '',
      webhookSecret: SECRET,
      previousWebhookSecret: null,
    },
    recordKey: null,
    signIn: options.signIn === true ? { clientId: app.clientId, clientSecret: app.clientSecret } : null,
    publicUrl,
    apiUrl: `${github.url}/api/v3`,
    webUrl: github.url,
    host: '127.0.0.1',
    port,
    data: join(folder, 'data'),
    databaseUrl: null,
    concurrency: 4,
    writesPerMinute: 60,
    metricsToken: null,
    proxy: null,
    logLevel: 'debug',
    floor: options.floor ?? 'look',
  };
  let server: RunningServer | null = null;
  const start = async (): Promise<void> => {
    server = await startServer(configuration, {
      log,
      version: '0.0.0-test',
      clock,
      // Threads are for what is hostile; here they would only take their time to start.
      evaluate,
      appYml,
      registered: async () => {},
      tell: () => {},
    });
    app.webhook = { url: `${server.url}/api/github/webhooks`, secret: SECRET };
  };
  const stop = async (): Promise<void> => {
    await server?.close();
    server = null;
  };
  await start();

  const settled = async (): Promise<void> => {
    // An answer is itself delivered back, so it takes a few rounds until nothing moves any more.
    for (let quietRounds = 0; quietRounds < 2;) {
      await github.settle();
      const before = github.requests.length;
      await server?.idle();
      await github.settle();
      quietRounds = github.requests.length === before ? quietRounds + 1 : 0;
    }
  };

  const check = (pull: PullRequest): CheckRun | null =>
    github.state.checkRuns.findLast(
      (each) => each.app === app && each.headSha === pull.head.sha && each.name.startsWith('AgentGuard'),
    ) ?? null;

  const answer = async (pull: PullRequest): Promise<CheckRun> => {
    await settled();
    const found = check(pull);
    if (!found || found.status !== 'completed') {
      throw new Error(`AgentGuard gave no answer on #${pull.number}. Its log:\n${lines.slice(-10).join('')}`);
    }
    return found;
  };
  const as: Gate['as'] = (person) =>
    new Octokit({ baseUrl: `${github.url}/api/v3`, auth: github.createUserToken(person), log: quiet });
  const merge: Gate['merge'] = async (pull, person) => {
    try {
      const { status, data } = await as(person).pulls.merge({
        owner: pull.repository.owner.login,
        repo: pull.repository.name,
        pull_number: pull.number,
      });
      return { status, message: data.message };
    } catch (error) {
      const { status, message } = error as { status?: number; message: string };
      if (status === undefined) throw error;
      return { status, message };
    }
  };

  return {
    github,
    app,
    privateKey: privateKey ?? '',
    folder,
    get url() {
      if (!server) throw new Error('The app is stopped.');
      return server.url;
    },
    as,
    settled,
    async later(seconds) {
      passed += seconds;
      await settled();
    },
    check,
    answer,
    merge,
    async verdict(pull, person) {
      const { output } = await answer(pull);
      const { status } = await merge(pull, person);
      return { merge: status, title: output.title ?? '', summary: output.summary ?? '' };
    },
    stop,
    start,
    async record({ repository, number }) {
      const store = readStore({ folder: configuration.data });
      try {
        const owner = repository.owner.login;
        return await store.record({ owner, subject: `${owner}/${repository.name}#${number}` });
      } finally {
        await store.close();
      }
    },
    log: () => lines.join(''),
    async close() {
      await stop();
      await github.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
