/** The HTTP face: REST under `/api/v3`, GraphQL at `/api/graphql`, faults and the log in front of both. */
import { Hono } from 'hono';
import { answer } from '../graphql/execute.ts';
import { Refusal } from '../state/refusal.ts';
import { authenticate } from './access.ts';
import { appRoutes, manifestRoutes } from './apps.ts';
import { checkRoutes } from './checks.ts';
import { withEtags } from './conditional.ts';
import { gitRoutes } from './git.ts';
import { bodyOf, refusalBody } from './http.ts';
import { issueRoutes } from './issues.ts';
import { organizationRoutes } from './organizations.ts';
import { pullRequestRoutes } from './pull-requests.ts';
import { repositoryRoutes } from './repositories.ts';
import { registrationPages } from '../web/registration.ts';
import { ruleRoutes } from './rules.ts';
import { grantRoutes, signInPages, viewerRoutes } from '../web/sign-in.ts';
import { withFaults } from './faults.ts';
import type { State } from '../state/state.ts';
import type { Deliveries } from '../webhooks/deliveries.ts';
import type { Traffic } from './faults.ts';
import type { Env } from './http.ts';

const HOURLY_LIMIT = 5000;

/** The application that answers as GitHub Enterprise Server would. */
export function createServer(state: State, deliveries: Deliveries, traffic: Traffic): Hono<Env> {
  const app = new Hono<Env>();
  app.use(withFaults(traffic, state));
  app.use(async (call, next) => {
    call.set('state', state);
    await next();
    call.header('x-ratelimit-limit', String(HOURLY_LIMIT));
    call.header('x-ratelimit-remaining', String(HOURLY_LIMIT - 1));
    call.header('x-ratelimit-reset', String(Math.floor(state.now().getTime() / 1000) + 3600));
  });
  app.onError((error, call) => {
    if (error instanceof Refusal) return call.json(refusalBody(error), error.status);
    // A fault of this program: said aloud, so that no test mistakes it for GitHub's answer.
    return call.json({ message: `The in-memory GitHub failed: ${error.stack ?? error.message}` }, 500);
  });
  app.notFound((call) => call.json(refusalBody(Refusal.notFound()), 404));

  const rest = new Hono<Env>();
  rest.use(withEtags());
  rest.route('/', manifestRoutes());
  rest.route('/', grantRoutes());
  rest.use(async (call, next) => {
    const actor = authenticate(state, call.req.header('authorization'));
    call.set('actor', actor);
    await next();
    if (actor.kind === 'user' && actor.scopes) call.header('x-oauth-scopes', actor.scopes.join(', '));
  });
  for (const routes of [
    appRoutes(deliveries),
    viewerRoutes(),
    repositoryRoutes(),
    ruleRoutes(),
    checkRoutes(),
    gitRoutes(),
    pullRequestRoutes(),
    issueRoutes(),
    organizationRoutes(),
  ]) {
    rest.route('/', routes);
  }
  app.route('/api/v3', rest);

  app.route('/', registrationPages());
  app.route('/', signInPages());
  app.post('/api/graphql', async (call) => {
    const actor = authenticate(state, call.req.header('authorization'));
    return call.json(await answer({ state, actor }, await bodyOf(call)));
  });
  return app;
}
