import { middleOf, weekName } from './weeks.ts';

/** The weeks beneath a chart, every third of them named, and the one that is not over. */
export const WeekAxis = ({ weeks, y }: { readonly weeks: readonly number[]; readonly y: number }) => (
  <g class="axis">
    {weeks.map((week, index) => {
      const back = weeks.length - 1 - index;
      if (back % 3 !== 0) return null;
      return (
        <text
          x={back === 0 ? middleOf(index) + 14 : middleOf(index)}
          y={y}
          text-anchor={back === 0 ? 'end' : 'middle'}
        >
          {back === 0 ? 'this week' : weekName(week)}
        </text>
      );
    })}
  </g>
);
