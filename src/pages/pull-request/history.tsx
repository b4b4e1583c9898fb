import type { RecordEntry } from '../../ports.ts';
import {
  changesBetween,
  outcomeText,
  readRecorded,
  type RecordedChange,
} from '../../core/render/comparison/recorded.ts';
import { minute } from '../../core/render/time.ts';
import type { Links } from './links.ts';
import { counted, shown } from './text.ts';
import { Wide } from './wide.tsx';

const ENTRIES_SHOWN = 40;
const CHANGES_SHOWN = 60;

/** Two entries of the record that are compared. */
export interface Chosen {
  readonly from: RecordEntry;
  readonly to: RecordEntry;
}

/**
 * The two decisions that an address names by `from` and `to`, the older one first; the newest two where it names none;
 * null: there are no two.
 */
export function chosen(
  decisions: readonly RecordEntry[],
  from: string | undefined,
  to: string | undefined,
): Chosen | null {
  const named = (sequence: string | undefined): RecordEntry | undefined =>
    decisions.find((entry) => String(entry.sequence) === sequence);
  const [a, b] = [named(from) ?? decisions.at(-2), named(to) ?? decisions.at(-1)];
  if (!a || !b) return null;
  return a.sequence <= b.sequence ? { from: a, to: b } : { from: b, to: a };
}

/** When it was evaluated, with which answer, and a choice of two to compare. */
export const History = ({
  decisions,
  compared,
  links,
}: {
  readonly decisions: readonly RecordEntry[];
  readonly compared: Chosen | null;
  readonly links: Links;
}) => {
  const newest = decisions.toReversed();
  const listed = newest.filter(
    (entry, index) => index < ENTRIES_SHOWN || entry === compared?.from || entry === compared?.to,
  );
  const more = newest.length - listed.length;
  return (
    <form method="get" action="#what-changed">
      <Wide label="Evaluations in time">
        <table>
          <caption class="hidden">Evaluations in time, the newest first</caption>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Head</th>
              <th scope="col">Answer</th>
              <th scope="col">Open</th>
              <th scope="col">AgentGuard</th>
              {compared && (
                <>
                  <th scope="col">From</th>
                  <th scope="col">To</th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {listed.map((entry) => (
              <Evaluated entry={entry} compared={compared} links={links} />
            ))}
          </tbody>
        </table>
      </Wide>
      {more > 0 && (
        <p>
          And {counted(more, 'older one')}: <code>agentguard audit</code> prints them all.
        </p>
      )}
      {compared && <button type="submit">Compare the two</button>}
    </form>
  );
};

const Evaluated = ({
  entry,
  compared,
  links,
}: {
  readonly entry: RecordEntry;
  readonly compared: Chosen | null;
  readonly links: Links;
}) => {
  const decision = readRecorded(entry.body);
  const open = decision.obligations.filter(({ met }) => !met).length;
  const choice = (name: 'from' | 'to') => (
    <td>
      <input
        type="radio"
        name={name}
        value={String(entry.sequence)}
        checked={entry === compared?.[name]}
        aria-label={`${name === 'from' ? 'From' : 'To'} the evaluation of ${minute(entry.at)}, entry ${entry.sequence}`}
      />
    </td>
  );
  return (
    <tr>
      <th scope="row">
        <time datetime={entry.at}>{minute(entry.at)}</time>
      </th>
      <td>
        <a href={links.commit(decision.head)}>{shown(decision.head.slice(0, 7))}</a>
      </td>
      <td>
        {decision.override ? `overridden by ${shown(decision.override.by)}` : shown(outcomeText(decision))}
      </td>
      <td>{open === 0 ? 'nothing' : counted(open, 'review')}</td>
      <td>{shown(decision.version, 40)}</td>
      {compared && choice('from')}
      {compared && choice('to')}
    </tr>
  );
};

const KIND: Readonly<Record<RecordedChange['kind'], string>> = {
  answer: 'The answer',
  agent: 'Agents',
  review: 'Reviews',
  finding: 'Findings',
  gap: 'Not read',
};

/** What is not the same in two evaluations. */
export const Changed = ({ from, to }: Chosen) => {
  const changes = changesBetween(readRecorded(from.body), readRecorded(to.body));
  const more = changes.length - CHANGES_SHOWN;
  const between = `${minute(from.at)} (entry ${from.sequence}) and ${minute(to.at)} (entry ${to.sequence})`;
  if (changes.length === 0) return <p>Between {between} nothing changed that people see here.</p>;
  return (
    <>
      <p>Between {between}:</p>
      <Wide label="What changed">
        <table>
          <caption class="hidden">What changed between {between}</caption>
          <thead>
            <tr>
              <th scope="col">About</th>
              <th scope="col">What</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {changes.slice(0, CHANGES_SHOWN).map(({ kind, what, before, after }) => (
              <tr>
                <td>{KIND[kind]}</td>
                <th scope="row">{shown(what, 160)}</th>
                <td>{before === null ? <em>not there</em> : shown(before, 300)}</td>
                <td>{after === null ? <em>gone</em> : shown(after, 300)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {more > 0 && <p>And {counted(more, 'more difference')}.</p>}
    </>
  );
};
