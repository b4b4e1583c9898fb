import type { Child } from 'hono/jsx';
import type { Outcome } from '../../core/decision/decision.ts';
import { readRecorded, outcomeText } from '../../core/render/comparison/recorded.ts';
import { nextStep } from '../../core/render/summary/next-step.ts';
import { minute } from '../../core/render/time.ts';
import { title } from '../../core/render/title.ts';
import type { Evaluation } from '../../pipeline.ts';
import type { RecordEntry } from '../../ports.ts';
import type { Links } from './links.ts';
import { inline, proseOf } from './prose.tsx';
import { shown } from './text.ts';

export const LOOKS: Readonly<Record<Outcome, 'good' | 'waits' | 'bad'>> = {
  allow: 'good',
  review_required: 'waits',
  indeterminate: 'bad',
  block: 'bad',
};

const SIGN = { good: '✓', waits: '…', bad: '✗' } as const;

/** The answer in a box that says by words, sign and colour how it is. */
export const Answer = ({
  looks,
  says,
  badge,
  id = 'answer',
  children,
}: {
  /** Of its heading: two of them on a page need two. */
  readonly id?: string;
  readonly looks: keyof typeof SIGN;
  readonly says: string;
  readonly badge: string;
  readonly children?: Child;
}) => (
  <section class={`answer is-${looks}`} aria-labelledby={id}>
    <h2 id={id}>
      <span class="sign" aria-hidden="true">
        {SIGN[looks]}
      </span>{' '}
      {says}
    </h2>
    {badge !== '' && badge !== says && <p class="badge">{badge}</p>}
    {children}
  </section>
);

/** The answer as it is at this moment, what to do, and what it rests on. */
export const AnswerNow = ({
  evaluation,
  version,
  links,
}: {
  readonly evaluation: Evaluation;
  readonly version: string;
  readonly links: Links;
}) => {
  const { decision, facts, policy } = evaluation;
  const { heading, content } = proseOf(nextStep(decision, evaluation));
  const { headSha, binding, now } = facts;
  const looks =
    decision.mode === 'observe' && decision.outcome !== 'allow' ? 'waits' : LOOKS[decision.outcome];
  return (
    <Answer looks={looks} says={title(decision)} badge={heading}>
      {content}
      {decision.gaps.length > 0 && <Unread gaps={decision.gaps} />}
      <p class="quiet">
        Evaluated <a href={links.commit(headSha)}>{headSha.slice(0, 7)}</a> against{' '}
        <b>{shown(binding.ref)}</b> by {inline(shown(policy.source, 300))}, {minute(now)}, AgentGuard{' '}
        {version}.
        {decision.changesAt !== null &&
          ` Time alone may change the answer: it is looked at again at ${minute(decision.changesAt)}.`}
      </p>
    </Answer>
  );
};

const UNREAD_SHOWN = 5;

const Unread = ({ gaps }: Pick<Evaluation['decision'], 'gaps'>) => (
  <>
    <p>
      <b>Could not be read:</b>
    </p>
    <ul>
      {gaps.slice(0, UNREAD_SHOWN).map(({ what, reason }) => (
        <li>
          <b>{shown(what, 160)}</b>: {inline(shown(reason, 300))}
        </li>
      ))}
      {gaps.length > UNREAD_SHOWN && <li>and {gaps.length - UNREAD_SHOWN} more: see below</li>}
    </ul>
  </>
);

/** How a merge stood to the gate: in words, and whether it went past it. */
export function mergeOf(
  merge: RecordEntry,
  decisions: readonly RecordEntry[],
): { readonly says: string; readonly past: boolean } {
  const { mergedBy, decision } = merge.body as {
    readonly mergedBy?: string | null;
    readonly decision?: { readonly sequence: number; readonly outcome: string } | null;
  };
  const who = `Merged by ${mergedBy ?? 'an account that was deleted'}`;
  if (!decision) {
    return {
      says: `${who}. No decision had been made on this head: nobody answered for it here.`,
      past: true,
    };
  }
  const entry = decisions.find(({ sequence }) => sequence === decision.sequence);
  const { mode } = readRecorded(entry?.body ?? {});
  if (decision.outcome === 'allow') return { says: `${who}, as the gate allowed.`, past: false };
  const answer = outcomeText({ outcome: decision.outcome, mode });
  return mode === 'observe'
    ? { says: `${who}. The policy only observed; the answer was: ${answer}.`, past: false }
    : { says: `${who} past the gate. The answer that stood on this head was: ${answer}.`, past: true };
}

/** How and when it was merged, by the record. */
export const Merged = ({
  merge,
  decisions,
}: {
  readonly merge: RecordEntry;
  readonly decisions: readonly RecordEntry[];
}) => {
  const { says, past } = mergeOf(merge, decisions);
  return (
    <Answer
      id="merged"
      looks={past ? 'bad' : 'good'}
      says={shown(says)}
      badge={past ? 'Past the gate' : 'Merged'}
    >
      <p>
        It was seen {minute(merge.at)} and is entry {merge.sequence} of the record.
        {past &&
          ' Somebody had the right to go past the required check, or the check is not required. Have someone look at the change now, and at who may bypass the rules of the branch.'}
      </p>
    </Answer>
  );
};
