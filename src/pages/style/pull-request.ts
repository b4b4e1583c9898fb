/** The page of a pull request; what the policy page shares with it stands here, too. */
export const PULL_REQUEST = `
.pull h1, .policy h1 { font-size: 1.5rem; margin: 0; }
.pull h1 .quiet, .policy h1 .quiet { font-weight: 400; }
.pull p, .pull li, .pull dd, .policy p, .policy li { overflow-wrap: anywhere; max-width: 85ch; }
.pull pre, .policy pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.is-good { --tone: var(--good); }
.is-waits { --tone: var(--warn); }
.is-bad { --tone: var(--bad); }
.answer {
  border: 1px solid var(--line); border-left: 6px solid var(--tone); border-radius: 6px;
  background: var(--raised); padding: 0.75rem 1rem 0.25rem; margin: 1rem 0;
}
.answer h2 { margin: 0 0 0.5rem; }
.answer h2 .sign { color: var(--tone); }
.answer > .badge, .finding .leads { --shade: var(--tone); }
.answer > .badge { margin-bottom: 0.5rem; }
.answer code { background: var(--ground); }
.pull .wide td, .pull .wide tbody th, .policy .wide td { min-width: 7rem; max-width: 34rem; overflow-wrap: anywhere; }
.policy .wide tbody th { overflow-wrap: anywhere; min-width: 11rem; }
.policy tbody th code { white-space: nowrap; }
.pull ul.plain, .policy ul.plain { list-style: none; margin: 0; padding: 0; }
.tree { list-style: none; padding-left: 0; margin: 0; }
.tree .tree { padding-left: 1.5rem; }
.tree li { margin: 0.2rem 0; }
.tree .sign { display: inline-block; width: 1.2em; font-weight: 700; }
.tree .is-met > .sign { color: var(--good); }
.tree .is-open > .sign { color: var(--warn); }
.tree .is-refused > .sign { color: var(--bad); }
.tree .is-idle, .tree .is-idle b { color: var(--quiet); }
.revert form { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: end; margin: 0.5rem 0 1.5rem; }
.revert form p { flex: 1 1 100%; margin: 0; }
.revert label { display: grid; gap: 0.25rem; flex: 1 1 16rem; min-width: 0; max-width: 40rem; font-size: 0.875rem; }
.revert input, .revert button { min-height: 2.5rem; max-width: 100%; }
.finding {
  border: 1px solid var(--line); border-left: 6px solid var(--tone); border-radius: 6px;
  padding: 0 1rem 0.5rem; margin: 1rem 0;
}
.finding.is-block { --tone: var(--bad); }
.finding.is-review { --tone: var(--warn); }
.finding.is-warn { --tone: var(--accent); }
.finding.is-met { --tone: var(--good); }
.finding dt { font-weight: 600; margin-top: 0.5rem; }
.finding dd { margin: 0; }
.diff {
  border: 1px solid var(--line); margin: 0.75rem 0; table-layout: fixed;
  font: 0.8125rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}
.diff caption { overflow-wrap: anywhere; }
.diff tbody + tbody { border-top: 3px double var(--line); }
.diff td, .diff th { border: 0; padding: 0 0.5rem; font-weight: 400; }
.diff .number { width: 4.5em; text-align: right; color: var(--quiet); }
.diff .sign { width: 2em; font-weight: 700; }
.diff .text { white-space: pre-wrap; overflow-wrap: anywhere; }
.diff .added { background: var(--raised); }
.diff .added .sign { color: var(--good); }
.diff .removed .sign { color: var(--bad); }
.diff .meant .text { font-weight: 700; }
.pull input[type='radio'] { width: 1.5rem; height: 1.5rem; margin: 0; }
@media (max-width: 44rem) {
  .pull .wide table, .policy .wide table { min-width: 32rem; }
  .policy .wide tbody th { min-width: 7rem; }
  .policy .judged { padding: 0 0.5rem; }
}
@media (max-width: 30rem) {
  .diff .number { width: 3.2em; }
  .diff td, .diff th { padding: 0 0.25rem; }
}
@media (forced-colors: active) {
  .answer, .finding { border-color: CanvasText; }
}
`;
