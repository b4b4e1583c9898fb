import { WeekAxis } from './axis.tsx';
import { middleOf, weekName, widthOf } from './weeks.ts';

export interface WeekLineProps {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly weeks: readonly number[];
  /** By week; null: there is none, and the line has a gap. */
  readonly values: readonly (number | null)[];
  /** A value as people read it, in a few characters. */
  readonly figure: (value: number) => string;
}

const TOP = 22;
const PLOT = 110;
const BOTTOM = 34;

/** One line over the weeks, with a figure at each of its points. */
export const WeekLine = ({ id, title, weeks, values, figure }: WeekLineProps) => {
  const width = widthOf(weeks.length);
  const height = TOP + PLOT + BOTTOM;
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const yOf = (value: number): number => Math.round((TOP + PLOT - (value / most) * PLOT) * 10) / 10;
  const known = values.flatMap((value, week) => (value === null ? [] : [{ value, week }]));
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby={`${id}-title ${id}-description`}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-description`}>
        {`${known.map(({ value, week }) => `Week of ${weekName(weeks[week] ?? 0)}: ${figure(value)}`).join('; ')}. The table below has every number.`}
      </desc>
      <line class="ground" x1={4} x2={width - 4} y1={TOP + PLOT + 0.5} y2={TOP + PLOT + 0.5} />
      {known.map(({ value, week }) => {
        const next = values[week + 1];
        return next === null || next === undefined ? null : (
          <line class="line" x1={middleOf(week)} y1={yOf(value)} x2={middleOf(week + 1)} y2={yOf(next)} />
        );
      })}
      {known.map(({ value, week }) => (
        <>
          <circle
            class={week < weeks.length - 1 ? 'point' : 'point open'}
            cx={middleOf(week)}
            cy={yOf(value)}
            r={3.5}
          />
          <text
            class="figure"
            x={middleOf(week)}
            y={yOf(value) + (isDip(values, week) ? 16 : -8)}
            text-anchor="middle"
          >
            {figure(value)}
          </text>
        </>
      ))}
      <WeekAxis weeks={weeks} y={height - 4} />
    </svg>
  );
};

/** Lower than both weeks beside it: the line runs above, so its figure stands below. */
function isDip(values: WeekLineProps['values'], week: number): boolean {
  const value = values[week] ?? 0;
  const beside = [values[week - 1], values[week + 1]].filter((each) => each !== null && each !== undefined);
  return value > 0 && beside.length > 0 && beside.every((each) => each > value);
}
