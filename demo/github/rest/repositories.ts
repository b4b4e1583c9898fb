/** Routes about a repository: itself, its people, rules and activity. */
import { Hono } from 'hono';
import { findAccount } from '../state/accounts.ts';
import { baseOf, collaboratorsOf, grantOf, roleName } from '../state/roles.ts';
import { resolveRevision } from '../git/history.ts';
import { Refusal } from '../state/refusal.ts';
import { accountShape, repositoryApi } from '../shapes/accounts.ts';
import { activityShape } from '../shapes/git.ts';
import { pullSummary } from '../shapes/pull-requests.ts';
import { pullsWith } from '../state/pull-requests.ts';
import { belongs, openRepository, repositoryFor } from './access.ts';
import { list } from './http.ts';
import type { Repository, Role } from '../state/state.ts';
import type { Need } from './access.ts';
import type { Call, Env } from './http.ts';

/** The repository in a route's address; see `openRepository` for refusals. */
export const repositoryIn = (call: Call, ...needs: readonly Need[]): Repository =>
  openRepository(
    call.get('state'),
    call.get('actor'),
    call.req.param('owner') ?? '',
    call.req.param('repo') ?? '',
    ...needs,
  );

/** A repository whose people the token may see. */
function peopleIn(call: Call): Repository {
  const repository = repositoryIn(call, ['metadata', 'read']);
  if (belongs(call.get('state'), call.get('actor'), repository)) return repository;
  throw new Refusal(403, 'Must have push access to view repository collaborators.');
}

/** The words of REST's older `permission` for a role. */
const LEGACY = { read: 'read', triage: 'read', write: 'write', maintain: 'write', admin: 'admin' } as const;
const FLAGS = {
  pull: 'read',
  triage: 'triage',
  push: 'write',
  maintain: 'maintain',
  admin: 'admin',
} as const;
const ORDER: readonly Role[] = ['read', 'triage', 'write', 'maintain', 'admin'];

const flags = (role: Role | null): Record<string, boolean> =>
  Object.fromEntries(
    Object.entries(FLAGS).map(([flag, least]) => [
      flag,
      role !== null && ORDER.indexOf(role) >= ORDER.indexOf(least),
    ]),
  );

export function repositoryRoutes(): Hono<Env> {
  const routes = new Hono<Env>();
  const base = '/repos/:owner/:repo' as const;

  routes.get(base, (call) => {
    const shape = repositoryFor(
      call.get('state'),
      call.get('actor'),
      repositoryIn(call, ['metadata', 'read']),
    );
    return call.json({ ...shape, network_count: shape.forks_count, subscribers_count: 0 });
  });

  routes.get(`${base}/git/ref/:ref{.+}`, (call) => {
    const repository = repositoryIn(call, ['contents', 'read']);
    const ref = `refs/${call.req.param('ref')}`;
    const sha = repository.refs.get(ref);
    if (!sha) throw Refusal.notFound();
    return call.json({
      ref,
      object: {
        type: 'commit',
        sha,
        url: repositoryApi(call.get('state'), repository, `/git/commits/${sha}`),
      },
    });
  });

  routes.get(`${base}/collaborators`, (call) => {
    const state = call.get('state');
    const repository = peopleIn(call);
    return list(call, collaboratorsOf(state, repository), ({ account, grant }) => ({
      ...accountShape(state, account),
      permissions: flags(baseOf(grant)),
      role_name: roleName(grant),
    }));
  });

  routes.get(`${base}/collaborators/:login/permission`, (call) => {
    const state = call.get('state');
    const repository = peopleIn(call);
    const account = findAccount(state, call.req.param('login'));
    if (!account || account.type === 'Organization') throw Refusal.notFound();
    const grant = account.type === 'Bot' ? null : grantOf(state, repository, account);
    const role = grant && baseOf(grant);
    const permission = role ? LEGACY[role] : 'none';
    const name = grant ? roleName(grant) : '';
    const user = { ...accountShape(state, account), permissions: flags(role), role_name: name };
    return call.json({ permission, user, role_name: name || 'none' });
  });

  routes.get(`${base}/properties/values`, (call) => {
    const repository = repositoryIn(call, ['metadata', 'read']);
    // Only organisations have properties to set.
    if (repository.owner.type !== 'Organization') throw Refusal.notFound();
    return call.json([...repository.properties].map(([name, value]) => ({ property_name: name, value })));
  });

  routes.get(`${base}/activity`, (call) => {
    const state = call.get('state');
    const repository = repositoryIn(call, ['contents', 'read']);
    // Not even of public forks.
    if (call.get('actor').kind !== 'user' && !belongs(state, call.get('actor'), repository)) {
      throw Refusal.notAccessible();
    }
    const { ref, actor, activity_type: type, direction, after, per_page: size } = call.req.query();
    const full = ref && !ref.startsWith('refs/') ? `refs/heads/${ref}` : ref;
    const found = repository.activity
      .filter((entry) => !full || entry.ref === full)
      .filter((entry) => !actor || entry.actor?.login.toLowerCase() === actor.toLowerCase())
      .filter((entry) => !type || entry.type === type);
    if (direction === 'asc') found.reverse();
    // Cursors, not pages.
    const from = after ? Number(Buffer.from(after, 'base64url').toString()) : 0;
    const to = from + Math.min(Number(size) || 30, 100);
    if (to < found.length) {
      const url = new URL(call.req.url);
      url.searchParams.set('after', Buffer.from(String(to)).toString('base64url'));
      call.header('link', `<${url.href}>; rel="next"`);
    }
    return call.json(found.slice(from, to).map((entry) => activityShape(state, entry)));
  });

  routes.get(`${base}/commits/:ref/pulls`, (call) => {
    const state = call.get('state');
    const repository = repositoryIn(call, ['pull_requests', 'read']);
    const sha = resolveRevision(repository, call.req.param('ref'));
    if (!sha) throw new Refusal(422, `No commit found for SHA: ${call.req.param('ref')}`);
    return list(call, pullsWith(repository, sha), (pull) => pullSummary(state, pull));
  });

  return routes;
}
