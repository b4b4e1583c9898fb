/** The page of an organisation. */
export const OVERVIEW = `
.overview h1 { margin: 0.5rem 0 0; font-size: 1.75rem; overflow-wrap: anywhere; }
.overview h2 { margin: 2.5rem 0 0.5rem; font-size: 1.25rem; }
.overview h3 { margin: 0; font-size: 1rem; }
.overview table { border-collapse: collapse; width: 100%; }
.overview .aside { font-size: 0.8125rem; font-weight: 400; }
.filter { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: end; margin: 1rem 0; }
.filter label { display: grid; gap: 0.25rem; font-size: 0.875rem; font-weight: 600; min-width: 0; max-width: 100%; }
.filter select, .filter button {
  font: inherit; font-weight: 400; padding: 0.4rem 0.75rem; border: 1px solid var(--quiet); border-radius: 6px;
  background: var(--ground); color: var(--text); max-width: 100%; min-height: 2.5rem;
}
.filter button { background: var(--raised); font-weight: 600; cursor: pointer; }
.filter > a { padding: 0.5rem 0; }
.glance { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(9.5rem, 100%), 1fr)); gap: 0.75rem; margin: 1.5rem 0 0; }
.glance.said { grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); margin: 1rem 0; }
.glance > div { border: 1px solid var(--line); border-radius: 8px; background: var(--raised); padding: 0.75rem 1rem; }
.glance dt { font-size: 0.875rem; font-weight: 600; }
.glance dd { margin: 0; font-size: 1.75rem; font-weight: 600; line-height: 1.3; }
.glance dd.quiet { font-size: 0.875rem; font-weight: 400; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 1rem; align-items: start; }
.charts figure { background: var(--raised); margin: 0; min-width: 0; border: 1px solid var(--line); border-radius: 8px; padding: 1rem; }
.charts figcaption { font-size: 0.875rem; }
.charts .median { margin: 0.25rem 0; }
.charts .median b { font-size: 1.5rem; }
.waits { list-style: none; margin: 0; padding: 0; }
.paging { display: flex; flex-wrap: wrap; gap: 1rem; margin: 0.75rem 0; }
.freezes form { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: end; margin: 0.5rem 0; }
.freezes label { display: grid; gap: 0.25rem; font-size: 0.875rem; min-width: 0; max-width: 100%; }
.freezes select, .freezes input, .freezes button { min-height: 2.5rem; max-width: 100%; }
.freezes label:has(> input) { flex: 1 1 16rem; }
.freezes summary { cursor: pointer; font-weight: 600; padding: 0.5rem 0; }
.frozen { list-style: none; padding: 0; }
.frozen > li { border: 1px solid var(--bad); border-radius: 8px; background: var(--raised); padding: 0.75rem 1rem; margin: 0 0 0.75rem; max-width: none; overflow-wrap: anywhere; }
.frozen p { margin: 0; }
@media (min-width: 56rem) {
  .overview .when, .overview .stacked th { white-space: nowrap; }
  .charts .whole { grid-column: 1 / -1; display: grid; grid-template-columns: 1fr 1fr; column-gap: 2rem; }
  .charts .whole .chart { grid-column: 1; grid-row: 2 / span 3; }
  .charts .whole h3 { grid-column: 1 / -1; }
  .charts .whole .numbers { min-width: 0; }
}
@media (max-width: 44rem) {
  .stacked thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stacked tbody, .stacked tr, .stacked th[scope='row'], .stacked td { display: block; }
  .stacked tr { border: 1px solid var(--line); border-radius: 8px; background: var(--raised); padding: 0.5rem 0.75rem; margin: 0 0 0.75rem; }
  .stacked tr > * { border: 0; padding: 0.2rem 0; max-width: none; }
  .stacked td { display: grid; grid-template-columns: 6rem minmax(0, 1fr); }
  .stacked td::before { content: attr(data-label); color: var(--quiet); font-size: 0.875rem; }
}
`;
