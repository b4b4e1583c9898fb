import { Wide } from '../pull-request/wide.tsx';
import type { BarRow } from './row-bars.tsx';
import { percent } from './percent.ts';

export interface RowTableProps {
  readonly caption: string;
  /** What the first column has. */
  readonly of: string;
  /** What is counted. */
  readonly what: string;
  readonly rows: readonly BarRow[];
  /** Of so many. */
  readonly all: number;
}

/** The numbers of a chart with a bar for each row, folded away. */
export const RowTable = ({ caption, of, what, rows, all }: RowTableProps) => (
  <details class="numbers">
    <summary>The same in numbers: {caption}</summary>
    <Wide label={caption}>
      <table>
        <caption class="hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{of}</th>
            <th scope="col">{what}</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, count }) => (
            <tr>
              <th scope="row">{name}</th>
              <td>{count}</td>
              <td>{percent(count, all)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  </details>
);
