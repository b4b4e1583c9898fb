import { Hono, type Context } from 'hono';
import { POLICY_PATH } from '../../core/facts/control-files.ts';
import { effectivePolicy } from '../../core/policy/effective.ts';
import { knownWith, readFloor } from '../../core/policy/floor.ts';
import { KNOWN, parsePolicy } from '../../core/policy/parse.ts';
import { propertiesAsked } from '../../core/policy/properties.ts';
import type { PolicyProblem } from '../../core/policy/policy.ts';
import { SourceError, type RecentPullRequest, type RepositoryPolicy } from '../../ports.ts';
import { Layout } from '../layout.tsx';
import type { PagesWorld, SignedIn } from '../pages.ts';
import { linksTo, pagePath } from '../pull-request/links.ts';
import type { ViewedRepository } from '../../ports/viewer.ts';
import { createJudge } from './judge.ts';
import { PolicyPage } from './page.tsx';
import { MOST_CHOSEN, type Trial } from './playground.tsx';

const PATH = '/repos/:owner/:repo/policy';
/** In the place of a reason that quotes the floor. */
const STRICT_FLOOR = 'The strict defaults hold in the place of a file that is invalid.';
/** What a repository without a file starts from. */
const EMPTY = 'version: 1\n';
/** So many of the open pull requests are chosen to begin with. */
const CHOSEN_AT_FIRST = 3;

/** `/repos/:owner/:repo/policy`: the policy in force, and a playground that tries another one. */
export function policyPages(world: PagesWorld): Hono<SignedIn> {
  const app = new Hono<SignedIn>();
  const judge = createJudge(world);

  app.get(PATH, async (context) => {
    const repository = await viewedBy(context);
    if (!repository) return context.notFound();
    const read = await reading(repository);
    const open = read.pulls.filter(({ state }) => state === 'open').slice(0, CHOSEN_AT_FIRST);
    const trial: Trial = {
      text: read.from.policyFile?.text ?? EMPTY,
      chosen: new Set(open.map(({ number }) => number)),
      problems: [],
      refused: [],
      judged: null,
    };
    return show(context, { ...read, trial, tried: false });
  });

  app.post(PATH, async (context) => {
    const repository = await viewedBy(context);
    if (!repository) return context.notFound();
    const form = await context.req.parseBody();
    const read = await reading(repository);
    const text = typeof form['policy'] === 'string' ? form['policy'].replaceAll('\r\n', '\n') : '';
    const chosen = chosenIn(form);
    const trial: Trial = {
      text,
      chosen: new Set(chosen),
      problems: problemsOf(text, read.from),
      refused: refusals(chosen),
      judged: null,
    };
    if (trial.problems.length > 0 || trial.refused.length > 0) {
      return show(context, { ...read, trial, tried: true }, 422);
    }
    const files = { policy: { path: POLICY_PATH, text, sha: 'edited' }, floor: null };
    const judgement = await judge(repository, chosen, files);
    if ('busy' in judgement) {
      return show(context, { ...read, trial: { ...trial, refused: [judgement.busy] }, tried: true }, 503);
    }
    if ('problems' in judgement) {
      return show(context, { ...read, trial: { ...trial, ...judgement }, tried: true }, 422);
    }
    return show(context, { ...read, trial: { ...trial, ...judgement }, tried: true });
  });

  async function reading(repository: ViewedRepository): Promise<Read> {
    const policies = world.policiesOf(repository.installationId);
    const [from, listed] = await Promise.all([
      policies.policy(repository).then((policy) => withProperties(policy, repository.installationId)),
      policies.recentPullRequests(repository).catch((error: unknown) => {
        if (error instanceof SourceError) return error.message;
        throw error;
      }),
    ]);
    return typeof listed === 'string'
      ? { from, pulls: [], unlisted: listed }
      : { from, pulls: listed, unlisted: '' };
  }

  /** What the repository is to the organisation, where a policy asks for it. */
  async function withProperties(from: RepositoryPolicy, installationId: number): Promise<RepositoryPolicy> {
    if (from.repository.ownerType !== 'Organization' || !propertiesAsked(from)) return from;
    const properties = await world.readsOf(installationId).source.properties(from.repository);
    return properties === null ? from : { ...from, repository: { ...from.repository, properties } };
  }

  async function show(
    context: Context<SignedIn>,
    { from, ...shown }: Read & { readonly trial: Trial; readonly tried: boolean },
    status: 200 | 422 | 503 = 200,
  ) {
    const { repository } = from;
    const name = `${repository.owner}/${repository.name}`;
    const floorOf = from.floor.state === 'present' ? from.floor.repository : null;
    // Whoever cannot read the floor at GitHub does not read it here.
    const holds = effectivePolicy(from);
    const hidden = floorOf !== null && (await context.get('viewer').repository(floorOf)) === null;
    return context.html(
      <Layout
        title={`Policy of ${name}`}
        version={world.version}
        viewer={context.get('viewer')}
        csrf={context.get('csrf')}
        trail={[
          { name: repository.owner, href: `/orgs/${encodeURIComponent(repository.owner)}` },
          { name: `Policy of ${repository.name}`, href: pagePath(repository, 'policy') },
        ]}
      >
        <PolicyPage
          from={hidden ? { ...from, floor: { state: 'none' } } : from}
          floorHidden={hidden}
          inForce={{
            mode: holds.mode,
            strict: hidden && holds.strict !== null ? STRICT_FLOOR : holds.strict,
          }}
          {...shown}
          csrf={context.get('csrf')}
          links={linksTo(world.webUrl, repository)}
          webUrl={world.webUrl}
        />
      </Layout>,
      status,
    );
  }

  return app;
}

interface Read {
  readonly from: RepositoryPolicy;
  readonly pulls: readonly RecentPullRequest[];
  readonly unlisted: string;
}

/** null: nobody may be told whether it is there. */
const viewedBy = (context: Context<SignedIn, typeof PATH>): Promise<ViewedRepository | null> =>
  context.get('viewer').repository({ owner: context.req.param('owner'), name: context.req.param('repo') });

/** Boxes that were ticked, by their names. */
function chosenIn(form: Readonly<Record<string, unknown>>): number[] {
  const numbers = Object.keys(form).flatMap((name) => {
    const [, number] = /^pull-([1-9][0-9]{0,8})$/.exec(name) ?? [];
    return number === undefined ? [] : [Number(number)];
  });
  return numbers.toSorted((a, b) => b - a);
}

function refusals(chosen: readonly number[]): string[] {
  if (chosen.length === 0) return ['Choose at least one pull request to try it on.'];
  return chosen.length > MOST_CHOSEN
    ? [`${chosen.length} pull requests are chosen, and ${MOST_CHOSEN} can be tried at once. Take some away.`]
    : [];
}

/** What is wrong with an edited policy under the floor that holds. */
function problemsOf(text: string, from: RepositoryPolicy): readonly PolicyProblem[] {
  const known = knownWith(readFloor(from, KNOWN).value, KNOWN);
  return parsePolicy({ path: POLICY_PATH, text }, known, 'repository').problems;
}
