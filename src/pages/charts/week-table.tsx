import { Wide } from '../pull-request/wide.tsx';
import { weekName } from './weeks.ts';

export interface WeekTableProps {
  readonly caption: string;
  readonly weeks: readonly number[];
  /** What the first column has. */
  readonly of: string;
  readonly rows: readonly {
    readonly name: string;
    readonly cells: readonly string[];
    readonly all: string;
  }[];
  /** What the last column has. */
  readonly all: string;
}

/** The numbers of a chart, folded away. */
export const WeekTable = ({ caption, weeks, of, rows, all }: WeekTableProps) => (
  <details class="numbers">
    <summary>The same in numbers: {caption}</summary>
    <Wide label={caption}>
      <table>
        <caption class="hidden">{caption}, by the Monday of each week</caption>
        <thead>
          <tr>
            <th scope="col">{of}</th>
            {weeks.map((week) => (
              <th scope="col">{weekName(week)}</th>
            ))}
            <th scope="col">{all}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, cells, all: total }) => (
            <tr>
              <th scope="row">{name}</th>
              {cells.map((cell) => (
                <td>{cell}</td>
              ))}
              <td>{total}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  </details>
);
