import type { Exposure } from '../../core/exposure/exposures.ts';
import { secondsExposed } from '../../core/exposure/exposures.ts';
import { shown } from '../pull-request/text.ts';
import { Time } from './time.tsx';
import { duration } from './words.ts';

const HOW = { reverted: 'reverted', reviewed: 'reviewed', closed: 'closed' } as const;

/** How long something has been exposed, or was; with its alert. */
export const Clock = ({
  exposure,
  now,
  webUrl,
}: {
  readonly exposure: Exposure;
  readonly now: number;
  readonly webUrl: string;
}) => {
  const { until, how, by, since, alert } = exposure;
  const lasted = duration(secondsExposed(exposure, new Date(now).toISOString()) * 1000);
  return (
    <>
      {until === null ? (
        <>
          <b>{lasted}</b> so far, since <Time at={Date.parse(since)} />
        </>
      ) : (
        <>
          {lasted}, then {how === null ? 'ended' : HOW[how]}
          {by === null ? '' : ` by ${shown(by, 60)}`}
        </>
      )}
      {alert?.issue && (
        <div>
          <a href={`${webUrl}/${alert.issue.repository}/issues/${alert.issue.number}`}>
            Alert {alert.issue.repository}#{alert.issue.number}
          </a>
        </div>
      )}
      {alert && alert.issue === null && (
        <div class="quiet">Not raised: {shown(alert.problem ?? '', 200)}</div>
      )}
    </>
  );
};
