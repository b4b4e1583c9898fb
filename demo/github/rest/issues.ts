/** Routes about issues and what is said in them; pull requests are issues here. */
import { Hono } from 'hono';
import { findAccount } from '../state/accounts.ts';
import { comment, deleteComment, editComment } from '../state/comments.ts';
import { closeIssue, demandIssues, openIssue, reopenIssue } from '../state/issues.ts';
import { assign } from '../state/pull-requests.ts';
import { Refusal } from '../state/refusal.ts';
import { accountOrNull } from '../shapes/accounts.ts';
import { commentShape, issueShape, reactionShape } from '../shapes/pull-requests.ts';
import { REACTIONS, timestamp } from '../state/state.ts';
import { accountOf, demandRole, may } from './access.ts';
import { bodyOf, list, optionalString, stringIn, stringsIn } from './http.ts';
import { repositoryIn } from './repositories.ts';
import type { Comment, Issue, PullRequest, Repository } from '../state/state.ts';
import type { Call, Env } from './http.ts';

/** A pull request's thread opens to `pull_requests`, too. */
function issueIn(call: Call, access: 'read' | 'write'): Issue | PullRequest {
  const repository = repositoryIn(call, ['issues', access], ['pull_requests', access]);
  const found = repository.issues.get(Number(call.req.param('number')));
  if (!found) throw Refusal.notFound();
  if (
    found.kind === 'issue' &&
    !may(call.get('state'), call.get('actor'), repository, [['issues', access]])
  ) {
    throw Refusal.notAccessible();
  }
  return found;
}

function commentIn(call: Call, access: 'read' | 'write'): { issue: Issue | PullRequest; found: Comment } {
  const repository = repositoryIn(call, ['issues', access], ['pull_requests', access]);
  const id = Number(call.req.param('id'));
  for (const issue of repository.issues.values()) {
    const found = issue.comments.find((each) => each.id === id);
    if (found) return { issue, found };
  }
  throw Refusal.notFound();
}

/** A comment that the token may change: its own, or anybody's for people who may write. */
function ownIn(call: Call): { issue: Issue | PullRequest; found: Comment } {
  const read = commentIn(call, 'write');
  const actor = call.get('actor');
  if (read.found.author !== accountOf(actor)) {
    demandRole(call.get('state'), actor, read.issue.repository, 'write');
  }
  return read;
}

/** A single one says who closed it, which lists do not. */
const wholeIssue = (call: Call, issue: Issue | PullRequest) => ({
  ...issueShape(call.get('state'), issue),
  closed_by: issue.kind === 'issue' ? accountOrNull(call.get('state'), issue.closedBy) : null,
});

/** Issues and pull requests that match `state`, `creator` and `labels` (each of them), those opened last first. */
function selected(call: Call, repository: Repository): (Issue | PullRequest)[] {
  const { state = 'open', creator, labels, direction } = call.req.query();
  const found = [...repository.issues.values()]
    .filter((each) => state === 'all' || each.state === state)
    .filter((each) => !creator || each.author?.login.toLowerCase() === creator.toLowerCase())
    .filter((each) => !labels || labels.split(',').every((name) => each.labels.includes(name)));
  return direction === 'asc' ? found : found.toReversed();
}

export function issueRoutes(): Hono<Env> {
  const routes = new Hono<Env>();
  const all = '/repos/:owner/:repo/issues' as const;
  const one = `${all}/:number{[0-9]+}` as const;
  const said = `${all}/comments/:id{[0-9]+}` as const;

  routes.post(all, async (call) => {
    const state = call.get('state');
    const body = await bodyOf(call);
    const issue = openIssue(state, repositoryIn(call, ['issues', 'write']), {
      title: stringIn(body, 'title'),
      body: optionalString(body, 'body') ?? null,
      author: accountOf(call.get('actor')),
      labels: stringsIn(body, 'labels'),
    });
    return call.json(issueShape(state, issue), 201);
  });

  routes.get(all, (call) => {
    const repository = repositoryIn(call, ['issues', 'read'], ['pull_requests', 'read']);
    demandIssues(repository);
    return list(call, selected(call, repository), (each) => issueShape(call.get('state'), each));
  });

  routes.get(one, (call) => call.json(wholeIssue(call, issueIn(call, 'read'))));

  routes.patch(one, async (call) => {
    const state = call.get('state');
    const actor = call.get('actor');
    const issue = issueIn(call, 'write');
    if (issue.kind !== 'issue') throw Refusal.notFound();
    if (issue.author !== accountOf(actor)) demandRole(state, actor, issue.repository, 'triage');
    const body = await bodyOf(call);
    const to = optionalString(body, 'state');
    issue.title = optionalString(body, 'title') ?? issue.title;
    if (to === 'closed') closeIssue(state, issue, accountOf(actor));
    if (to === 'open') reopenIssue(state, issue, accountOf(actor));
    return call.json(wholeIssue(call, issue));
  });

  routes.post(`${one}/assignees`, async (call) => {
    const state = call.get('state');
    const issue = issueIn(call, 'write');
    demandRole(state, call.get('actor'), issue.repository, 'triage');
    for (const login of stringsIn(await bodyOf(call), 'assignees')) {
      const assignee = findAccount(state, login);
      if (assignee) assign(state, issue, assignee, accountOf(call.get('actor')));
    }
    return call.json(issueShape(state, issue), 201);
  });

  routes.get(`${one}/comments`, (call) => {
    const issue = issueIn(call, 'read');
    return list(call, issue.comments, (each) => commentShape(call.get('state'), issue, each));
  });

  routes.post(`${one}/comments`, async (call) => {
    const state = call.get('state');
    const issue = issueIn(call, 'write');
    const text = stringIn(await bodyOf(call), 'body');
    return call.json(
      commentShape(state, issue, comment(state, issue, accountOf(call.get('actor')), text)),
      201,
    );
  });

  routes.get(said, (call) => {
    const { issue, found } = commentIn(call, 'read');
    return call.json(commentShape(call.get('state'), issue, found));
  });

  routes.patch(said, async (call) => {
    const state = call.get('state');
    const { issue, found } = ownIn(call);
    editComment(state, issue, found, stringIn(await bodyOf(call), 'body'), accountOf(call.get('actor')));
    return call.json(commentShape(state, issue, found));
  });

  routes.delete(said, (call) => {
    const { issue, found } = ownIn(call);
    deleteComment(call.get('state'), issue, found, accountOf(call.get('actor')));
    return call.body(null, 204);
  });

  routes.get(`${said}/reactions`, (call) =>
    list(call, commentIn(call, 'read').found.reactions, (each) => reactionShape(call.get('state'), each)),
  );

  routes.post(`${said}/reactions`, async (call) => {
    const state = call.get('state');
    const { found } = commentIn(call, 'write');
    const content = stringIn(await bodyOf(call), 'content');
    if (!REACTIONS.some((each) => each === content))
      throw Refusal.invalid([{ resource: 'Reaction', field: 'content', code: 'invalid' }]);
    const user = accountOf(call.get('actor'));
    // The same reaction by the same account stays one.
    const known = found.reactions.find((each) => each.user === user && each.content === content);
    const reaction = known ?? { id: state.nextId(), content, user, createdAt: timestamp(state) };
    if (!known) found.reactions.push(reaction);
    return call.json(reactionShape(state, reaction), known ? 200 : 201);
  });

  return routes;
}
