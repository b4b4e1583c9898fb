import { COLUMN, widthOf } from './weeks.ts';

export interface BarRow {
  readonly name: string;
  readonly count: number;
}

export interface RowBarsProps {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly rows: readonly BarRow[];
  /** Of so many: the longest a bar can be. */
  readonly all: number;
}

/** As wide as the charts by week. */
const WIDTH = widthOf(12);
const FIGURE = 1.5 * COLUMN;
const LONGEST = WIDTH - FIGURE - 8;
const NAME = 18;
const BAR = 10;
const ROW = NAME + BAR + 10;
const LONGEST_NAME = 40;

/** A bar for each row, all on one scale, with its figure: no colour has to be told from another. */
export const RowBars = ({ id, title, rows, all }: RowBarsProps) => (
  <svg
    class="chart"
    viewBox={`0 0 ${WIDTH} ${rows.length * ROW}`}
    role="img"
    aria-labelledby={`${id}-title ${id}-description`}
  >
    <title id={`${id}-title`}>{title}</title>
    <desc id={`${id}-description`}>
      {rows.map(({ name, count }) => `${name}: ${count} of ${all}`).join('; ')}. The table below has every
      number.
    </desc>
    {rows.map(({ name, count }, index) => (
      <g transform={`translate(0 ${index * ROW})`}>
        <text class="name" x={4} y={NAME - 6}>
          {shortened(name)}
        </text>
        <text class="total" x={WIDTH - 4} y={NAME + BAR - 1} text-anchor="end">
          {count}
        </text>
        <rect class="track" x={4} y={NAME} width={LONGEST} height={BAR} rx={2} />
        {count > 0 && <rect class="bar" x={4} y={NAME} width={lengthOf(count, all)} height={BAR} rx={2} />}
      </g>
    ))}
  </svg>
);

const lengthOf = (count: number, all: number): number =>
  Math.round(Math.min(1, count / Math.max(1, all)) * LONGEST * 10) / 10;

const shortened = (name: string): string => {
  const signs = Array.from(name);
  return signs.length > LONGEST_NAME ? `${signs.slice(0, LONGEST_NAME - 1).join('')}…` : name;
};
