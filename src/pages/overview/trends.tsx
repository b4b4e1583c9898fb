import type { Series, Trends } from '../../core/statistics/trends.ts';
import { WeekBars } from '../charts/week-bars.tsx';
import { WeekLine } from '../charts/week-line.tsx';
import { WeekTable } from '../charts/week-table.tsx';
import { agentName, duration, familyName, shortDuration } from './words.ts';

/** Rows of a chart; the table beneath has them all. */
const ROWS = 6;

/** Twelve weeks as charts, each with what it counts and its numbers. */
export const TrendCharts = ({ trends }: { readonly trends: Trends }) => (
  <section aria-labelledby="trends">
    <h2 id="trends">Twelve weeks</h2>
    <div class="charts">
      <Counts
        id="agents"
        title="Pull requests decided on, by agent"
        what="A pull request counts once in each week in which AgentGuard recorded a decision on it, and once in the number at the right. One that two agents had a hand in counts for both."
        nothing="No decision on an agent’s pull request in these weeks. The first one starts this chart."
        of="Agent"
        trends={trends}
        series={trends.agents.map((row) => ({ ...row, name: agentName(row.name) }))}
        sum={trends.all}
      />
      <Counts
        id="findings"
        title="Findings, by family"
        what="What was found in agents’ pull requests, whatever became of it. A rule counts once for a pull request in each week in which it was found there, and once in the number at the right."
        nothing="Nothing was found in agents’ pull requests in these weeks."
        of="Family"
        trends={trends}
        series={trends.families.map((row) => ({ ...row, name: familyName(row.name) }))}
      />
      <Approvals trends={trends} />
    </div>
  </section>
);

interface CountsProps {
  readonly id: string;
  readonly title: string;
  readonly what: string;
  readonly nothing: string;
  readonly of: string;
  readonly trends: Trends;
  readonly series: readonly Series[];
  /** Of all of them together, where these overlap. */
  readonly sum?: Series;
}

const Counts = ({ id, title, what, nothing, of, trends: { weeks }, series, sum }: CountsProps) => {
  const drawn = series.slice(0, ROWS);
  const rows = sum && series.length > 1 ? [{ ...sum, name: 'All together' }, ...series] : series;
  return (
    <figure class="card" aria-labelledby={`${id}-heading`}>
      <h3 id={`${id}-heading`}>{title}</h3>
      {series.length === 0 ? (
        <p class="note">{nothing}</p>
      ) : (
        <>
          <WeekBars id={id} title={title} weeks={weeks} series={drawn} />
          {series.length > drawn.length && (
            <p class="quiet">
              The {drawn.length} with most are drawn; the table has all {series.length}.
            </p>
          )}
          <figcaption class="quiet">{what} The bars of all rows have one scale.</figcaption>
          <WeekTable
            caption={title}
            weeks={weeks}
            of={of}
            all="All weeks"
            rows={rows.map(({ name, counts, total }) => ({
              name,
              cells: counts.map(String),
              all: String(total),
            }))}
          />
        </>
      )}
    </figure>
  );
};

const APPROVALS = 'Time from the first decision that waits to approval';

const Approvals = ({ trends: { weeks, approvals } }: { readonly trends: Trends }) => (
  <figure class="card whole" aria-labelledby="approvals-heading">
    <h3 id="approvals-heading">{APPROVALS}</h3>
    {approvals.count === 0 ? (
      <p class="note">No approval ended a wait in these weeks.</p>
    ) : (
      <>
        <p class="median">
          <b>{duration(approvals.median ?? 0)}</b>{' '}
          <span class="quiet">is the median of {approvals.count} waits</span>
        </p>
        <WeekLine
          id="approvals"
          title={`${APPROVALS}: the median of each week`}
          weeks={weeks}
          values={approvals.weeks.map(({ median }) => median)}
          figure={shortDuration}
        />
        <figcaption class="quiet">
          The median of the waits that ended in a week because somebody approved: half took longer. Minutes
          (m), hours (h) or days (d). A pull request that waits again after a new push counts again.{' '}
          {approvals.overridden > 0 && `Left out: ${approvals.overridden} that an override ended.`}
        </figcaption>
        <WeekTable
          caption={APPROVALS}
          weeks={weeks}
          of="Of the week"
          all="All weeks"
          rows={[
            {
              name: 'Approvals',
              cells: approvals.weeks.map(({ count }) => String(count)),
              all: String(approvals.count),
            },
            {
              name: 'Median',
              cells: approvals.weeks.map(({ median }) => (median === null ? '–' : shortDuration(median))),
              all: approvals.median === null ? '–' : shortDuration(approvals.median),
            },
          ]}
        />
      </>
    )}
  </figure>
);
