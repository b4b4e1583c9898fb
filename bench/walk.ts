/**
 * `npm run bench:walk`: how long a newcomer waits for machines. From a clone, after `npm ci`, to the first pull request
 * that is gated in the demo; and from nothing to an installed app that answers, in a real browser, on the GitHub that
 * lives in memory. Ends with 1 when either takes a minute.
 */
import { spawn, execFileSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { MAIN } from '../demo/app-process.ts';
import { createGitHub, type GitHub } from '../demo/github/github.ts';
import { openAgentsPullRequest, setStage, type Stage } from '../demo/story/stage.ts';
import { conclude, machine, mustHold, note, say, table } from './service/report.ts';

const LIMIT_SECONDS = 60;
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

type Lap = readonly [step: string, seconds: string];

/** Seconds since the lap before, and since the start. */
function stopwatch(): { lap(step: string): void; readonly laps: readonly Lap[]; seconds(): number } {
  const start = performance.now();
  let last = start;
  const laps: Lap[] = [];
  return {
    lap(step) {
      const now = performance.now();
      laps.push([step, ((now - last) / 1000).toFixed(1)]);
      last = now;
    },
    laps,
    seconds: () => (last - start) / 1000,
  };
}

/** Resolves with the first group of the pattern once a process said it on either stream. */
const heard = (child: ChildProcess, pattern: RegExp): Promise<string> =>
  new Promise((done, failed) => {
    let text = '';
    const hear = (chunk: unknown): void => {
      text += String(chunk);
      const found = pattern.exec(text);
      if (found) done(found[1] ?? '');
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => failed(new Error(`it ended without saying ${pattern.source}:\n${text}`)));
  });

/** What was committed, cloned and played as docs/getting-started.md says. */
async function cloneAndDemo(folder: string): Promise<void> {
  const clone = join(folder, 'clone');
  const watch = stopwatch();
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${resolve('.')}`, clone]);
  watch.lap('git clone');
  symlinkSync(resolve('node_modules'), join(clone, 'node_modules'));
  const demo = spawn('npm', ['run', 'demo'], { cwd: clone, env: { ...process.env, NO_COLOR: '1' } });
  const [begun, gated, told] = [/The organisation/, /Waiting for 1 of @\S*dba/, /the record says so/];
  const steps = [heard(demo, begun), heard(demo, gated), heard(demo, told)] as const;
  const all = Promise.all(steps);
  await Promise.race([steps[0], all]);
  watch.lap('npm run demo: built, and both servers running');
  await Promise.race([steps[1], all]);
  watch.lap('the agent’s pull request waits for the right people');
  report('From a clone to the first gated pull request in the demo, after `npm ci`', watch);
  await all;
}

/** Where a person waits for an answer, nothing else is measured. */
async function answerOn(github: GitHub, sha: string): Promise<string> {
  const until = Date.now() + 30_000;
  while (Date.now() < until) {
    const found = github.state.checkRuns.find((run) => run.headSha === sha && run.status === 'completed');
    if (found) return found.conclusion ?? '';
    await new Promise((resume) => setTimeout(resume, 20));
  }
  return 'no answer within 30 seconds';
}

async function registerAndInstall(folder: string): Promise<void> {
  const github = createGitHub();
  await github.start();
  const stage = setStage({ github, app: { id: 0 } } as Parameters<typeof setStage>[0]);
  const watch = stopwatch();
  const server = spawn(process.execPath, [MAIN, 'serve'], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      GHE_HOST: github.host,
      GHE_PROTOCOL: 'http',
      HOST: '127.0.0.1',
      PORT: '0',
    },
  });
  // It may have said both before the browser is there.
  const running = heard(server, /"url":"([^"]+)","github"/);
  const opened = heard(server, /Open (\S+) to register/);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.goto(await opened);
    watch.lap('server and browser started, setup page shown');
    await press(page, stage);
    watch.lap('registered');
    const app = github.state.apps.at(-1);
    // Port 0 gives the app another port than the setup page had.
    if (app?.webhook) app.webhook.url = `${await running}/api/github/webhooks`;
    watch.lap('the server goes on as the app');
    await page.getByLabel('Where').selectOption('harbour');
    await page.getByLabel('You are').selectOption(stage.ada.login);
    await page.getByRole('button', { name: 'Install' }).click();
    await page.getByRole('heading', { name: 'Installed' }).waitFor();
    watch.lap('installed');
    const pull = openAgentsPullRequest({ github } as Parameters<typeof openAgentsPullRequest>[0], stage);
    const conclusion = await answerOn(github, pull.head.sha);
    watch.lap(`an agent’s pull request has its check: ${conclusion}`);
    mustHold(conclusion === 'failure' || conclusion === 'action_required', 'the check holds the change');
    report('From nothing to an installed app, in Chromium', watch);
  } finally {
    await browser.close();
    server.kill('SIGKILL');
    await github.stop();
  }
}

/** The two buttons of the registration. */
async function press(page: Page, { ada }: Stage): Promise<void> {
  await page.getByLabel(/Organisation/).fill('harbour');
  await page.getByRole('button', { name: 'Use this one' }).click();
  await page.getByRole('button', { name: 'Register GitHub App' }).click();
  await page.getByLabel('You are').selectOption(ada.login);
  await page.getByRole('button', { name: 'Create GitHub App' }).click();
  await page.waitForURL(/installations\/new/);
}

function report(title: string, watch: ReturnType<typeof stopwatch>): void {
  say(`${title}:`);
  say();
  table(['step', 'seconds'], [...watch.laps, ['**all**', watch.seconds().toFixed(1)]]);
  say();
  mustHold(watch.seconds() < LIMIT_SECONDS, `${title}: less than ${LIMIT_SECONDS} seconds`);
}

const folder = mkdtempSync(join(tmpdir(), 'agentguard-walk-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
say(`${machine()}\n`);
note('Cloning, building, playing the demo …');
await cloneAndDemo(folder);
if (existsSync(CHROMIUM)) {
  note('Registering and installing in Chromium …');
  await registerAndInstall(folder);
} else {
  note(`There is no Chromium at ${CHROMIUM}: the walk through the browser is left out.`);
}
conclude();
