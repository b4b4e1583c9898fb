import { setImmediate } from 'node:timers/promises';
import { Hono } from 'hono';
import { answersInSteps } from '../../core/statistics/answering/answers.ts';
import { exposed, exposuresOf } from '../../core/statistics/answering/exposed.ts';
import { agentsIn, trendsInSteps } from '../../core/statistics/trends.ts';
import { lastWeeks } from '../../core/statistics/weeks.ts';
import { Layout } from '../layout.tsx';
import type { PagesWorld, SignedIn } from '../pages.ts';
import { answerOn } from '../commands.ts';
import { freezesSeen, mayStop } from './freezes/seen.ts';
import { createHistory } from './history.ts';
import { openPulls } from './open.ts';
import { Overview } from './page.tsx';
import { askedOf, overviewPath } from './query.ts';
import { agentName, familyOf } from './words.ts';

/** `/orgs/:owner`: what agents do in the repositories of an owner that the viewer can read. */
export function overviewPages(
  world: Pick<PagesWorld, 'store' | 'clock' | 'version' | 'webUrl'>,
): Hono<SignedIn> {
  const app = new Hono<SignedIn>();
  const history = createHistory(world);
  app.get('/orgs/:owner', async (context) => {
    const viewer = context.get('viewer');
    const repositories = await viewer.repositories(context.req.param('owner'));
    const [first] = repositories;
    if (!first) return context.notFound();
    const { owner } = first;
    const asked = askedOf(context.req.query());
    const chosen =
      asked.repository === undefined
        ? repositories
        : repositories.filter(({ name }) => name.toLowerCase() === asked.repository?.toLowerCase());
    // One that is not there and one that cannot be seen are the same.
    if (chosen.length === 0) return context.notFound();

    const [told, open] = await Promise.all([history.of(owner), openPulls(world.store, owner, chosen)]);
    const { trails, pulls, exposures, words } = told;
    const now = world.clock.now().getTime();
    const [from = 0] = lastWeeks(now);
    const keys = chosen.map(({ name }) => `${owner}/${name}`.toLowerCase());
    const wanted = { repositories: keys, agent: asked.agent ?? null, from, now };
    const trends = await inTurns(trendsInSteps(trails, { ...wanted, familyOf }));
    const answers = await inTurns(answersInSteps(pulls, wanted));
    const agents = agentsIn(trails, keys);
    for (const agent of [...open.flatMap((pull) => pull.agents), asked.agent]) if (agent) agents.add(agent);
    return context.html(
      <Layout
        title={owner}
        version={world.version}
        viewer={viewer}
        csrf={context.get('csrf')}
        trail={[{ name: owner, href: overviewPath(owner) }]}
      >
        <Overview
          owner={owner}
          asked={asked}
          repositories={repositories}
          agents={[...agents].toSorted((a, b) => agentName(a).localeCompare(agentName(b)))}
          open={
            asked.agent === undefined ? open : open.filter((pull) => pull.agents.includes(asked.agent ?? ''))
          }
          trends={trends}
          answers={answers}
          exposed={exposed(exposures.values(), wanted)}
          exposures={exposuresOf(exposures.values(), wanted)}
          freezes={{
            inForce: freezesSeen(words, owner, chosen, new Date(now).toISOString()),
            places: chosen.filter(mayStop),
            asked: asked.asked
              ? { uuid: asked.asked, answer: await answerOn(asked.asked, viewer, world.store) }
              : null,
          }}
          csrf={context.get('csrf')}
          now={now}
          webUrl={world.webUrl}
        />
      </Layout>,
    );
  });
  return app;
}

/** Deliveries are not to wait for somebody's page. */
async function inTurns<T>(steps: Generator<void, T>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await setImmediate();
  }
}
