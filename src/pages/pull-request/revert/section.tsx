import type { PageAnswer } from '../../../core/commands/page-answer.ts';
import { minute } from '../../../core/render/time.ts';
import { inline } from '../prose.tsx';
import { shown } from '../text.ts';
import type { AskedRevert, RevertsSeen } from './seen.ts';

/** What is shown of taking a pull request back. */
export interface TakingBack {
  readonly seen: RevertsSeen;
  /** The viewer may ask for it. */
  readonly may: boolean;
  readonly csrf: string;
  /** Where the form goes. */
  readonly action: string;
  /** The page of another pull request here. */
  readonly pageOf: (number: number) => string;
  /** What they asked for last on this page; null: nothing. `answer` null: it is being done. */
  readonly asked: { readonly href: string; readonly answer: PageAnswer | null } | null;
}

/** Who asked for it to be taken back, what came of it, and the form that asks. */
export const Reverts = (props: TakingBack) => {
  const { seen, may, csrf, action, pageOf, asked } = props;
  const { merged, possible, takesBack, takenBackBy } = seen;
  const offers = merged && possible && may && takenBackBy === null;
  if (takesBack === null && seen.asked.length === 0 && asked === null && !offers) return null;
  return (
    <section aria-labelledby="revert" class="revert">
      <h2 id="revert">The way back</h2>
      {takesBack !== null && (
        <p>
          AgentGuard opened this to take back <a href={pageOf(takesBack)}>#{takesBack}</a>.
        </p>
      )}
      {takenBackBy !== null && (
        <p>
          It was taken back by <a href={pageOf(takenBackBy)}>#{takenBackBy}</a>.
        </p>
      )}
      {asked && <Outcome {...asked} told={seen.asked.map(({ refused }) => refused)} />}
      {seen.asked.length > 0 && (
        <ul>
          {seen.asked.map((each) => (
            <Asked {...each} pageOf={pageOf} />
          ))}
        </ul>
      )}
      {offers && (
        <form method="post" action={action}>
          <input type="hidden" name="csrf" value={csrf} />
          <p id="revert-says">
            AgentGuard opens a pull request that takes it back, records it with your name and asks those for
            their approval whom the policy names under recovery.
          </p>
          <label>
            Why
            <input name="reason" required maxlength={500} autocomplete="off" aria-describedby="revert-says" />
          </label>
          <button type="submit">Revert</button>
        </form>
      )}
    </section>
  );
};

const Outcome = ({
  href,
  answer,
  told,
}: NonNullable<TakingBack['asked']> & { readonly told: readonly (string | null)[] }) => (
  <div class="note" role="status">
    {answer === null ? (
      <p>
        It is being done. <a href={href}>Look again</a> in a moment.
      </p>
    ) : answer.refused === null ? (
      <p>It is done and recorded.</p>
    ) : (
      <p>
        It was not done.{' '}
        {told.includes(answer.refused) ? 'Why stands below.' : inline(shown(answer.refused, 1500))}
      </p>
    )}
  </div>
);

const Asked = ({ at, by, reason, opened, refused, pageOf }: AskedRevert & Pick<TakingBack, 'pageOf'>) => (
  <li>
    {minute(at)}: {shown(by)} asked to take it back: {shown(reason, 500)}.{' '}
    {opened === null ? (
      <>It was not done. {inline(shown(refused ?? '', 1500))}</>
    ) : (
      <>
        <a href={pageOf(opened)}>#{opened}</a> does that.
      </>
    )}
  </li>
);
