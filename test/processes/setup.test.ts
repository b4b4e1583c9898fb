import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { createGitHub, type GitHub } from '../../demo/github/github.ts';
import { describeInBrowser, takePictures, tooWide, violations } from '../support/browser.ts';

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

/** Both streams, from the beginning. */
const heard = (child: ChildProcess, pattern: RegExp): Promise<string> =>
  new Promise((resolved, rejected) => {
    let text = '';
    const hear = (chunk: unknown): void => {
      text += String(chunk);
      const found = pattern.exec(text)?.[1];
      if (found !== undefined) resolved(found);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => rejected(new Error(`it ended without saying ${pattern.source}:\n${text}`)));
  });

/** An organisation with a repository and a person's pull request in it. */
function openShop(owner: string) {
  const ada = github.createUser(`ada-${owner}`);
  const account = github.createOrganization(owner, { owners: [ada] });
  const shop = github.createRepository({ owner: account, name: 'shop' });
  github.commit(shop, { branch: 'mine', files: { 'a.txt': 'a' }, message: 'Mine', author: ada });
  const pull = github.openPullRequest(shop, { title: 'Mine', head: 'mine', author: ada });
  return { ada, account, pull };
}

async function answerOn(sha: string): Promise<unknown> {
  const until = Date.now() + 15_000;
  for (;;) {
    const answer = github.state.checkRuns.find(
      ({ headSha, status }) => headSha === sha && status === 'completed',
    );
    if (answer || Date.now() > until) return answer;
    await new Promise((resume) => setTimeout(resume, 50));
  }
}
const NO_AGENT = { name: 'AgentGuard', conclusion: 'success', output: { title: 'No agent found' } };

/** From our page over GitHub's to the one that installs, as a person presses the buttons. */
async function register(page: Page, login: string, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Register GitHub App' }).click();
  await page.getByLabel('GitHub App name').fill(name);
  await page.getByLabel('You are').selectOption(login);
  await page.getByRole('button', { name: 'Create GitHub App' }).click();
  await page.waitForURL(/installations\/new/);
}

async function install(page: Page, account: string, login: string): Promise<void> {
  await page.getByLabel('Where').selectOption(account);
  await page.getByLabel('You are').selectOption(login);
  await page.getByRole('button', { name: 'Install' }).click();
  await page.getByRole('heading', { name: 'Installed' }).waitFor();
}

const WRITTEN =
  /^APP_ID="\d+"\nPRIVATE_KEY="-----BEGIN .*"\nWEBHOOK_SECRET=".+"\nCLIENT_ID=".+"\nCLIENT_SECRET=".+"\nPUBLIC_URL=".+"\n$/;

