import { z } from 'zod';

/*
 * What is read of each event's payload, and nothing more. Deliveries are signed, but their shape is GitHub's to
 * change: whatever is built on must have been checked.
 */

/** GitHub's owners and repositories are made of these; anything else could forge a job's key. */
const name = z.string().regex(/^(?!\.\.?$)[\w.-]{1,100}$/);
const sha = z.string().regex(/^[0-9a-f]{40,64}$/);
const number = z.int().positive();
/** What is kept as it is: no database takes NUL in a text, and GitHub never sends one. */
const text = z.string().regex(/^[^\0]*$/);
const login = text.min(1);

const installation = z.object({ id: number });
const repository = z.object({ name, owner: z.object({ login: name }) });

export const pullRequest = z.object({
  installation,
  repository,
  action: z.string(),
  number,
  after: sha.optional(),
  before: sha.nullish().catch(null),
  pull_request: z.object({ head: z.object({ sha }) }),
  sender: z.object({ login, type: text, id: z.int().nullish() }),
});

export const review = z.object({ installation, repository, pull_request: z.object({ number }) });

export const issue = z.object({
  installation,
  repository,
  issue: z.object({ number, user: z.object({ type: text }).nullish() }),
});

export const issueComment = z.object({
  installation,
  repository,
  issue: z.object({ number, pull_request: z.object({}).nullish() }),
  comment: z.object({
    id: number,
    body: text,
    created_at: z.iso.datetime(),
    user: z.object({ login, type: text, id: z.int().nullable() }).nullish(),
    performed_via_github_app: z.object({}).nullish(),
  }),
});

/** Pull requests whose head this is; empty for forks. One may be into another repository, so it says which. */
const pullRequests = z.array(
  z.object({ number, base: z.object({ repo: z.object({ id: z.number(), name: z.string() }) }) }),
);
const repositoryWithId = repository.extend({ id: z.number() });

export const checkRun = z.object({
  installation,
  repository: repositoryWithId,
  check_run: z.object({
    name: z.string(),
    head_sha: sha,
    external_id: z.string().nullish(),
    pull_requests: pullRequests,
    check_suite: z.object({ head_branch: z.string().nullish() }).nullish(),
  }),
});

export const requestedAction = checkRun.extend({
  requested_action: z.object({ identifier: z.string().nullish() }).nullish(),
  sender: z.object({ login, type: text, id: z.int() }),
});

export const checkSuite = z.object({
  installation,
  repository: repositoryWithId,
  check_suite: z.object({
    head_sha: sha,
    head_branch: z.string().nullish(),
    pull_requests: pullRequests,
  }),
});

export const mergeGroup = z.object({
  installation,
  repository,
  merge_group: z.object({ head_sha: sha, base_ref: text.startsWith('refs/heads/') }),
});

const paths = z.array(z.string());

export const push = z.object({
  installation,
  repository: repository.extend({ default_branch: z.string() }),
  ref: z.string(),
  forced: z.boolean().optional(),
  commits: z
    .array(z.object({ added: paths.optional(), modified: paths.optional(), removed: paths.optional() }))
    .nullish(),
});

export const inRepository = z.object({ installation, repository });

export const inInstallation = z.object({ installation });

/** Which team, if the payload tells: one that is gone has no more than an id. */
/** A team, and the one above it, which may be of any shape. */
export const team = z.object({ slug: name, parent: z.unknown().optional() });

export const inTeam = z.object({
  installation,
  organization: z.object({ login: name }).nullish().catch(null),
  team: team.nullish().catch(null),
});

export const maybeInRepository = z.object({ installation, repository: repository.nullish() });

export const repositoriesAdded = z.object({
  installation,
  repositories_added: z.array(
    z.object({ full_name: z.string().regex(/^(?!\.\.?\/)[\w.-]{1,100}\/(?!\.\.?$)[\w.-]{1,100}$/) }),
  ),
});
