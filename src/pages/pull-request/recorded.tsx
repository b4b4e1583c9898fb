import { readRecorded, type RecordedDecision, outcomeText } from '../../core/render/comparison/recorded.ts';
import { minute } from '../../core/render/time.ts';
import type { Outcome } from '../../core/decision/decision.ts';
import type { RecordEntry } from '../../ports.ts';
import { Answer, LOOKS } from './answer.tsx';
import { inline } from './prose.tsx';
import { counted, shown } from './text.ts';
import { Wide } from './wide.tsx';

const SHOWN = 30;

/** The newest decision of the record, for when the pull request cannot be evaluated now. */
export const Recorded = ({ entry, why }: { readonly entry: RecordEntry; readonly why: string }) => {
  const decision = readRecorded(entry.body);
  const looks = Object.hasOwn(LOOKS, decision.outcome) ? LOOKS[decision.outcome as Outcome] : 'bad';
  return (
    <>
      <Answer
        looks={looks}
        says={`As recorded ${minute(entry.at)}: ${outcomeText(decision)}`}
        badge="Not evaluated now"
      >
        <p>
          <b>It could not be evaluated for this page.</b> {shown(why, 400)} This is the newest decision in the
          record; reviews and pushes since then may have changed the answer. The check on the pull request is
          what counts.
        </p>
        <p>{inline(shown(decision.gated.reason, 300))}</p>
      </Answer>
      <Reviews {...decision} />
      <Found {...decision} />
      {decision.gaps.length > 0 && (
        <section>
          <h2>Could not be read</h2>
          <ul>
            {decision.gaps.slice(0, SHOWN).map(({ what, reason }) => (
              <li>
                <b>{shown(what)}</b>: {shown(reason, 300)}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
};

const Reviews = ({ obligations }: Pick<RecordedDecision, 'obligations'>) =>
  obligations.length === 0 ? null : (
    <section>
      <h2>Reviews</h2>
      <Wide label="Reviews">
        <table>
          <caption class="hidden">Reviews asked for</caption>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Asked</th>
              <th scope="col">Stands</th>
              <th scope="col">Approved by</th>
            </tr>
          </thead>
          <tbody>
            {obligations.slice(0, SHOWN).map(({ name, asked, met, counted: approving }) => (
              <tr>
                <th scope="row">{shown(name)}</th>
                <td>{shown(asked)}</td>
                <td>{met ? 'met' : 'open'}</td>
                <td>{approving.length === 0 ? 'nobody yet' : shown(approving.join(', '))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  );

const Found = ({ findings }: Pick<RecordedDecision, 'findings'>) =>
  findings.length === 0 ? null : (
    <section>
      <h2>Findings</h2>
      <ul>
        {findings.slice(0, SHOWN).map(({ rule, severity, action, places: [place], count, waivedBy }) => (
          <li>
            <b>{shown(rule)}</b> ({severity}, {waivedBy === null ? action : `waived by ${shown(waivedBy)}`})
            {place && ` in ${shown(place.path, 160)}`}
            {count > 1 && `, ${counted(count, 'place')}`}
          </li>
        ))}
        {findings.length > SHOWN && <li>and {findings.length - SHOWN} more</li>}
      </ul>
    </section>
  );