describeInBrowser('from nothing to an installed app', (browser) => {
  test('by the first visit: the server goes on as the app without a restart', async () => {
    const { ada, pull } = openShop('acme');
    server = serve({ GHE_HOST: github.host, GHE_PROTOCOL: 'http', PORT: '0' });
    const running = heard(server, /"url":"([^"]+)","github"/);
    const claimed = heard(server, /claim=(\S+)/);
    const address = await heard(server, /Open (\S+)\?claim=/);
    const page = await browser.page({ width: 390 });
    await page.goto(address);
    expect(await page.getByRole('button', { name: 'Register GitHub App' }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);

    const claim = await claimed;
    await page.getByLabel('Setup code').fill(claim);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByLabel(/Organisation/).fill('acme');
    await page.getByRole('button', { name: 'Use this one' }).click();
    expect(await violations(page)).toEqual([]);
    expect(await tooWide(page)).toBe(0);
    if (process.env['PICTURES']) await takePictures(page, join(process.env['PICTURES'], 'setup'));
    await register(page, ada.login, 'AgentGuard');
    const file = join(folder, '.env');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toMatch(WRITTEN);
    const app = github.state.apps.at(-1);
    if (!app?.webhook) throw new Error('no app was registered');
    // Port 0 gives the app another port than the setup page had.
    app.webhook.url = app.webhook.url.replace(new URL(address).origin, await running);
    await install(page, 'acme', ada.login);
    expect(await answerOn(pull.head.sha)).toMatchObject(NO_AGENT);
  });

  test('by the command: what it kept is what the server starts with', async () => {
    const { ada, pull } = openShop('harbour');
    const cwd = mkdtempSync(join(folder, 'command-'));
    const environment = { PATH: process.env['PATH'] ?? '', GHE_HOST: github.host, GHE_PROTOCOL: 'http' };
    const words = ['setup', '--org', 'harbour', '--url', 'https://guard.harbour.example', '--no-open'];
    const command = spawn(process.execPath, [MAIN, ...words], { cwd, env: environment });
    const ended = new Promise((done) => command.once('exit', done));
    const said = heard(command, /(agentguard doctor)/);
    const page = await browser.page();
    await page.goto(await heard(command, /Open (\S+)/));
    await register(page, ada.login, 'AgentGuard of Harbour');
    await said;
    expect(await ended).toBe(0);
    const app = github.state.apps.at(-1);
    expect(app?.webhook?.url).toBe('https://guard.harbour.example/api/github/webhooks');
    expect(readFileSync(join(cwd, '.env'), 'utf8')).toMatch(WRITTEN);
    const started = serve({ GHE_HOST: github.host, GHE_PROTOCOL: 'http', PORT: '0' }, cwd);
    try {
      const url = await heard(started, /"url":"([^"]+)","github"/);
      if (app?.webhook) app.webhook.url = `${url}/api/github/webhooks`;
      await install(page, 'harbour', ada.login);
      expect(await answerOn(pull.head.sha)).toMatchObject(NO_AGENT);
    } finally {
      started.kill('SIGKILL');
    }
  });
});

describe('agentguard setup', () => {
  const run = async (words: readonly string[], cwd: string) => {
    const child = spawn(process.execPath, [MAIN, 'setup', '--no-open', ...words], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    let broken = false;
    child.stderr.on('data', (chunk) => {
      text += String(chunk);
      if (!broken && text.includes('Waiting')) broken = child.kill('SIGINT');
    });
    const code = await new Promise((done) => child.once('exit', done));
    return { code, text };
  };
  const url = ['--url', 'https://guard.example.com'];

  test.each([
    ['no address', ['--print'], 'Say where GitHub will reach the server: --url https://guard.example.com.'],
    ['an address without encryption', ['--url', 'http://guard.example.com'], 'write an address with https'],
    ['no organisation', [...url, '--org', 'a b'], '"a b" is no name of an organisation'],
    ['a folder that is not there', [...url, '--credentials', 'none/.env'], 'cannot be written to'],
    ['another app’s credentials', url, '.env holds the credentials of app 7.'],
    ['a port that is none', [...url, '--port', '70000'], 'It takes a number from 0 to 65535.'],
  ])('refuses %s', async (_name, words, message) => {
    const cwd = mkdtempSync(join(folder, 'refused-'));
    writeFileSync(join(cwd, '.env'), 'APP_ID=7\n');
    const { code, text } = await run(words, cwd);
    expect([code, text]).toEqual([2, expect.stringContaining(message)]);
    expect(readFileSync(join(cwd, '.env'), 'utf8')).toBe('APP_ID=7\n');
  });

  test('broken off it leaves nothing behind', async () => {
    const cwd = mkdtempSync(join(folder, 'broken-'));
    const { code, text } = await run(url, cwd);
    expect([code, text]).toEqual([1, expect.stringContaining('Broken off. No app was registered')]);
    expect(readdirSync(cwd)).toEqual([]);
  });
});

test('without a webhook secret it does not start, and names every problem', async () => {
  const child = serve({ APP_ID: '1', PRIVATE_KEY: 'y' }, mkdtempSync(join(folder, 'bare-')));
  let errors = '';
  child.stderr?.on('data', (chunk) => (errors += String(chunk)));
  const code = await new Promise((done) => child.once('exit', done));
  expect(code).toBe(2);
  expect(errors).toContain('WEBHOOK_SECRET is missing');
  expect(errors).toContain('PRIVATE_KEY is not a private key');
});
