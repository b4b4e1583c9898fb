/** Routes about pull requests and their reviews. */
import { Hono } from 'hono';
import { findAccount, findTeam } from '../state/accounts.ts';
import { mergePullRequest, updatePullRequestBranch } from '../state/merging.ts';
import {
  closePullRequest,
  editPullRequest,
  openPullRequest,
  pullCommits,
  pullFiles,
  reopenPullRequest,
} from '../state/pull-requests.ts';
import { dismissReview, removeReviewRequests, requestReviewers, review } from '../state/reviews.ts';
import { findRepository } from '../state/repositories.ts';
import { Refusal } from '../state/refusal.ts';
import { commitShape, fileShape } from '../shapes/git.ts';
import { pullShape, pullSummary, reviewShape } from '../shapes/pull-requests.ts';
import { accountShape, teamShape } from '../shapes/accounts.ts';
import { accountOf, demandRole } from './access.ts';
import { bodyOf, list, optionalString, stringIn, stringsIn } from './http.ts';
import { repositoryIn } from './repositories.ts';
import type { MergeMethod } from '../state/merging.ts';
import type { Account, PullRequest, Repository, Review, State, Team } from '../state/state.ts';
import type { ReviewEvent } from '../state/reviews.ts';
import type { Need } from './access.ts';
import type { Call, Env } from './http.ts';

const READ: Need = ['pull_requests', 'read'];
const WRITE: Need = ['pull_requests', 'write'];
const REVIEW_EVENTS: readonly unknown[] = ['APPROVE', 'REQUEST_CHANGES', 'COMMENT'];

function pullIn(call: Call, ...needs: readonly Need[]): PullRequest {
  const found = repositoryIn(call, ...needs).issues.get(Number(call.req.param('number')));
  if (found?.kind !== 'pull') throw Refusal.notFound();
  return found;
}

function reviewIn(call: Call, pull: PullRequest): Review {
  const found = pull.reviews.find(({ id }) => id === Number(call.req.param('id')));
  if (!found) throw Refusal.notFound();
  return found;
}

/** Matches `state`, `head` (`owner:branch`) and `base`; in the order of `sort` and `direction`. */
function selected(call: Call, repository: Repository): PullRequest[] {
  const { state = 'open', head, base, sort = 'created', direction } = call.req.query();
  const pulls = [...repository.issues.values()]
    .filter((each) => each.kind === 'pull')
    .filter((pull) => state === 'all' || pull.state === state)
    .filter((pull) => !base || pull.base.ref === base)
    // Without an owner GitHub ignores the filter.
    .filter((pull) => !head?.includes(':') || `${pull.head.owner.login}:${pull.head.ref}` === head);
  if (sort === 'updated') pulls.sort((a, b) => Date.parse(a.updatedAt) - Date.parse(b.updatedAt));
  return direction === 'asc' ? pulls : pulls.toReversed();
}

/** The head of a new pull request: `branch` here, `owner:branch` of a fork. */
function headOf(
  state: State,
  repository: Repository,
  head: string,
  headRepo: string | undefined,
): [Repository, string] {
  const [owner, branch] = head.includes(':') ? head.split(':') : [undefined, head];
  if (owner === undefined || owner.toLowerCase() === repository.owner.login.toLowerCase())
    return [repository, branch ?? ''];
  const fork = headRepo
    ? findRepository(state, owner, headRepo)
    : state.repositories.find((each) => each.objects === repository.objects && each.owner.login === owner);
  if (!fork) throw Refusal.invalid([{ resource: 'PullRequest', field: 'head', code: 'invalid' }]);
  return [fork, branch ?? ''];
}

/** The people and teams that a request names; refuses with 422 those that are not there. */
async function reviewersIn(call: Call, pull: PullRequest): Promise<{ users: Account[]; teams: Team[] }> {
  const state = call.get('state');
  const { owner, name } = pull.repository;
  const body = await bodyOf(call);
  const users = stringsIn(body, 'reviewers').map((login) => findAccount(state, login));
  const teams = stringsIn(body, 'team_reviewers').map((slug) => findTeam(state, owner.login, slug));
  const found = {
    users: users.filter((each) => each !== null),
    teams: teams.filter((each) => each !== null),
  };
  if (found.users.length < users.length || found.teams.length < teams.length) {
    throw Refusal.notCollaborator(`${owner.login}/${name}`);
  }
  return found;
}

