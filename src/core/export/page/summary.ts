import type { About, Part } from '../entry.ts';
import type { Tally } from '../tally.ts';
import { figures } from './figures.ts';
import { markup, when, type Markup } from './markup.ts';
import { integrity } from './integrity.ts';
import { lists } from './lists.ts';
import { counted, day, moment } from './words.ts';

/** What this is, the numbers, what stands out, and whether it can be believed: one page. */
export const summary = (about: About, tally: Tally): Markup =>
  markup`<p class="product">AgentGuard · export of the record</p>
    <h1>What was recorded of ${whose(about.part)}</h1>
    <p class="lead">${period(about.part)}: ${counted(tally.chain.entries, 'entry', 'entries')}.</p>
    <p>
      AgentGuard gates pull requests that AI agents had a hand in: they may be merged when the right people,
      who are not the agent’s operator, have answered for this very change. Each decision is written down
      before GitHub shows it, and so is what people accepted or overrode, what was merged, and what went past
      the gate. This page is a copy of that record: a summary, then every entry. The numbers count what is on
      this page, and nothing else.
    </p>
    ${facts(about, tally)} ${figures(tally)} ${lists(tally)} ${integrity(about, tally)}`;

/** Whose record, or which repository's. */
export const whose = ({ owner, repository }: Part): string => repository ?? owner;

function period({ from, to }: Part): string {
  if (from !== null && to !== null) return `From ${moment(from)} up to ${moment(to)} (UTC)`;
  if (from !== null) return `Since ${moment(from)} (UTC)`;
  return to === null ? 'The whole record' : `Everything before ${moment(to)} (UTC)`;
}

const MOST_REPOSITORIES = 6;

function facts({ exportedAt, version, command, part }: About, { times, repositories }: Tally): Markup {
  const shown = repositories
    .slice(0, MOST_REPOSITORIES)
    .map(({ name, count }) => `${name} (${counted(count, 'entry', 'entries')})`);
  const more = repositories.length - shown.length;
  return markup`<dl class="facts">
    <dt>Repositories</dt>
    <dd>${repositories.length === 0 ? 'none' : shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}</dd>
    ${when(
      times !== null,
      () =>
        markup`<dt>First and last day</dt>
          <dd>${day(times?.first ?? '')} – ${day(times?.last ?? '')}</dd>`,
    )}
    ${when(
      part.repository !== null,
      () =>
        markup`<dt>Left out</dt>
          <dd>other repositories of ${part.owner}, and what is about all of ${part.owner}</dd>`,
    )}
    <dt>Exported</dt>
    <dd>
      <time datetime="${exportedAt}">${moment(exportedAt)} UTC</time> by AgentGuard ${version}
    </dd>
    <dt>Command</dt>
    <dd><code>${command}</code></dd>
  </dl>`;
}
