import { createHash } from 'node:crypto';
import type { About } from '../entry.ts';
import type { Tally } from '../tally.ts';
import { markup, type Markup } from './markup.ts';
import { STYLE } from './style.ts';
import { summary, whose } from './summary.ts';
import { counted } from './words.ts';

/**
 * Everything before the entries: the head, which lets nothing run and nothing be fetched, and a summary of one page.
 * @param colours the style that all pages have
 */
export function pageStart(about: About, tally: Tally, colours: string): Markup {
  const style = `${colours}${STYLE}`;
  const digest = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Record of ${whose(about.part)} · AgentGuard</title>
<style>${{ written: style }}</style>
</head>
<body>
<main>
${summary(about, tally)}
<section class="entries">
<h2>Every entry</h2>
<p>In the order of the record, by day; times are UTC. Below each entry is its hash. Names, reasons and paths are as people
and pull requests gave them.</p>
`;
}

/** Everything after the entries: a page without this line was cut off. */
export const pageEnd = (entries: number): Markup => markup`<p>${ending(entries)}</p>
</section>
</main>
</body>
</html>
`;

const ending = (entries: number): string =>
  entries === 0 ? 'There is no entry.' : `End of the export: ${counted(entries, 'entry', 'entries')}.`;
