/**
 * `npm run picture`: draws docs/images/check.png, the check run of a real run of the demo as GitHub would show it.
 * Needs Chromium (`CHROMIUM`, default `chromium`).
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { marked } from 'marked';
import type { CheckRun, PullRequest } from '../demo/github/github.ts';
import { openAgentsPullRequest, setStage } from '../demo/story/stage.ts';
import { createTheatre } from '../demo/theatre.ts';

const OUTPUT = 'docs/images/check.png';

const theatre = await createTheatre();
try {
  const stage = setStage(theatre);
  stage.install();
  await theatre.answer(stage.handwritten, () => true);
  const pull = openAgentsPullRequest(theatre, stage);
  const first = await theatre.answer(pull, () => true);
  theatre.github.review(pull, stage.nadia, 'APPROVE');
  const check = await theatre.answer(pull, ({ id }) => id > first.id);
  mkdirSync('docs/images', { recursive: true });
  draw(await page(pull, check));
  process.stdout.write(`${OUTPUT} drawn.\n`);
} finally {
  await theatre.close();
}

async function page(pull: PullRequest, check: CheckRun): Promise<string> {
  const { title, summary } = check.output;
  return `<!doctype html><meta charset="utf-8"><style>
    body { font: 14px/1.5 -apple-system, 'Segoe UI', 'Noto Sans', Helvetica, Arial, 'Noto Color Emoji', sans-serif; color: #1f2328; margin: 0; padding: 24px; width: 912px; background: #fff; }
    header { border: 1px solid #d1d9e0; border-radius: 6px; padding: 12px 16px; margin-bottom: 16px; background: #f6f8fa; }
    header b { font-weight: 600; } header small { color: #59636e; }
    h2 { font-size: 20px; font-weight: 600; margin: 0 0 12px; }
    h3 { font-size: 16px; margin: 20px 0 8px; }
    code { font: 12px ui-monospace, 'DejaVu Sans Mono', monospace; background: #818b981f; border-radius: 6px; padding: 0.2em 0.4em; }
    table { border-collapse: collapse; } th, td { border: 1px solid #d1d9e0; padding: 6px 13px; text-align: left; }
    tr:nth-child(2n) td { background: #f6f8fa; }
    summary { margin-top: 12px; }
  </style>
  <header><b>AgentGuard</b> · ${check.conclusion} <br><small>${pull.repository.owner.login}/${pull.repository.name} #${pull.number}: ${pull.title}</small></header>
  <h2>${title ?? ''}</h2>${await marked.parse(summary ?? '', { gfm: true })}`;
}

function draw(html: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-picture-'));
  try {
    const file = join(folder, 'check.html');
    writeFileSync(file, html);
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--no-first-run'];
    const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
    execFileSync(
      process.env['CHROMIUM'] ?? 'chromium',
      [
        ...flags,
        ...quiet,
        `--user-data-dir=${folder}`,
        '--window-size=960,1180',
        `--screenshot=${OUTPUT}`,
        file,
      ],
      { stdio: 'ignore' },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
