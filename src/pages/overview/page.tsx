import type { Answers } from '../../core/statistics/answering/answers.ts';
import type { Exposed } from '../../core/statistics/answering/exposed.ts';
import type { Trends } from '../../core/statistics/trends.ts';
import type { Exposure } from '../../core/exposure/exposures.ts';
import type { ViewedRepository } from '../../ports/viewer.ts';
import { WhoAnswers } from './answers/section.tsx';
import { Filter } from './filter.tsx';
import { Freezes, type FreezesShown } from './freezes/section.tsx';
import { OpenTable } from './open-table.tsx';
import type { OpenPull } from './open.ts';
import { partOf } from './paging.tsx';
import { PastTable } from './past-table.tsx';
import { overviewPath, type Asked } from './query.ts';
import { Repositories } from './repositories.tsx';
import { TrendCharts } from './trends.tsx';
import { duration } from './words.ts';

export interface OverviewProps {
  readonly owner: string;
  readonly asked: Asked;
  /** All that the viewer can see, by name. */
  readonly repositories: readonly ViewedRepository[];
  /** Agents one can choose. */
  readonly agents: readonly string[];
  /** Of the repository and agent that were asked for, in the order they are shown. */
  readonly open: readonly OpenPull[];
  /** Likewise. */
  readonly trends: Trends;
  /** Likewise. */
  readonly answers: Answers;
  /** Likewise. */
  readonly exposed: Exposed;
  /** Likewise, in the order in which they began. */
  readonly exposures: readonly Exposure[];
  /** Likewise. */
  readonly freezes: FreezesShown;
  readonly csrf: string;
  readonly now: number;
  readonly webUrl: string;
}

/** An organisation at a glance, then as lists and charts. */
export const Overview = (props: OverviewProps) => {
  const { owner, asked, repositories, agents, open, trends, answers, exposed, exposures, now, webUrl } =
    props;
  const isFiltered = (asked.repository ?? asked.agent) !== undefined;
  const byKey = new Map(repositories.map((each) => [`${each.owner}/${each.name}`.toLowerCase(), each]));
  const listed = repositories.map((repository) => {
    const here = open.filter(({ id }) => id.name === repository.name);
    return { ...repository, open: here.length, waiting: here.filter(waits).length };
  });
  return (
    <div class="overview">
      <h1>{owner}</h1>
      <p class="quiet">
        {repositories.length === 1 ? 'The one repository' : `The ${repositories.length} repositories`} that
        you can read on GitHub, as AgentGuard saw {repositories.length === 1 ? 'it' : 'them'} last.
      </p>
      <Filter owner={owner} asked={asked} repositories={repositories} agents={agents} />
      <Glance open={open} trends={trends} now={now} />
      <Freezes owner={owner} agents={agents} csrf={props.csrf} {...props.freezes} />
      <OpenTable
        part={partOf(open, asked.open)}
        href={(page) => overviewPath(owner, { ...asked, open: String(page) }, '#open')}
        isFiltered={isFiltered}
        now={now}
        webUrl={webUrl}
      />
      <PastTable
        part={partOf(trends.past, asked.past)}
        href={(page) => overviewPath(owner, { ...asked, past: String(page) }, '#past')}
        isFiltered={isFiltered}
        repositories={byKey}
        webUrl={webUrl}
        exposures={exposures}
        now={now}
      />
      <WhoAnswers answers={answers} exposed={exposed} />
      <TrendCharts trends={trends} />
      <Repositories
        part={partOf(listed, asked.list)}
        href={(page) => overviewPath(owner, { ...asked, list: String(page) }, '#repositories')}
        hrefOf={(name) => overviewPath(owner, { repository: name })}
      />
    </div>
  );
};

const waits = ({ decided }: OpenPull): boolean => decided !== null && !decided.allowed;

/** The few numbers that say how it stands. */
const Glance = ({ open, trends, now }: Pick<OverviewProps, 'open' | 'trends' | 'now'>) => {
  const waiting = open.filter(waits);
  const since = waiting[0]?.decided?.since;
  const overridden = trends.past.filter(({ how }) => how === 'overridden').length;
  return (
    <dl class="glance">
      <div>
        <dt>Waiting now</dt>
        <dd>{waiting.length}</dd>
        <dd class="quiet">of {open.length} open by agents</dd>
      </div>
      <div>
        <dt>Longest wait</dt>
        <dd>{since === undefined ? 'none' : duration(Math.max(0, now - since))}</dd>
        <dd class="quiet">of those open</dd>
      </div>
      <div>
        <dt>Time to approval</dt>
        <dd>{trends.approvals.median === null ? 'none yet' : duration(trends.approvals.median)}</dd>
        <dd class="quiet">median of twelve weeks</dd>
      </div>
      <div>
        <dt>Merged past the gate</dt>
        <dd>{trends.past.length - overridden}</dd>
        <dd class="quiet">and {overridden} by an override, in twelve weeks</dd>
      </div>
    </dl>
  );
};
