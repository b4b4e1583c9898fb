import type { Child } from 'hono/jsx';

/** What may be wider than a phone: it scrolls in itself, also by the keyboard, and the page does not. */
export const Wide = ({ label, children }: { readonly label: string; readonly children?: Child }) => (
  <div class="wide" role="region" aria-label={`${label}, as a table`} tabindex={0}>
    {children}
  </div>
);
