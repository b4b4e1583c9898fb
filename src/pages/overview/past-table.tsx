import type { Exposure } from '../../core/exposure/exposures.ts';
import type { PastMerge } from '../../core/statistics/trends.ts';
import { shown } from '../pull-request/text.ts';
import { Wide } from '../pull-request/wide.tsx';
import type { ViewedRepository } from '../../ports/viewer.ts';
import { Cell } from './cell.tsx';
import { Clock } from './clock.tsx';
import { PullLinks } from './open-table.tsx';
import { Paging, type Part } from './paging.tsx';
import { PushedList } from './pushed-list.tsx';
import { Time } from './time.tsx';
import { WaitingFor } from './waiting.tsx';
import { agentName } from './words.ts';

interface PastTableProps {
  readonly part: Part<PastMerge>;
  readonly href: (page: number) => string;
  readonly isFiltered: boolean;
  /** As GitHub spells them, by `owner/name` in lower case. */
  readonly repositories: ReadonlyMap<string, ViewedRepository>;
  readonly webUrl: string;
  /** What came past the gate in these repositories, in the order it began. */
  readonly exposures: readonly Exposure[];
  readonly now: number;
}

const HOW: Readonly<Record<PastMerge['how'], readonly [sign: string, words: string]>> = {
  overridden: ['!', 'Overridden'],
  'not allowed': ['✕', 'Not allowed'],
  observed: ['○', 'Only observed'],
  undecided: ['?', 'Never decided'],
  unknown: ['✕', 'Not allowed'],
};

/** Merges that no decision allowed, and those that somebody let through. */
export const PastTable = ({
  part,
  href,
  isFiltered,
  repositories,
  webUrl,
  exposures,
  now,
}: PastTableProps) => (
  <section aria-labelledby="past">
    <h2 id="past">Merged past the gate</h2>
    {part.items.length === 0 ? (
      <p class="note">
        {isFiltered
          ? 'None in these twelve weeks that fits what you chose above.'
          : 'None in these twelve weeks. A merge is listed here when no decision had allowed it, or when somebody lifted the gate for it.'}
      </p>
    ) : (
      <>
        <p class="quiet">
          Merges of these twelve weeks that no decision had allowed, newest first. <i>Overridden</i>: somebody
          who may lifted the gate and said why.
        </p>
        <Wide label="Merged past the gate">
          <table class="stacked" role="table">
            <caption class="hidden">Merged past the gate</caption>
            <thead role="rowgroup">
              <tr role="row">
                <th role="columnheader" scope="col">
                  Pull request
                </th>
                <th role="columnheader" scope="col">
                  Agent
                </th>
                <th role="columnheader" scope="col">
                  Merged
                </th>
                <th role="columnheader" scope="col">
                  How
                </th>
                <th role="columnheader" scope="col">
                  What was unmet
                </th>
                <th role="columnheader" scope="col">
                  Exposed
                </th>
              </tr>
            </thead>
            <tbody role="rowgroup">
              {part.items.map((merge) => {
                const repository = repositories.get(merge.repository);
                const subject = `${merge.repository}#${merge.number}`;
                const exposure = exposures.find((each) => each.subject.toLowerCase() === subject);
                return (
                  repository && <Row {...{ merge, repository, webUrl, now }} exposure={exposure ?? null} />
                );
              })}
            </tbody>
          </table>
        </Wide>
        <Paging label="Pages of the merges past the gate" part={part} href={href} />
      </>
    )}
    <PushedList
      exposures={exposures.filter(({ what }) => what === 'pushed past the gate')}
      now={now}
      webUrl={webUrl}
    />
  </section>
);

const Row = ({
  merge,
  repository,
  webUrl,
  exposure,
  now,
}: {
  readonly merge: PastMerge;
  readonly repository: ViewedRepository;
  readonly webUrl: string;
  readonly exposure: Exposure | null;
  readonly now: number;
}) => {
  const [sign, words] = HOW[merge.how];
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <PullLinks repository={repository} number={merge.number} webUrl={webUrl} />
      </th>
      <Cell of="Agent">
        {merge.agents.length > 0 ? (
          merge.agents.map(agentName).join(', ')
        ) : (
          <span class="quiet">none known</span>
        )}
      </Cell>
      <Cell of="Merged" when>
        {merge.mergedBy === null ? 'by a deleted account' : `by ${shown(merge.mergedBy, 60)}`}
        <div class="quiet">
          <Time at={merge.at} />
        </div>
      </Cell>
      <Cell of="How">
        <span class={`badge ${merge.how === 'overridden' ? 'review_required' : 'block'}`}>
          <span aria-hidden="true">{sign}</span> {words}
        </span>
      </Cell>
      <Cell of="What was unmet">
        <Unmet merge={merge} />
      </Cell>
      <Cell of="Exposed" when>
        {exposure === null ? (
          <span class="quiet">–</span>
        ) : (
          <Clock exposure={exposure} now={now} webUrl={webUrl} />
        )}
      </Cell>
    </tr>
  );
};

const Unmet = ({ merge }: { readonly merge: PastMerge }) => {
  switch (merge.how) {
    case 'undecided':
      return <>Nothing had been decided on what was merged: nobody answered for it here.</>;
    case 'overridden':
      return (
        <>
          {merge.override?.by === null ? 'Somebody' : <b>{shown(merge.override?.by ?? '', 60)}</b>} lifted the
          gate
          {merge.override?.reason ? <span class="quiet">: {shown(merge.override.reason, 200)}</span> : '.'}
        </>
      );
    default:
      return merge.unmet.length > 0 ? (
        <WaitingFor waits={merge.unmet} />
      ) : (
        <>The page of the pull request has the decision.</>
      );
  }
};
