import type { Outcome } from '../../core/decision/decision.ts';
import { OUTCOMES } from '../../core/decision/decision.ts';
import { OutcomeBadge } from '../outcome.tsx';
import { Cell } from './cell.tsx';
import { linksTo, pagePath } from '../pull-request/links.ts';
import { Wide } from '../pull-request/wide.tsx';
import type { OpenPull } from './open.ts';
import { Paging, type Part } from './paging.tsx';
import { Time } from './time.tsx';
import { WaitingFor } from './waiting.tsx';
import { agentName, duration } from './words.ts';

interface OpenTableProps {
  readonly part: Part<OpenPull>;
  readonly href: (page: number) => string;
  readonly isFiltered: boolean;
  readonly now: number;
  readonly webUrl: string;
}

/** Agents' pull requests that are open, those first that wait longest. */
export const OpenTable = ({ part, href, isFiltered, now, webUrl }: OpenTableProps) => (
  <section aria-labelledby="open">
    <h2 id="open">Agents’ pull requests that are open</h2>
    {part.items.length === 0 ? (
      <p class="note">
        {isFiltered
          ? 'None that fits what you chose above.'
          : 'None. As soon as an agent opens a pull request, it is listed here: with whom it waits for, and how long it has.'}
      </p>
    ) : (
      <>
        <p class="quiet">
          Those that wait longest come first. The time runs from the first decision that held them.
        </p>
        <Wide label="Agents’ pull requests that are open">
          <table class="stacked" role="table">
            <caption class="hidden">Agents’ pull requests that are open</caption>
            <thead role="rowgroup">
              <tr role="row">
                <th role="columnheader" scope="col">
                  Pull request
                </th>
                <th role="columnheader" scope="col">
                  Agent
                </th>
                <th role="columnheader" scope="col">
                  Answer
                </th>
                <th role="columnheader" scope="col">
                  Waits for
                </th>
                <th role="columnheader" scope="col">
                  How long
                </th>
              </tr>
            </thead>
            <tbody role="rowgroup">
              {part.items.map((pull) => (
                <Row pull={pull} now={now} webUrl={webUrl} />
              ))}
            </tbody>
          </table>
        </Wide>
        <Paging label="Pages of the open pull requests" part={part} href={href} />
      </>
    )}
  </section>
);

const Row = ({
  pull: { id, agents, decided },
  now,
  webUrl,
}: Pick<OpenTableProps, 'now' | 'webUrl'> & { readonly pull: OpenPull }) => (
  <tr role="row">
    <th role="rowheader" scope="row">
      <PullLinks repository={id} number={id.number} webUrl={webUrl} />
    </th>
    <Cell of="Agent">{agents.map(agentName).join(', ')}</Cell>
    <Cell of="Answer">
      {decided === null ? 'Not decided yet' : <Answer outcome={decided.outcome} />}
      {decided?.observed && !decided.allowed && <div class="quiet">only observed</div>}
    </Cell>
    <Cell of="Waits for">
      {decided === null ? (
        'AgentGuard, which has not looked at it yet'
      ) : decided.allowed ? (
        'Nobody: it can be merged'
      ) : decided.waits.length === 0 ? (
        'Not recorded; the page of the pull request says more'
      ) : (
        <WaitingFor waits={decided.waits} />
      )}
    </Cell>
    <Cell of="How long" when>
      {decided && (
        <>
          <b class={decided.allowed ? 'quiet' : ''}>{duration(Math.max(0, now - decided.since))}</b>
          <div class="quiet">
            {decided.allowed ? 'passed since' : 'since'} <Time at={decided.since} />
          </div>
        </>
      )}
    </Cell>
  </tr>
);

const Answer = ({ outcome }: { readonly outcome: string | null }) =>
  isOutcome(outcome) ? <OutcomeBadge outcome={outcome} /> : <>Not known</>;

const isOutcome = (outcome: string | null): outcome is Outcome =>
  outcome !== null && OUTCOMES.some((each) => each === outcome);

/** A pull request here and on GitHub. */
export const PullLinks = ({
  repository,
  number,
  webUrl,
}: {
  readonly repository: { readonly owner: string; readonly name: string };
  readonly number: number;
  readonly webUrl: string;
}) => (
  <>
    <a href={pagePath(repository, `pull/${number}`)}>
      {repository.name}#{number}
    </a>
    <div>
      <a
        class="aside"
        href={linksTo(webUrl, repository).pullRequest(number)}
        aria-label={`${repository.name}#${number} on GitHub`}
      >
        on GitHub
      </a>
    </div>
  </>
);
