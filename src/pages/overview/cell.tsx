import type { Child } from 'hono/jsx';

/**
 * A cell that a phone shows on a line of its own, after the head of its column. The role is said since a table that is
 * laid out otherwise is no table for some browsers.
 */
export const Cell = ({
  of,
  when,
  children,
}: {
  readonly of: string;
  readonly when?: true;
  readonly children?: Child;
}) => (
  <td role="cell" data-label={of} class={when && 'when'}>
    <div>{children}</div>
  </td>
);
