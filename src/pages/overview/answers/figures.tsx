import type { Answers } from '../../../core/statistics/answering/answers.ts';
import type { Risk } from '../../../core/statistics/answering/seen.ts';
import type { HowMerged } from '../../../core/statistics/trails.ts';
import { RowBars, type BarRow } from '../../charts/row-bars.tsx';
import { RowTable } from '../../charts/row-table.tsx';
import { agentName } from '../words.ts';

/** Rows of a chart; the table beneath has them all. */
const ROWS = 6;

const RISKS: Readonly<Record<Risk, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  none: 'Nothing found',
};

const HOW: Readonly<Record<HowMerged, string>> = {
  allowed: 'Allowed',
  overridden: 'Overridden',
  'not allowed': 'Not allowed',
  undecided: 'Never decided',
  observed: 'Only observed',
  unknown: 'Not known any more',
};

const WAYS = ['allowed', 'overridden', 'not allowed', 'undecided', 'observed', 'unknown'] as const;

/** The same numbers by person, agent, risk and way, as charts. */
export const Figures = ({ answers: { approvals, share, words } }: { readonly answers: Answers }) => (
  <div class="charts">
    <Rows
      id="approvers"
      title="Who approved"
      what="Agents’ pull requests that were merged, by whose approval counted; one that two people approved counts for both. Where one person approves nearly all, ask whether anybody still reads them."
      of="Person"
      counts="Pull requests"
      rows={approvals.people}
      all={approvals.approved}
    />
    <Rows
      id="risks"
      title="How risky agents’ changes are"
      what="Agents’ pull requests by the most severe finding there ever was in them, also if it was mended or waived since."
      of="Most severe"
      counts="Pull requests"
      rows={share.byRisk.toReversed().map(({ risk, count }) => ({ name: RISKS[risk], count }))}
      all={share.agents}
    />
    <Rows
      id="shares"
      title="Share of all pull requests, by agent"
      what={`Of all ${share.all} that AgentGuard decided on, whoever made them. One that two agents had a hand in counts for both.`}
      of="Agent"
      counts="Pull requests"
      rows={share.byAgent.map(({ name, count }) => ({ name: agentName(name), count }))}
      all={share.all}
    />
    <Rows
      id="merges"
      title="How agents’ changes were merged"
      what="By what stood at the merge: a decision that allowed it, an override, one that did not allow it, or none."
      of="How"
      counts="Merged"
      rows={mergeRows(words.merges)}
      all={words.merged}
    />
  </div>
);

/** What there is, and what should be. */
const mergeRows = (merges: Answers['words']['merges']): BarRow[] =>
  WAYS.map((how) => ({ how, name: HOW[how], count: merges[how] })).filter(
    ({ how, count }) => count > 0 || how === 'allowed',
  );

interface RowsProps {
  readonly id: string;
  readonly title: string;
  readonly what: string;
  readonly of: string;
  readonly counts: string;
  readonly rows: readonly BarRow[];
  readonly all: number;
}

const Rows = ({ id, title, what, of, counts, rows, all }: RowsProps) => {
  if (rows.every(({ count }) => count === 0)) return null;
  const drawn = rows.slice(0, ROWS);
  return (
    <figure class="card" aria-labelledby={`${id}-heading`}>
      <h3 id={`${id}-heading`}>{title}</h3>
      <RowBars id={id} title={title} rows={drawn} all={all} />
      {rows.length > drawn.length && (
        <p class="quiet">
          The first {drawn.length} are drawn; the table has all {rows.length}.
        </p>
      )}
      <figcaption class="quiet">{what}</figcaption>
      <RowTable caption={title} of={of} what={counts} rows={rows} all={all} />
    </figure>
  );
};
