import { WeekAxis } from './axis.tsx';
import { COLUMN, middleOf, weekName, widthOf } from './weeks.ts';

/** Numbers of one thing by week. */
export interface BarSeries {
  readonly name: string;
  readonly counts: readonly number[];
  /** Written at the end of its name. */
  readonly total: number;
}

export interface WeekBarsProps {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** The beginnings of the weeks; the last of them is not over. */
  readonly weeks: readonly number[];
  readonly series: readonly BarSeries[];
}

const NAME = 18;
const FIGURE = 14;
const BAR = 34;
const GAP = 12;
const ROW = NAME + FIGURE + BAR + GAP;
const AXIS = 16;
const LONGEST_NAME = 34;

/** A row of bars for each series, all on one scale, each with its figure: no colour has to be told from another. */
export const WeekBars = ({ id, title, weeks, series }: WeekBarsProps) => {
  const width = widthOf(weeks.length);
  const height = series.length * ROW + AXIS;
  const most = Math.max(1, ...series.flatMap(({ counts }) => counts));
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby={`${id}-title ${id}-description`}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-description`}>{description(weeks, series)}</desc>
      {series.map((row, index) => (
        <g transform={`translate(0 ${index * ROW})`}>
          <text class="name" x={4} y={NAME - 5}>
            {shortened(row.name)}
          </text>
          <text class="total" x={width - 4} y={NAME - 5} text-anchor="end">
            {row.total}
          </text>
          {row.counts.map((count, week) => (
            <Bar count={count} height={(count / most) * BAR} week={week} isOver={week < weeks.length - 1} />
          ))}
          <line class="ground" x1={4} x2={width - 4} y1={ROW - GAP + 0.5} y2={ROW - GAP + 0.5} />
        </g>
      ))}
      <WeekAxis weeks={weeks} y={height - 4} />
    </svg>
  );
};

interface BarProps {
  readonly count: number;
  readonly height: number;
  readonly week: number;
  readonly isOver: boolean;
}

const Bar = ({ count, height, week, isOver }: BarProps) => {
  if (count === 0) return null;
  const top = ROW - GAP - height;
  return (
    <>
      <rect
        class={isOver ? 'bar' : 'bar open'}
        x={middleOf(week) - (COLUMN - 8) / 2}
        y={rounded(top)}
        width={COLUMN - 8}
        height={rounded(height)}
        rx={2}
      />
      <text class="figure" x={middleOf(week)} y={rounded(top - 3)} text-anchor="middle">
        {count}
      </text>
    </>
  );
};

const rounded = (value: number): number => Math.round(value * 10) / 10;

const shortened = (name: string): string => {
  const signs = Array.from(name);
  return signs.length > LONGEST_NAME ? `${signs.slice(0, LONGEST_NAME - 1).join('')}…` : name;
};

function description(weeks: readonly number[], series: readonly BarSeries[]): string {
  const [first] = weeks;
  const since = first === undefined ? '' : ` since ${weekName(first)}`;
  const each = series.map(
    ({ name, total, counts }) => `${name}: ${total} in all, at most ${Math.max(0, ...counts)} in a week`,
  );
  return `A bar a week${since}, the last one not over. ${each.join('; ')}. The table below has every number.`;
}
