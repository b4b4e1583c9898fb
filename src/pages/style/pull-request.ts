/** The page of a pull request; what the policy page shares with it stands here. */
export const PULL_REQUEST = `
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.quiet { color: var(--quiet); }
.pull h1, .policy h1 { font-size: 1.5rem; line-height: 1.25; margin: 0.5rem 0 0; overflow-wrap: anywhere; }
.pull h1 .quiet { font-weight: 400; }
.pull h2, .policy h2 { font-size: 1.25rem; line-height: 1.3; margin: 2rem 0 0.5rem; overflow-wrap: anywhere; }
.pull h3, .policy h3 { font-size: 1rem; margin: 1rem 0 0.25rem; overflow-wrap: anywhere; }
.pull p, .pull li, .pull dd, .policy p, .policy li { overflow-wrap: anywhere; }
.pull code, .policy code, .pull pre {
  background: var(--raised); border-radius: 4px; padding: 0.1em 0.3em; font: 0.875em ui-monospace, monospace;
  overflow-wrap: anywhere; white-space: pre-wrap;
}
.note { border-left: 4px solid var(--accent); background: var(--raised); padding: 0.5rem 0.75rem; }
.badge {
  display: inline-block; border: 1px solid var(--line); border-radius: 1em; padding: 0 0.6em; margin: 0;
  font-size: 0.8125rem; font-weight: 600; white-space: nowrap;
}
.answer {
  border: 1px solid var(--line); border-left: 6px solid var(--tone); border-radius: 6px;
  background: var(--raised); padding: 0.25rem 1rem; margin: 1rem 0;
}
.answer h2 { margin: 0.5rem 0; }
.answer .sign, .answer .badge { color: var(--tone); }
.answer .badge { border-color: var(--tone); }
.is-good { --tone: var(--good); }
.is-waits { --tone: var(--warn); }
.is-bad { --tone: var(--bad); }
.answer code { background: var(--ground); }
.wide { overflow-x: auto; }
.pull table, .policy table { border-collapse: collapse; width: 100%; }
.wide th, .wide td { border-bottom: 1px solid var(--line); padding: 0.4rem 0.6rem; text-align: left; vertical-align: top; }
.wide thead th { color: var(--quiet); font-size: 0.875rem; white-space: nowrap; }
.wide tbody th { font-weight: 600; }
.wide td, .wide tbody th { min-width: 7rem; max-width: 32rem; overflow-wrap: anywhere; }
ul.plain { list-style: none; margin: 0; padding: 0; }
.tree { list-style: none; padding-left: 0; margin: 0; }
.tree .tree { padding-left: 1.5rem; }
.tree li { margin: 0.2rem 0; }
.tree .sign { display: inline-block; width: 1.2em; font-weight: 700; }
.tree .is-met > .sign { color: var(--good); }
.tree .is-open > .sign { color: var(--warn); }
.tree .is-refused > .sign { color: var(--bad); }
.tree .is-idle, .tree .is-idle b { color: var(--quiet); }
.finding { border: 1px solid var(--line); border-left: 6px solid var(--tone); border-radius: 6px; padding: 0 1rem 0.5rem; margin: 1rem 0; }
.finding.is-block { --tone: var(--bad); }
.finding.is-review { --tone: var(--warn); }
.finding.is-warn { --tone: var(--accent); }
.finding.is-met { --tone: var(--good); }
.finding .leads { color: var(--tone); border-color: var(--tone); }
.finding dt { font-weight: 600; margin-top: 0.5rem; }
.finding dd { margin: 0; }
.diff { border: 1px solid var(--line); margin: 0.75rem 0; font: 0.8125rem/1.6 ui-monospace, monospace; table-layout: fixed; }
.diff caption { text-align: left; padding: 0.25rem 0; overflow-wrap: anywhere; color: var(--quiet); }
.diff tbody + tbody { border-top: 3px double var(--line); }
.diff td, .diff th { padding: 0 0.5rem; vertical-align: top; }
.diff th { color: var(--quiet); font-weight: 400; }
.diff .number { width: 4.5em; text-align: right; color: var(--quiet); }
.diff .sign { width: 2em; font-weight: 700; }
.diff .text { white-space: pre-wrap; overflow-wrap: anywhere; }
.diff .added { background: var(--raised); }
.diff .added .sign { color: var(--good); }
.diff .removed .sign { color: var(--bad); }
.diff .meant .text { font-weight: 700; }
.pull button, .policy button {
  font: inherit; font-weight: 600; padding: 0.4rem 1rem; border: 1px solid var(--line); border-radius: 6px;
  background: var(--raised); color: var(--text); cursor: pointer; margin-top: 0.75rem;
}
.pull input[type='radio'] { width: 1.25rem; height: 1.25rem; margin: 0; }
@media (max-width: 30rem) {
  .diff .number { width: 3.2em; }
  .diff td { padding: 0 0.25rem; }
}
`;
