import type { Exposure } from '../../core/exposure/exposures.ts';
import { shown } from '../pull-request/text.ts';
import { Clock } from './clock.tsx';
import { agentName } from './words.ts';

/** So many are shown, the newest first; the record has all of them. */
const MOST = 20;

/** Commits of agents that came onto protected branches without a pull request. */
export const PushedList = ({
  exposures,
  now,
  webUrl,
}: {
  readonly exposures: readonly Exposure[];
  readonly now: number;
  readonly webUrl: string;
}) =>
  exposures.length === 0 ? null : (
    <>
      <h3>Pushed past the gate</h3>
      <ul>
        {exposures
          .toReversed()
          .slice(0, MOST)
          .map((exposure) => (
            <li>
              <b>{shown(exposure.subject, 200)}</b>:{' '}
              {exposure.agents.length > 0
                ? `commits by ${exposure.agents.map(agentName).join(', ')}`
                : 'what came could not be read whole'}
              {exposure.who === null ? '' : `, pushed by ${shown(exposure.who, 60)}`}.{' '}
              <Clock exposure={exposure} now={now} webUrl={webUrl} />
            </li>
          ))}
      </ul>
      {exposures.length > MOST && (
        <p class="quiet">
          and {exposures.length - MOST} before them: <code>agentguard audit</code> has them all.
        </p>
      )}
    </>
  );
