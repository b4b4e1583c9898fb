import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createGitHub, type GitHub } from '../../demo/github/github.ts';

/** The built product; `npm test` builds first. */
const MAIN = resolve('dist/src/main.js');

let folder: string;
let github: GitHub;
let server: ChildProcess | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agentguard-setup-'));
  github = createGitHub();
  await github.start();
});

afterAll(async () => {
  server?.kill('SIGKILL');
  await github.stop();
  rmSync(folder, { recursive: true });
});

const serve = (environment: Record<string, string>, cwd = folder): ChildProcess =>
  spawn(process.execPath, [MAIN, 'serve'], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', ...environment },
  });

/** The first group of the pattern in what the process has said, once it said it. */
const said = (child: ChildProcess, pattern: RegExp): Promise<string> =>
  new Promise((resolved, rejected) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += String(chunk);
      const found = pattern.exec(text)?.[1];
      if (found !== undefined) resolved(found);
    });
    child.once('exit', () => rejected(new Error(`it ended without saying ${pattern.source}:\n${text}`)));
  });

const unescape = (text: string): string => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&');

test('from nothing to an installed app: the page, the credentials, the first answer, without a restart', async () => {
  server = serve({ GHE_HOST: github.host, GHE_PROTOCOL: 'http', PORT: '0' });
  const running = said(server, /"url":"([^"]+)","github"/);
  const url = await said(server, /"url":"([^"]+)"/);
  const page = await (await fetch(`${url}/`)).text();
  const manifest = JSON.parse(unescape(/name="manifest" value="([^"]*)"/.exec(page)?.[1] ?? '{}')) as object;
  const state = /[?]state=([0-9a-f]+)/.exec(page)?.[1] ?? '';
  expect(page).toContain(`action="${github.url}/settings/apps/new?state=${state}"`);

  const ada = github.createUser('ada');
  const acme = github.createOrganization('acme', { owners: [ada] });
  const code = github.confirmManifest(acme, manifest);
  const next = await fetch(`${url}/probot/setup?code=${code}&state=${state}`, { redirect: 'manual' });
  expect(next.status).toBe(302);
  expect(next.headers.get('location')).toMatch(/\/agentguard\/installations\/new$/);
  const file = join(folder, '.env');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toMatch(
    /^APP_ID="\d+"\nPRIVATE_KEY="-----BEGIN .*"\nWEBHOOK_SECRET=".+"\n$/,
  );

  const app = github.state.apps.at(-1);
  if (!app?.webhook) throw new Error('no app was registered');
  // Port 0 gives the app another port than the setup page had.
  app.webhook.url = app.webhook.url.replace(url, await running);
  const shop = github.createRepository({ owner: acme, name: 'shop' });
  github.commit(shop, { branch: 'mine', files: { 'a.txt': 'a' }, message: 'Mine', author: ada });
  github.openPullRequest(shop, { title: 'Mine', head: 'mine', author: ada });
  github.installApp({ app, account: acme, repositories: 'all', sender: ada });
  const until = Date.now() + 15_000;
  while (github.state.checkRuns.length === 0 && Date.now() < until) {
    await new Promise((resume) => setTimeout(resume, 50));
  }
  expect(github.state.checkRuns.at(-1)).toMatchObject({
    name: 'AgentGuard',
    conclusion: 'success',
    output: { title: 'No agent found' },
  });
}, 40_000);

test('without a webhook secret it does not start, and names every problem', async () => {
  const child = serve({ APP_ID: '1', PRIVATE_KEY: 'y' }, mkdtempSync(join(folder, 'bare-')));
  let errors = '';
  child.stderr?.on('data', (chunk) => (errors += String(chunk)));
  const code = await new Promise((done) => child.once('exit', done));
  expect(code).toBe(2);
  expect(errors).toContain('WEBHOOK_SECRET is missing');
  expect(errors).toContain('PRIVATE_KEY is not a private key');
});
