import { AGENTS } from '../../../core/agents/catalogue.ts';
import { freezeScope } from '../../../core/commands/freeze.ts';
import type { PageAnswer } from '../../../core/commands/page-answer.ts';
import { shown } from '../../pull-request/text.ts';
import { inline } from '../../pull-request/prose.tsx';
import type { ViewedRepository } from '../../../ports/viewer.ts';
import { overviewPath } from '../query.ts';
import { Time } from '../time.tsx';
import { agentName } from '../words.ts';
import type { SeenFreeze } from './seen.ts';

/** What is shown of freezes. */
export interface FreezesShown {
  readonly inForce: readonly SeenFreeze[];
  /** Where this viewer may stop agents; none: there is no form. */
  readonly places: readonly ViewedRepository[];
  /** What they asked for last on this page; null: nothing. `answer` null: it is being done. */
  readonly asked: { readonly uuid: string; readonly answer: PageAnswer | null } | null;
}

const TIMES = [
  ['1h', '1 hour'],
  ['4h', '4 hours'],
  ['1d', '1 day'],
  ['3d', '3 days'],
  ['7d', '7 days'],
  ['30d', '30 days'],
] as const;
const USUAL = '4h';

/** The freezes in force, and the form that stops agents. */
export const Freezes = ({
  owner,
  agents,
  csrf,
  inForce,
  places,
  asked,
}: FreezesShown & {
  readonly owner: string;
  /** Those that were seen here. */
  readonly agents: readonly string[];
  readonly csrf: string;
}) =>
  inForce.length + places.length === 0 && asked === null ? null : (
    <section aria-labelledby="freezes" class="freezes">
      <h2 id="freezes">Stopped agents</h2>
      {asked && <Outcome owner={owner} {...asked} />}
      {inForce.length === 0 ? (
        <p>Nobody has stopped an agent in what you see here.</p>
      ) : (
        <ul class="frozen">
          {inForce.map((each) => (
            <Frozen owner={owner} csrf={csrf} {...each} />
          ))}
        </ul>
      )}
      {places.length > 0 && <StopAgents owner={owner} agents={agents} csrf={csrf} places={places} />}
    </section>
  );

const Outcome = ({
  owner,
  uuid,
  answer,
}: NonNullable<FreezesShown['asked']> & { readonly owner: string }) => (
  <div class="note" role="status">
    {answer === null ? (
      <p>
        It is being done. <a href={overviewPath(owner, { asked: uuid }, '#freezes')}>Look again</a> in a
        moment.
      </p>
    ) : answer.refused === null ? (
      <p>It is done and recorded. Agents’ open pull requests say so within seconds.</p>
    ) : (
      <p>It was refused. {inline(shown(answer.refused, 600))}</p>
    )}
  </div>
);

const Frozen = ({
  owner,
  csrf,
  freeze,
  repository,
  liftedIn,
}: SeenFreeze & { readonly owner: string; readonly csrf: string }) => {
  const [agent = 'all'] = freeze.agents === 'all' ? [] : freeze.agents;
  const who = agent === 'all' ? 'All agents' : agentName(agent);
  const place = repository ?? `all of ${owner}`;
  const until = Date.parse(freeze.until);
  return (
    <li>
      <p>
        <b>
          {who} in {place}
        </b>{' '}
        until {Number.isNaN(until) ? 'a time that is not known' : <Time at={until} />}, by{' '}
        {shown(freeze.given.by)}: {shown(freeze.reason, 200)}
      </p>
      {liftedIn !== null && (
        <form method="post" action={freezesPath(owner)}>
          <input type="hidden" name="csrf" value={csrf} />
          <input type="hidden" name="what" value="unfreeze" />
          <input type="hidden" name="repository" value={liftedIn} />
          <input type="hidden" name="agent" value={agent} />
          <label>
            Why {who === 'All agents' ? 'they' : 'it'} may go on
            <input name="reason" required maxlength={200} autocomplete="off" />
          </label>
          <button type="submit" aria-label={`Lift the freeze of ${who} in ${place}`}>
            Lift
          </button>
        </form>
      )}
    </li>
  );
};

const StopAgents = ({
  owner,
  agents,
  csrf,
  places,
}: Pick<FreezesShown, 'places'> & {
  readonly owner: string;
  readonly agents: readonly string[];
  readonly csrf: string;
}) => {
  const others = AGENTS.filter(({ id }) => !agents.includes(id)).toSorted((a, b) =>
    a.name.localeCompare(b.name, 'en'),
  );
  return (
    <details>
      <summary>Stop agents</summary>
      <p>
        No pull request passes that they have a hand in, until the time is over or somebody lets them go on.
        It is recorded with your name.
      </p>
      <form method="post" action={freezesPath(owner)}>
        <input type="hidden" name="csrf" value={csrf} />
        <input type="hidden" name="what" value="freeze" />
        <label>
          Where
          <select name="repository">
            {places.map((each) => (
              <option value={each.name}>
                {freezeScope(each) === 'organization' ? `All of ${owner}` : each.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Which
          <select name="agent">
            <option value="all">All agents</option>
            {agents.map((agent) => (
              <option value={agent}>{agentName(agent)}</option>
            ))}
            <optgroup label="Not seen here">
              {others.map(({ id, name }) => (
                <option value={id}>{name}</option>
              ))}
            </optgroup>
          </select>
        </label>
        <label>
          For how long
          <select name="time">
            {TIMES.map(([value, name]) => (
              <option value={value} selected={value === USUAL}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Why
          <input name="reason" required maxlength={200} autocomplete="off" />
        </label>
        <button type="submit">Stop them</button>
      </form>
    </details>
  );
};

/** Where the forms go. */
export const freezesPath = (owner: string): string => `/orgs/${encodeURIComponent(owner)}/freezes`;