export function pullRequestRoutes(): Hono<Env> {
  const routes = new Hono<Env>();
  const all = '/repos/:owner/:repo/pulls' as const;
  const one = `${all}/:number{[0-9]+}` as const;

  routes.get(all, (call) => {
    const repository = repositoryIn(call, READ);
    return list(call, selected(call, repository), (pull) => pullSummary(call.get('state'), pull));
  });

  routes.post(all, async (call) => {
    const state = call.get('state');
    const repository = repositoryIn(call, WRITE);
    const body = await bodyOf(call);
    const [headRepository, head] = headOf(
      state,
      repository,
      stringIn(body, 'head'),
      optionalString(body, 'head_repo'),
    );
    const pull = openPullRequest(state, repository, {
      title: stringIn(body, 'title'),
      body: optionalString(body, 'body') ?? null,
      head,
      headRepository,
      base: stringIn(body, 'base'),
      draft: body.draft === true,
      author: accountOf(call.get('actor')),
    });
    return call.json(pullShape(state, pull), 201);
  });

  routes.get(one, (call) => call.json(pullShape(call.get('state'), pullIn(call, READ))));

  routes.patch(one, async (call) => {
    const state = call.get('state');
    const actor = call.get('actor');
    const pull = pullIn(call, WRITE);
    if (accountOf(actor) !== pull.author) demandRole(state, actor, pull.repository, 'write');
    const body = await bodyOf(call);
    const [base, title, text] = ['base', 'title', 'body'].map((field) => optionalString(body, field));
    editPullRequest(
      state,
      pull,
      {
        ...(base !== undefined && { base }),
        ...(title !== undefined && { title }),
        ...(text !== undefined && { body: text }),
      },
      accountOf(actor),
    );
    if (body.state === 'closed' && pull.state === 'open') closePullRequest(state, pull, accountOf(actor));
    if (body.state === 'open' && pull.state === 'closed') reopenPullRequest(state, pull, accountOf(actor));
    return call.json(pullShape(state, pull));
  });

  routes.get(`${one}/files`, (call) => {
    const state = call.get('state');
    const pull = pullIn(call, READ);
    const files = pullFiles(state, pull).slice(0, state.limits.pullFiles);
    return list(call, files, (file) => fileShape(state, pull.repository, pull.head.sha, file));
  });

  routes.get(`${one}/commits`, (call) => {
    const state = call.get('state');
    const pull = pullIn(call, READ);
    const commits = pullCommits(pull).slice(0, state.limits.pullCommits);
    return list(call, commits, (commit) => commitShape(state, pull.repository, commit));
  });

  routes.get(`${one}/reviews`, (call) => {
    const pull = pullIn(call, READ);
    return list(call, visibleReviews(call, pull), (each) => reviewShape(call.get('state'), pull, each));
  });

  routes.post(`${one}/reviews`, async (call) => {
    const state = call.get('state');
    const pull = pullIn(call, WRITE);
    const body = await bodyOf(call);
    if (body.event !== undefined && !REVIEW_EVENTS.includes(body.event)) {
      throw Refusal.invalid([{ resource: 'PullRequestReview', field: 'event', code: 'invalid' }]);
    }
    const event = (body.event ?? 'PENDING') as ReviewEvent;
    const text = optionalString(body, 'body') ?? '';
    if (text === '' && (event === 'REQUEST_CHANGES' || event === 'COMMENT')) {
      throw new Refusal(422, 'Unprocessable Entity', ['Body cannot be blank']);
    }
    const commit = optionalString(body, 'commit_id');
    if (commit !== undefined && !pullCommits(pull).some(({ sha }) => sha === commit)) {
      throw new Refusal(422, 'Unprocessable Entity', ['Commit is not part of the pull request']);
    }
    const options = { body: text, ...(commit !== undefined && { commit }) };
    return call.json(
      reviewShape(state, pull, review(state, pull, accountOf(call.get('actor')), event, options)),
    );
  });

  routes.put(`${one}/reviews/:id/dismissals`, async (call) => {
    const state = call.get('state');
    const actor = call.get('actor');
    const pull = pullIn(call, WRITE);
    demandRole(state, actor, pull.repository, 'write');
    const found = reviewIn(call, pull);
    dismissReview(state, pull, found, accountOf(actor), stringIn(await bodyOf(call), 'message'));
    return call.json(reviewShape(state, pull, found));
  });

  routes.get(`${one}/requested_reviewers`, (call) => {
    const state = call.get('state');
    const pull = pullIn(call, READ);
    return call.json({
      users: [...pull.requestedUsers].map((user) => accountShape(state, user)),
      teams: [...pull.requestedTeams].map((team) => teamShape(state, team)),
    });
  });

  routes.post(`${one}/requested_reviewers`, async (call) => {
    const state = call.get('state');
    const actor = call.get('actor');
    const pull = pullIn(call, WRITE);
    demandRole(state, actor, pull.repository, 'triage');
    requestReviewers(state, pull, await reviewersIn(call, pull), accountOf(actor));
    return call.json(pullSummary(state, pull), 201);
  });

  routes.delete(`${one}/requested_reviewers`, async (call) => {
    const state = call.get('state');
    const actor = call.get('actor');
    const pull = pullIn(call, WRITE);
    demandRole(state, actor, pull.repository, 'triage');
    removeReviewRequests(state, pull, await reviewersIn(call, pull), accountOf(actor));
    return call.json(pullSummary(state, pull));
  });

  routes.put(`${one}/update-branch`, async (call) => {
    const state = call.get('state');
    const actor = call.get('actor');
    const pull = pullIn(call, WRITE);
    demandRole(state, actor, pull.repository, 'write');
    const expected = optionalString(await bodyOf(call), 'expected_head_sha');
    if (expected !== undefined && expected !== pull.head.sha) {
      throw new Refusal(422, `expected head sha didn’t match current head ref.`);
    }
    updatePullRequestBranch(state, pull, accountOf(actor));
    return call.json({ message: 'Updating pull request branch.', url: call.req.url }, 202);
  });

  routes.put(`${one}/merge`, async (call) => {
    const state = call.get('state');
    const pull = pullIn(call, ['contents', 'write']);
    const body = await bodyOf(call);
    const [sha, title] = [optionalString(body, 'sha'), optionalString(body, 'commit_title')];
    const merged = mergePullRequest(state, pull, accountOf(call.get('actor')), {
      method: (optionalString(body, 'merge_method') ?? 'merge') as MergeMethod,
      ...(sha !== undefined && { sha }),
      ...(title !== undefined && { title }),
    });
    return call.json({ sha: merged.sha, merged: true, message: 'Pull Request successfully merged' });
  });

  return routes;
}

/** Someone's pending review is theirs alone to see. */
function visibleReviews(call: Call, pull: PullRequest): Review[] {
  const viewer = accountOf(call.get('actor'));
  return pull.reviews.filter((each) => each.state !== 'PENDING' || each.author === viewer);
}
