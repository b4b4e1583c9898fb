import { answered, differences, type Difference } from '../../core/render/comparison/comparison.ts';
import { title } from '../../core/render/title.ts';
import type { PolicyProblem } from '../../core/policy/policy.ts';
import type { RecentPullRequest } from '../../ports.ts';
import { inline } from '../pull-request/prose.tsx';
import { counted, shown } from '../pull-request/text.ts';
import { Wide } from '../pull-request/wide.tsx';
import type { Judged } from './judge.ts';

/** As many can be judged at once. */
export const MOST_CHOSEN = 10;
const DIFFERENCES_SHOWN = 40;
const LISTED = 20;

/** What somebody wrote and chose, and what came of it. */
export interface Trial {
  readonly text: string;
  readonly chosen: ReadonlySet<number>;
  readonly problems: readonly PolicyProblem[];
  /** Things about the choice that have to be mended first: sentences. */
  readonly refused: readonly string[];
  readonly judged: readonly Judged[] | null;
}

/** The form: a policy to edit and pull requests to try it on. */
export const Playground = ({
  trial,
  pulls,
  action,
  csrf,
}: {
  readonly trial: Trial;
  readonly pulls: readonly RecentPullRequest[];
  readonly action: string;
  readonly csrf: string;
}) => {
  const { text, chosen, problems, refused } = trial;
  const isWrong = problems.length > 0;
  const listed = pulls.filter(({ number }, index) => index < LISTED || chosen.has(number));
  return (
    <form method="post" action={`${action}#result`}>
      <input type="hidden" name="csrf" value={csrf} />
      <label for="policy-text">Policy, as .agentguard.yml would be</label>
      <textarea
        id="policy-text"
        name="policy"
        rows={20}
        spellcheck={false}
        autocomplete="off"
        aria-invalid={isWrong ? 'true' : undefined}
        aria-describedby={isWrong ? 'problems' : undefined}
      >
        {/* Browsers take a line break away that a text begins with. */}
        {`\n${text}`}
      </textarea>
      {isWrong && <Problems problems={problems} text={text} />}
      <fieldset>
        <legend>Try it on (at most {MOST_CHOSEN})</legend>
        {listed.length === 0 && <p>This repository has no pull requests yet.</p>}
        <ul class="plain">
          {listed.map(({ number, title: name, author, state }) => (
            <li>
              <label>
                <input type="checkbox" name={`pull-${number}`} checked={chosen.has(number)} /> #{number}{' '}
                {shown(name, 80)}{' '}
                <span class="quiet">
                  {state}
                  {author !== null && `, by ${shown(author)}`}
                </span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      {refused.map((sentence) => (
        <p class="refused" role="alert">
          {sentence}
        </p>
      ))}
      <button type="submit" class="primary">
        Try this policy
      </button>
      <p class="quiet">Nothing is changed or stored: neither the policy, nor any check.</p>
    </form>
  );
};

const Problems = ({ problems, text }: Pick<Trial, 'problems' | 'text'>) => {
  const lines = text.split('\n');
  return (
    <div id="problems" class="problems" role="alert">
      <p>
        <b>This policy is invalid.</b> Nothing was evaluated.
      </p>
      <ul>
        {problems.map(({ path, line, column, message }) => (
          <li>
            {path.includes('/') ? `${shown(path)}, line` : 'Line'} {line}, column {column}:{' '}
            {inline(shown(message, 400))}
            {!path.includes('/') && (lines[line - 1] ?? '').trim() !== '' && (
              <pre>{shown(lines[line - 1] ?? '', 120)}</pre>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
};

const KIND: Readonly<Record<Difference['kind'], string>> = {
  entry: 'Entry',
  review: 'Review',
  finding: 'Finding',
  gap: 'Not read',
};

/** What the edited policy would change, pull request by pull request. */
export const Result = ({
  judged,
  pageOf,
}: {
  readonly judged: readonly Judged[];
  pageOf(number: number): string;
}) => {
  const read = judged.filter((each) => 'now' in each);
  const other = read.filter(
    ({ now, other: then }) => answered(now.decision) !== answered(then.decision),
  ).length;
  return (
    <>
      <p>
        {counted(other, 'pull request')} of {read.length} would be answered differently.
        {read.length < judged.length && ` ${judged.length - read.length} could not be judged.`}
      </p>
      {judged.map((each) => (
        <article class="judged">
          <h3>
            <a href={pageOf(each.number)}>#{each.number}</a>{' '}
            {'now' in each ? shown(each.now.facts.title, 80) : 'could not be judged'}
          </h3>
          {'now' in each ? <Compared {...each} /> : <p>{each.unread}</p>}
        </article>
      ))}
    </>
  );
};

const ANSWER: Readonly<Record<string, string>> = {
  allow: 'may merge',
  review_required: 'waits for a review',
  block: 'blocked',
  indeterminate: 'cannot be told',
};

const Compared = ({ number, now, other }: Extract<Judged, { readonly now: unknown }>) => {
  const found = differences(now.decision, other.decision);
  const more = found.length - DIFFERENCES_SHOWN;
  const label = `What would change about #${number}`;
  return (
    <>
      <Wide label={label}>
        <table>
          <caption class="hidden">{label}</caption>
          <thead>
            <tr>
              <th scope="col">About</th>
              <th scope="col">What</th>
              <th scope="col">Now</th>
              <th scope="col">By the edited policy</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td>Answer</td>
              <th scope="row">
                {answered(now.decision) === answered(other.decision) ? 'the same' : 'changes'}
              </th>
              {[now, other].map(({ decision }) => (
                <td>
                  <b>{ANSWER[decision.outcome]}</b>
                  {decision.mode === 'observe' && ' (observing only)'}: {title(decision)}
                </td>
              ))}
            </tr>
            {found.slice(0, DIFFERENCES_SHOWN).map(({ kind, what, now: before, other: after }) => (
              <tr>
                <td>{KIND[kind]}</td>
                <th scope="row">{shown(what, 160)}</th>
                <td>{before ?? <em>not there</em>}</td>
                <td>{after ?? <em>not there</em>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {more > 0 && <p>And {counted(more, 'more difference')}.</p>}
      {found.length === 0 && <p>Entries, reviews and findings are the same.</p>}
    </>
  );
};
