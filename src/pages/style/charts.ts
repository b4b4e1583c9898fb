/** Charts drawn on the server, and their numbers. */
export const CHARTS = `
.chart { display: block; width: 100%; max-width: 32rem; height: auto; margin: 0.5rem 0; font: 11px system-ui, sans-serif; }
.chart text { fill: var(--text); }
.chart .axis text { fill: var(--quiet); font-size: 10.5px; }
.chart .name, .chart .total { font-size: 12px; font-weight: 600; }
.chart .figure { font-size: 10.5px; paint-order: stroke; stroke: var(--raised); stroke-width: 3px; }
.chart .bar { fill: var(--accent); }
.chart .bar.open { fill: var(--ground); stroke: var(--accent); stroke-width: 1.5; }
.chart .track { fill: var(--line); }
.chart .ground { stroke: var(--line); }
.chart .line { stroke: var(--accent); stroke-width: 2; }
.chart .point { fill: var(--accent); stroke: var(--accent); stroke-width: 1.5; }
.chart .point.open { fill: var(--ground); }
.numbers { margin-top: 0.5rem; }
.numbers summary { cursor: pointer; color: var(--link); }
.numbers table { border-collapse: collapse; font-size: 0.875rem; }
.numbers td, .numbers th { min-width: 0; white-space: nowrap; }
.numbers td { text-align: right; font-variant-numeric: tabular-nums; }
`;
