/** Routes about check runs. */
import { Hono } from 'hono';
import { createCheckRun, updateCheckRun } from '../apps/check-runs.ts';
import { resolveRevision } from '../git/history.ts';
import { Refusal } from '../state/refusal.ts';
import { checkRunShape } from '../shapes/apps.ts';
import { bodyOf, list, pageOf } from './http.ts';
import { repositoryIn } from './repositories.ts';
import type { App, CheckRun } from '../apps/state.ts';
import type { Need } from './access.ts';
import type { Call, Env } from './http.ts';

const READ: Need = ['checks', 'read'];
const WRITE: Need = ['checks', 'write'];

/** Only apps report checks. */
function reportingApp(call: Call): App {
  const actor = call.get('actor');
  if (actor.kind === 'installation') return actor.installation.app;
  throw new Refusal(403, 'You must authenticate via a GitHub App.');
}

function runIn(call: Call, need: Need): CheckRun {
  const repository = repositoryIn(call, need);
  const id = Number(call.req.param('id'));
  const found = call.get('state').checkRuns.find((run) => run.id === id && run.repository === repository);
  if (!found) throw Refusal.notFound();
  return found;
}

const key = (run: CheckRun): string => `${run.app.id} ${run.name}`;

export function checkRoutes(): Hono<Env> {
  const routes = new Hono<Env>();
  const base = '/repos/:owner/:repo' as const;

  routes.post(`${base}/check-runs`, async (call) => {
    const repository = repositoryIn(call, WRITE);
    const run = createCheckRun(call.get('state'), repository, reportingApp(call), await bodyOf(call));
    return call.json(checkRunShape(call.get('state'), run), 201);
  });

  routes.patch(`${base}/check-runs/:id{[0-9]+}`, async (call) => {
    const run = runIn(call, WRITE);
    if (reportingApp(call) !== run.app)
      throw new Refusal(
        403,
        'Invalid app_id `' +
          reportingApp(call).id +
          '` - check run can only be modified by the GitHub App that created it.',
      );
    updateCheckRun(call.get('state'), run, await bodyOf(call));
    return call.json(checkRunShape(call.get('state'), run));
  });

  routes.get(`${base}/check-runs/:id{[0-9]+}`, (call) =>
    call.json(checkRunShape(call.get('state'), runIn(call, READ))),
  );

  routes.get(`${base}/check-runs/:id{[0-9]+}/annotations`, (call) =>
    list(call, runIn(call, READ).annotations, (annotation) => annotation),
  );

  routes.get(`${base}/commits/:ref{.+}/check-runs`, (call) => {
    const state = call.get('state');
    const repository = repositoryIn(call, READ);
    const sha = resolveRevision(repository, call.req.param('ref'));
    if (!sha) throw new Refusal(422, `No commit found for SHA: ${call.req.param('ref')}`);
    const { check_name: name, app_id: app, status, filter = 'latest' } = call.req.query();
    const runs = state.checkRuns
      .filter((run) => run.repository === repository && run.headSha === sha)
      .filter((run) => !name || run.name === name)
      .filter((run) => !app || run.app.id === Number(app))
      .filter((run) => !status || run.status === status)
      .toReversed();
    const newest = runs.filter((run, index) => runs.findIndex((other) => key(other) === key(run)) === index);
    const shown = filter === 'all' ? runs : newest;
    const { from, to } = pageOf(call, shown.length);
    const page = shown.slice(from, to).map((run) => checkRunShape(state, run));
    return call.json({ total_count: shown.length, check_runs: page });
  });

  return routes;
}
