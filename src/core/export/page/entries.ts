import type { Row } from '../row.ts';
import { markup, when, type Markup } from './markup.ts';
import { day, KINDS, OUTCOMES } from './words.ts';

/** Begins the entries of a day. */
export const dayStart = (at: string): Markup => markup`<section class="day">
<h3>${day(at)}</h3>
<table>
<thead><tr><th scope="col">Entry</th><th scope="col">On</th><th scope="col">What</th><th scope="col">Details</th></tr></thead>
<tbody>
`;

export const dayEnd = (): Markup => markup`</tbody>
</table>
</section>
`;

/** An entry with what a person needs of it, and its hash. */
export const entryRow = (row: Row): Markup => markup`<tr>
<td class="number"><b>${row.sequence}</b> <time datetime="${row.at}">${row.at.slice(11, 19)}</time></td>
<td class="subject">${row.subject}</td>
<td>${what(row)}</td>
<td>${details(row)}<code class="hash">${row.hash}</code></td>
</tr>
`;

function what({ kind, outcome }: Row): Markup {
  if (kind !== 'decision') return markup`<span class="badge kind">${KINDS[kind] ?? kind}</span>`;
  const [sign, word] = OUTCOMES[outcome] ?? ['?', outcome === '' ? 'Unknown' : outcome];
  const shade = outcome in OUTCOMES ? outcome : 'kind';
  return markup`<span class="badge ${shade}"><span aria-hidden="true">${sign}</span> ${word}</span>`;
}

function details(row: Row): Markup {
  const isMerge = row.kind === 'merge';
  return markup`<ul class="lines">${[
    ...row.acted.map((each) => markup`<li>${capital(each)}</li>`),
    when(row.reason !== '', () => markup`<li>${isSaid(row) ? markup`“${row.reason}”` : row.reason}</li>`),
    when(isMerge, () => labelled('stood', OUTCOMES[row.outcome]?.[1] ?? (row.outcome || 'no decision'))),
    listed('agents', row.agents),
    listed('approved', row.approvedBy),
    ...row.notCounted.map((each) => labelled('not counted', each)),
    ...row.findings.map((each) => labelled('finding', each)),
    ...row.owed.map((each) => labelled('asked', each)),
    when(row.head !== '', () => labelled('head', markup`<code>${row.head.slice(0, 12)}</code>`)),
    when(row.policy !== '', () => labelled('policy', markup`<code>${row.policy.slice(0, 12)}</code>`)),
  ]}</ul>`;
}

/** Of a decision the reason is AgentGuard's own sentence, of everything else somebody's words. */
const isSaid = ({ kind }: Row): boolean => kind !== 'decision';

const labelled = (label: string, value: string | Markup): Markup =>
  markup`<li><span class="label">${label}</span> ${value}</li>`;

const listed = (label: string, items: readonly string[]): Markup =>
  when(items.length > 0, () => labelled(label, items.join(', ')));

const capital = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);
