import type { Attribution, Detection } from '../../src/core/agents/agent.ts';
import type {
  Account,
  CommitFacts,
  FileChange,
  PeopleFacts,
  Permission,
  PullRequestFacts,
  ReviewFacts,
  ReviewState,
} from '../../src/core/facts/facts.ts';
import type {
  Ask,
  Conditions,
  EffectivePolicy,
  RequestMode,
  ReviewEntry,
} from '../../src/core/policy/policy.ts';

export const HEAD = 'a'.repeat(40);
export const OLDER = 'b'.repeat(40);
export const BASE = 'c'.repeat(40);

export const user = (login: string): Account => ({ login, type: 'User', id: null });
export const bot = (login: string): Account => ({ login, type: 'Bot', id: null });

export const file = (path: string, change: Partial<FileChange> = {}): FileChange => ({
  path,
  previousPath: null,
  status: 'modified',
  additions: 1,
  deletions: 0,
  headBlob: '1'.repeat(40),
  patch: '@@ -1,0 +1,1 @@\n+x',
  ...change,
});

export const commit = (change: Partial<CommitFacts> = {}): CommitFacts => {
  const person = { name: 'Nadia', email: 'nadia@acme.example', account: user('nadia') };
  return {
    sha: HEAD,
    parents: [BASE],
    message: 'Change something\n',
    author: person,
    committer: person,
    coAuthors: [],
    signature: null,
    ...change,
  };
};

let reviews = 0;
/** A review of the head, unless another commit is named. */
export const review = (
  author: Account | null | string,
  state: ReviewState,
  on: string | null = HEAD,
): ReviewFacts => ({
  id: ++reviews,
  author: typeof author === 'string' ? user(author) : author,
  state,
  commit: on,
  otherBase: false,
});

/** An open pull request of `nadia` in acme/shop towards the default branch, without any file. */
export const pullRequest = (change: Partial<PullRequestFacts> = {}): PullRequestFacts => ({
  repository: {
    owner: 'acme',
    name: 'shop',
    id: 1,
    ownerType: 'Organization',
    private: true,
    defaultBranch: 'main',
    topics: [],
  },
  number: 7,
  title: 'Change something',
  body: '',
  state: 'open',
  mergedBy: null,
  merge: null,
  draft: false,
  updatedAt: null,
  queued: true,
  url: 'https://github.com/acme/shop/pull/7',
  author: user('nadia'),
  labels: [],
  baseRef: 'main',
  binding: { ref: 'main', sha: BASE, reason: 'own base' },
  headRef: 'change',
  headSha: HEAD,
  headRepository: { owner: 'acme', name: 'shop' },
  commits: [commit()],
  files: [],
  reviews: [],
  requestedReviewers: [],
  removedReviewers: [],
  involvements: [],
  comments: [],
  policyFile: null,
  floor: { state: 'none' },
  codeownersFile: null,
  sharedHead: [],
  gaps: [],
  limits: [],
  now: '2026-11-22T12:00:00.000Z',
  ...change,
});

/** People by login and permission, and teams by `org/slug`. */
export const people = (
  permissions: Record<string, Permission>,
  teams: Record<string, readonly string[] | null> = {},
  complete = true,
): PeopleFacts => ({
  permissions: new Map(
    Object.entries(permissions).map(([login, permission]) => [
      login.toLowerCase(),
      { account: login.endsWith('[bot]') ? bot(login) : user(login), permission },
    ]),
  ),
  complete,
  teams: new Map(Object.entries(teams).map(([key, members]) => [key, members?.map(user) ?? null])),
  members: new Set(),
  gaps: [],
});

export const claude: Detection = {
  agent: 'claude-code',
  name: 'Claude Code',
  role: 'coauthored',
  strength: 'declared',
  evidence: [
    {
      kind: 'trailer',
      value: 'Co-Authored-By: Claude <noreply@anthropic.com>',
      strength: 'declared',
      commit: HEAD,
    },
  ],
  commits: [HEAD],
};

export const byAgent: Attribution = { agents: [claude], bots: [], unattributed: [] };
export const byPeople: Attribution = { agents: [], bots: [], unattributed: [] };

/** An entry that asks for approvals; for alternatives, see `ReviewEntry`. */
export const entry = (
  change: Partial<{ name: string; request: RequestMode } & Conditions & Ask> = {},
): ReviewEntry => ({
  name: 'anything an agent wrote',
  approvals: 1,
  from: { permission: 'write' },
  ...change,
});

/** One approval by someone with write access for everything an agent made. */
export const policy = (change: Partial<EffectivePolicy> = {}): EffectivePolicy => ({
  mode: 'enforce',
  appliesTo: 'agents',
  agents: { allow: 'any', deny: [], identities: [], unattributed: 'human' },
  reviews: [entry()],
  rules: new Map(),
  limits: { openPullRequestsPerAgent: null, changedLines: null, changedFiles: null },
  freeze: [],
  waiver: { permission: 'maintain' },
  override: { permission: 'admin' },
  recovery: { approvals: 1, from: { permission: 'write' } },
  alerts: 'here',
  check: { perBase: false, comment: false },
  source: 'built-in defaults',
  digest: '0'.repeat(64),
  strict: null,
  warnings: [],
  ...change,
});
