/**
 * `npm run picture`: draws the check run of real runs as GitHub would show it, in light and in dark, into docs/images.
 * `npm run picture -- FOLDER` draws every outcome there is into a folder, to be looked at.
 * Needs Chromium (`CHROMIUM`, default `/usr/bin/chromium`).
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import type { CheckRun, PullRequest } from '../demo/github/github.ts';
import { openAgentsPullRequest, setStage } from '../demo/story/stage.ts';
import { createTheatre } from '../demo/theatre.ts';
import { createGate } from '../test/support/gate.ts';
import { createAcme } from '../test/support/organization.ts';
import { OUTCOME_STORIES } from '../test/support/outcomes.ts';
import { checkPage } from './picture/check-page.ts';

/** Of the outcomes those that the docs show, by the name of their picture. */
const SHOWN: Readonly<Record<string, string>> = {
  'a token': 'check-blocked',
  'a policy change': 'check-policy-change',
};

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

const folder = process.argv[2] ?? 'docs/images';
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [...FLAGS, ...QUIET],
});
try {
  const page = await browser.newPage({ viewport: { width: 960, height: 400 } });
  if (process.argv[2] === undefined) await drawDemo(page);
  await drawOutcomes(page, process.argv[2] === undefined ? SHOWN : null);
} finally {
  await browser.close();
}

/** The demo's own pull request, where the operator's approval does not count. */
async function drawDemo(page: Page): Promise<void> {
  const theatre = await createTheatre();
  try {
    const stage = setStage(theatre);
    stage.install();
    await theatre.answer(stage.handwritten, () => true);
    const pull = openAgentsPullRequest(theatre, stage);
    const first = await theatre.answer(pull, () => true);
    theatre.github.review(pull, stage.nadia, 'APPROVE');
    await draw(page, 'check', pull, await theatre.answer(pull, ({ id }) => id > first.id));
  } finally {
    await theatre.close();
  }
}

/** @param names pictures by outcome; null: all, by their own names. */
async function drawOutcomes(page: Page, names: Readonly<Record<string, string>> | null): Promise<void> {
  for (const story of OUTCOME_STORIES) {
    const name = names === null ? story.name.replaceAll(' ', '-') : names[story.name];
    if (name === undefined) continue;
    const gate = await createGate();
    try {
      const acme = createAcme(gate, story.files);
      await gate.settled();
      const pull = await story.play(acme, gate);
      await draw(page, name, pull, await gate.answer(pull));
    } finally {
      await gate.close();
    }
  }
}

async function draw(page: Page, name: string, pull: PullRequest, check: CheckRun): Promise<void> {
  await page.setContent(await checkPage(pull, check));
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const path = join(folder, `${name}${colorScheme === 'dark' ? '-dark' : ''}.png`);
    await page.screenshot({ path, fullPage: true });
    process.stdout.write(`${path} drawn.\n`);
  }
}
