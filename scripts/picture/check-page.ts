import { marked } from 'marked';
import type { CheckRun, PullRequest } from '../../demo/github/github.ts';

/** Colours and sizes as GitHub has them in its two themes. */
const STYLE = `
  :root { color-scheme: light dark; --text: #1f2328; --quiet: #59636e; --page: #fff; --shade: #f6f8fa; --line: #d1d9e0; --code: #818b981f; }
  @media (prefers-color-scheme: dark) {
    :root { --text: #f0f6fc; --quiet: #9198a1; --page: #0d1117; --shade: #151b23; --line: #3d444d; --code: #656c7633; }
  }
  body { font: 14px/1.5 -apple-system, 'Segoe UI', 'Noto Sans', Helvetica, Arial, 'Noto Color Emoji', sans-serif; color: var(--text); background: var(--page); margin: 0; padding: 24px; }
  header { border: 1px solid var(--line); border-radius: 6px; padding: 12px 16px; margin-bottom: 16px; background: var(--shade); }
  header b { font-weight: 600; } header small { color: var(--quiet); }
  h2 { font-size: 20px; font-weight: 600; margin: 0 0 12px; }
  h3 { font-size: 16px; margin: 20px 0 8px; }
  code { font: 12px ui-monospace, 'DejaVu Sans Mono', monospace; background: var(--code); border-radius: 6px; padding: 0.2em 0.4em; overflow-wrap: anywhere; }
  pre { background: var(--shade); padding: 12px; overflow: auto; } pre code { background: none; padding: 0; }
  table { border-collapse: collapse; display: block; max-width: 100%; overflow: auto; }
  th, td { border: 1px solid var(--line); padding: 6px 13px; text-align: left; }
  tr:nth-child(2n) td { background: var(--shade); }
  blockquote { border-left: 4px solid var(--line); color: var(--quiet); margin: 12px 0; padding: 0 16px; }
  summary { margin-top: 12px; }
  .annotation { border: 1px solid var(--line); border-radius: 6px; padding: 8px 16px; margin-top: 8px; }
  .annotation small { color: var(--quiet); }`;

const MAX_ANNOTATIONS = 3;

/** The page of a check run, about as GitHub lays it out; the pull request's own words are escaped. */
export async function checkPage(pull: PullRequest, check: CheckRun): Promise<string> {
  const { title, summary } = check.output;
  const { repository, number } = pull;
  const about = `${repository.owner.login}/${repository.name} #${number}: ${pull.title}`;
  const annotations = check.annotations
    .slice(0, MAX_ANNOTATIONS)
    .map(
      (each) =>
        `<div class="annotation"><b>${escaped(each.title ?? '')}</b><br><small>${escaped(`${each.path}:${each.start_line}`)} · ${each.annotation_level}</small><br>${escaped(each.message)}</div>`,
    );
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>
    <header><b>${escaped(check.name)}</b> · ${check.conclusion} <br><small>${escaped(about)}</small></header>
    <h2>${escaped(title ?? '')}</h2>${await marked.parse(summary ?? '', { gfm: true })}
    ${annotations.length > 0 ? '<h3>Annotations</h3>' : ''}${annotations.join('')}`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
