import type { Child } from 'hono/jsx';
import { tracePolicy } from '../../core/policy/origins.ts';
import type { PolicyWarning } from '../../core/policy/policy.ts';
import type { RecentPullRequest, RepositoryPolicy } from '../../ports.ts';
import { Answer } from '../pull-request/answer.tsx';
import type { Links } from '../pull-request/links.ts';
import { pagePath } from '../pull-request/links.ts';
import { inline } from '../pull-request/prose.tsx';
import { shown } from '../pull-request/text.ts';
import { Wide } from '../pull-request/wide.tsx';
import { addressOf, Effective } from './effective.tsx';
import { Playground, Result, type Trial } from './playground.tsx';

const WARNINGS_SHOWN = 40;

export interface PolicyPageProps {
  readonly from: RepositoryPolicy;
  /** true: there is a floor that the viewer may not read, and `from` is without it. */
  readonly floorHidden: boolean;
  /** What holds with the floor, whoever may read it. */
  readonly inForce: { readonly mode: 'enforce' | 'observe'; readonly strict: string | null };
  readonly pulls: readonly RecentPullRequest[];
  /** Why there is no list of pull requests; empty: there is one. */
  readonly unlisted: string;
  readonly trial: Trial;
  /** false: the page was asked for, and nothing was tried yet. */
  readonly tried: boolean;
  readonly csrf: string;
  readonly links: Links;
  readonly webUrl: string;
}

/** The policy of a repository: what holds, where each line comes from, and a place to try another one. */
export const PolicyPage = (props: PolicyPageProps) => {
  const { from, floorHidden, inForce, pulls, unlisted, trial, tried, csrf, links, webUrl } = props;
  const { repository, branch, gaps } = from;
  const traced = tracePolicy(from);
  const { policy } = traced;
  const action = pagePath(repository, 'policy');
  const holds = (
    <>
      <section aria-labelledby="warnings">
        {(policy.warnings.length > 0 || gaps.length > 0) && (
          <>
            <h2 id="warnings">Problems and warnings</h2>
            <Warnings warnings={policy.warnings} addressOf={(at) => addressOf(at, from, links, webUrl)} />
            {gaps.map(({ what, reason }) => (
              <p>
                <b>{shown(what)} could not be read.</b> {shown(reason, 300)}
              </p>
            ))}
          </>
        )}
      </section>
      <section aria-labelledby="holds">
        <h2 id="holds">What holds, and where it comes from</h2>
        {floorHidden && (
          <p class="note">
            The organisation has a floor, which you cannot read on GitHub, so it is left out here. What it
            demands holds as well: pull requests may ask for more than this page says.
          </p>
        )}
        <Effective traced={traced} from={from} links={links} webUrl={webUrl} />
      </section>
    </>
  );
  const playground = (
    <section aria-labelledby="try">
      <h2 id="try">Try another policy</h2>
      {isFloor(from) ? (
        <p>
          This is the floor of the whole organisation. Try a changed one on a pull request of another
          repository, on the command line: <code>agentguard simulate --floor FILE owner/repo#number</code>.
        </p>
      ) : (
        <>
          <p>
            Edit the policy and see what it would change. The floor of the organisation, if there is one,
            holds as well.
          </p>
          {unlisted !== '' && <p class="note">{unlisted}</p>}
          <Playground trial={trial} pulls={pulls} action={action} csrf={csrf} />
        </>
      )}
    </section>
  );
  return (
    <div class="policy">
      <h1>
        Policy <span class="quiet">{`${repository.owner}/${repository.name}`}</span>
      </h1>
      {tried && trial.judged && (
        <section aria-labelledby="result">
          <h2 id="result">What the edited policy would change</h2>
          <Result judged={trial.judged} pageOf={(number) => pagePath(repository, `pull/${number}`)} />
        </section>
      )}
      {tried && playground}
      <InForce strict={inForce.strict} mode={inForce.mode} unread={gaps.length > 0}>
        <p>
          This is what AgentGuard asks of pull requests to <b>{shown(branch.ref)}</b> that an agent had a hand
          in. It comes from {inline(shown(policy.source, 300))}.
        </p>
      </InForce>
      {holds}
      {!tried && playground}
    </div>
  );
};

export const isFloor = ({ repository, floor }: RepositoryPolicy): boolean =>
  floor.state === 'present' &&
  floor.repository.owner.toLowerCase() === repository.owner.toLowerCase() &&
  floor.repository.name.toLowerCase() === repository.name.toLowerCase();

const InForce = ({
  strict,
  mode,
  unread,
  children,
}: {
  readonly strict: string | null;
  readonly mode: 'enforce' | 'observe';
  readonly unread: boolean;
  readonly children?: Child;
}) => {
  if (unread) {
    return (
      <Answer looks="bad" says="The policy file could not be read" badge="Every pull request is blocked">
        <p>What is not known never passes. What is shown below is what would hold without that file.</p>
        {children}
      </Answer>
    );
  }
  if (strict !== null) {
    return (
      <Answer looks="bad" says="The strict defaults hold here" badge="Mend this first">
        <p>{inline(shown(strict, 600))}</p>
        <p>
          Until it is mended, what would only warn asks for a review, and reviews have to come from someone
          with maintain access.
        </p>
        {children}
      </Answer>
    );
  }
  return mode === 'observe' ? (
    <Answer looks="waits" says="This policy only observes: nothing is blocked" badge="">
      {children}
    </Answer>
  ) : (
    <Answer looks="good" says="This policy is enforced" badge="">
      {children}
    </Answer>
  );
};

const Warnings = ({
  warnings,
  addressOf: address,
}: {
  readonly warnings: readonly PolicyWarning[];
  addressOf(at: { readonly path: string; readonly line: number }): string;
}) => (
  <Wide label="Problems and warnings">
    <table>
      <caption class="hidden">Problems and warnings of the policy</caption>
      <thead>
        <tr>
          <th scope="col">Where</th>
          <th scope="col">What</th>
        </tr>
      </thead>
      <tbody>
        {warnings.slice(0, WARNINGS_SHOWN).map(({ message, at }) => (
          <tr>
            <td>
              {at ? (
                <a href={address(at)}>
                  {shown(at.path)}, line {at.line}, column {at.column}
                </a>
              ) : (
                'The policy as a whole'
              )}
            </td>
            <td>{inline(shown(message, 600))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Wide>
);
