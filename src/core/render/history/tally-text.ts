import type { Outcome } from '../../decision/decision.ts';
import { plain } from '../markdown.ts';
import { findingLine } from './commit-text.ts';
import type { HistoryTally } from './tally.ts';

const TOP_FINDINGS = 10;
const REASONS_SHOWN = 5;
/** A gate that blocks more of the agents' changes than this will be switched off by its users. */
const TOLERABLE_BLOCKS = 0.02;

/** The end of `history` as text: what it comes to, and what to do about it. */
export function tallyText(tally: HistoryTally, { rules }: { readonly rules: boolean }): string {
  const blocks = [
    section(`${tally.commits} ${tally.commits === 1 ? 'commit' : 'commits'}: who made them`, makers(tally)),
    section('What AgentGuard would have done', outcomes(tally)),
    section(`Would have waited: ${ofAll(tally.waiting, tally.commits)}`, waits(tally)),
    ...(rules
      ? [section('Findings', findings(tally)), section('Most worth reading', mostWorthReading(tally))]
      : []),
    section('Not read', unread(tally)),
    section('Ready to enforce?', verdict(tally, rules)),
  ];
  return `\n${blocks.filter((block) => block !== '').join('\n')}`;
}

const section = (head: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `${head}\n${lines.map((line) => `  ${line}\n`).join('')}`;

const share = (count: number, of: number): string =>
  of === 0 ? '0 %' : `${((count / of) * 100).toFixed(count > 0 && count / of < 0.1 ? 1 : 0)} %`;

const ofAll = (count: number, of: number): string => `${count} of ${of} (${share(count, of)})`;

function makers({ commits, byAgent, people, bots }: HistoryTally): string[] {
  const rows = [...byAgent].toSorted((a, b) => b[1] - a[1]);
  const others: [string, number][] = [
    ['other automation', bots],
    ['people', people],
  ];
  const all = [...rows, ...others].filter(([, count]) => count > 0);
  const width = Math.max(...all.map(([name]) => name.length));
  return all.map(
    ([name, count]) => `${plain(name).padEnd(width)}  ${String(count).padStart(7)}  ${share(count, commits)}`,
  );
}

const areCommits = (count: number): string => (count === 1 ? '1 commit is' : `${count} commits are`);

const MEANING: Record<Outcome, string> = {
  allow: 'allowed',
  review_required: 'would have waited for a review',
  indeterminate: 'could not be told',
  block: 'would have been blocked',
};

function outcomes({ gated, commits, outcomes: counts, ungatedOutcomes }: HistoryTally): string[] {
  const lines = (from: Record<Outcome, number>): string[] =>
    (Object.keys(MEANING) as Outcome[])
      .filter((outcome) => from[outcome] > 0)
      .map((outcome) => `  ${String(from[outcome]).padStart(7)}  ${MEANING[outcome]}`);
  return [
    ...(gated > 0 ? [`${areCommits(gated)} gated`, ...lines(counts)] : []),
    ...(commits > gated ? [`${areCommits(commits - gated)} not gated`, ...lines(ungatedOutcomes)] : []),
  ];
}

function waits(tally: HistoryTally): string[] {
  return [...tally.waits.values()]
    .toSorted((a, b) => b.commits - a.commits)
    .slice(0, 30)
    .map(({ commits, asked, why }) => `${String(commits).padStart(7)}  ${plain(asked)}  (${plain(why)})`);
}

function findings({ rules }: HistoryTally): string[] {
  const counts = [...rules.values()].toSorted((a, b) => b.gated - a.gated || b.others - a.others);
  if (counts.length === 0) return ['none'];
  const width = Math.max(...counts.map(({ rule }) => rule.length));
  return counts.map(
    ({ rule, action, gated, others }) =>
      `${rule.padEnd(width)}  ${action.padEnd(6)}  in ${String(gated).padStart(5)} gated commits, ${others} others`,
  );
}

const mostWorthReading = (tally: HistoryTally): string[] =>
  tally
    .topFindings(TOP_FINDINGS)
    .flatMap(({ commit, subject, agents, finding }, index) => [
      `${String(index + 1).padStart(2)}. ${commit.slice(0, 10)}  ${plain(subject, 70)}  (${agents.length > 0 ? plain(agents.join(', ')) : 'a person'})`,
      `    ${findingLine(finding)}`,
    ]);

const unread = ({ unread: reasons }: HistoryTally): string[] =>
  [...reasons]
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, REASONS_SHOWN)
    .map(([reason, count]) => `${String(count).padStart(7)}  ${plain(reason, 300)}`);

/** A plain answer first, then each thing that stands in the way, with what to do. */
function verdict(tally: HistoryTally, rules: boolean): string[] {
  const { gated, outcomes: counts, ungatedOutcomes } = tally;
  if (gated === 0) {
    return ['Nothing would be gated: no agent authored or co-authored any of these commits.'];
  }
  const unclear = counts.indeterminate + ungatedOutcomes.indeterminate;
  const tooStrict = counts.block / gated > TOLERABLE_BLOCKS;
  const blocking = [...tally.rules.values()].filter(
    ({ action, gated: count }) => action === 'block' && count > 0,
  );
  const obstacles = [
    ...(unclear > 0
      ? [`${ofAll(unclear, tally.commits)} could not be told: complete the clone, or see "Not read" above.`]
      : []),
    ...(counts.block > 0
      ? [
          `${ofAll(counts.block, gated)} of the gated would have been blocked${named(blocking.map(({ rule }) => rule))}. Read those first; a rule that is wrong here can be set to review or warn in .agentguard.yml.`,
        ]
      : []),
    ...(rules ? [] : ['Rules were not run (--no-rules): run them before you decide.']),
    `${counts.review_required} of ${gated} would have waited for a person: make sure that those named above have the time.`,
  ];
  const answer =
    unclear > 0 || !rules
      ? 'Cannot be told yet.'
      : tooStrict
        ? 'Not yet: begin with `mode: observe`.'
        : 'Yes.';
  return [answer, ...obstacles.map((line) => `- ${line}`)];
}

const named = (names: readonly string[]): string => (names.length === 0 ? '' : `, by ${names.join(', ')}`);
