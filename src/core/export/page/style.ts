/** What the page of an export has beside the colours and type of all pages. */
export const STYLE = `
main { padding-top: 2rem; }
h1 { margin-bottom: 0.25rem; }
.product { margin: 0 0 0.5rem; color: var(--quiet); font-size: 0.875rem; font-weight: 600; letter-spacing: 0.02em; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.125rem 1rem; margin: 1rem 0; font-size: 0.9375rem; }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.figures { list-style: none; padding: 0; margin: 1rem 0; display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); }
.figures li { border: 1px solid var(--line); border-radius: 8px; background: var(--raised); padding: 0.75rem 1rem; }
.figures b { display: block; font-size: 1.5rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
.figures span { display: block; }
.figures .label { font-weight: 600; font-size: 0.9375rem; }
.figures .more { color: var(--quiet); font-size: 0.8125rem; line-height: 1.45; overflow-wrap: anywhere; }
.note.good { border-color: var(--good); }
.note.bad { border-color: var(--bad); }
.note p:last-child, .note ul:last-child { margin-bottom: 0; }
.hash { font-size: 0.6875rem; color: var(--quiet); background: none; border: 0; padding: 0; overflow-wrap: anywhere; }
.note .hash { font-size: 0.75rem; }
table { font-size: 0.875rem; line-height: 1.45; table-layout: fixed; margin: 0 0 1rem; }
td { overflow-wrap: anywhere; }
caption { font-weight: 600; color: var(--text); }
.day { content-visibility: auto; contain-intrinsic-size: auto 40rem; }
.day th:nth-child(1) { width: 6.5rem; }
.day th:nth-child(2) { width: 12rem; }
.day th:nth-child(3) { width: 11.5rem; }
.number time { display: block; color: var(--quiet); font-variant-numeric: tabular-nums; }
.badge { white-space: normal; }
.badge.kind { --shade: var(--accent); }
.lines { list-style: none; padding: 0; margin: 0; }
.lines li { max-width: none; }
.label { color: var(--quiet); }
.figures .label { color: inherit; }
.listed th:first-child { width: 10rem; }
@media screen and (max-width: 48rem) {
  .facts { grid-template-columns: 1fr; gap: 0; }
  .facts dd { margin-bottom: 0.5rem; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, caption, tbody, tr, td { display: block; }
  tr { border-bottom: 1px solid var(--line); padding: 0.5rem 0; }
  td { border: 0; padding: 0.125rem 0; }
  .number time { display: inline; margin-left: 0.5rem; }
}
@media print {
  :root { color-scheme: light; --ground: #fff; --raised: #fff; --line: #bbb; --text: #000; --quiet: #444; --good: #000; --warn: #000; --bad: #000; --accent: #000; }
  body { font-size: 9pt; line-height: 1.4; }
  main { padding: 0; max-width: none; }
  p, li, dd { max-width: none; }
  h1 { font-size: 16pt; }
  h2 { font-size: 11pt; margin: 0.625rem 0 0.25rem; }
  p, .facts, .figures, table, .note { margin: 0 0 0.375rem; }
  .lead { font-size: 11pt; }
  .facts, .figures .label { font-size: 9pt; }
  .figures .more, table { font-size: 8pt; }
  th, td { padding: 0.1875rem 0.375rem; }
  .note { padding: 0.375rem 0.625rem; }
  .hash, .note .hash { font-size: 7pt; }
  .day th:nth-child(1) { width: 4.5rem; }
  .day th:nth-child(2) { width: 8rem; }
  .day th:nth-child(3) { width: 8rem; }
  .figures { grid-template-columns: repeat(3, 1fr); gap: 0.25rem; }
  .figures li { padding: 0.25rem 0.5rem; }
  .figures b { font-size: 12pt; }
  .day { content-visibility: visible; }
  .entries { break-before: page; }
  tr, .figures li, .note { break-inside: avoid; }
  thead { display: table-header-group; }
  h3 { break-after: avoid; }
}
`;
