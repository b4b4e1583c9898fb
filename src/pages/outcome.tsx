import type { Outcome } from '../core/decision/decision.ts';

/** A sign and a word for each outcome: the colour only repeats them. */
const SHOWN: Readonly<Record<Outcome, readonly [sign: string, word: string]>> = {
  allow: ['✓', 'Passed'],
  review_required: ['◔', 'Waits for a review'],
  indeterminate: ['?', 'Cannot be told'],
  block: ['✕', 'Blocked'],
};

/** What was decided, as a badge. */
export const OutcomeBadge = ({ outcome }: { readonly outcome: Outcome }) => {
  const [sign, word] = SHOWN[outcome];
  return (
    <span class={`badge ${outcome}`}>
      <span aria-hidden="true">{sign}</span> {word}
    </span>
  );
};
