/** Facts of which nothing is to be mended: what examples change. */
import type { AccountState, AppState, Branch, RepositoryState, Required, Seen } from './facts.ts';
import { seen } from './facts.ts';

const NEEDS = {
  permissions: { checks: 'write', contents: 'read', merge_queues: 'read', metadata: 'read' },
  events: ['pull_request', 'merge_group'],
};

export const UNSEEN: Seen<never> = {
  seen: false,
  reason: 'GitHub shows it to admins only.',
  mend: 'Set GITHUB_TOKEN to the token of an admin of acme.',
};

export const APP: AppState = {
  id: 7,
  name: 'AgentGuard',
  owner: 'acme',
  asks: NEEDS,
  needs: NEEDS,
  clockAhead: 0,
  webhook: seen('https://guard.example.com/api/github/webhooks'),
  deliveries: seen([
    { guid: 'a', event: 'push', at: '2026-03-01T09:00:00Z', code: 202, status: 'OK' },
    { guid: 'b', event: 'push', at: '2026-03-01T08:00:00Z', code: 202, status: 'OK' },
  ]),
};

export const INSTALLATION = {
  id: 70,
  url: 'https://github.com/organizations/acme/settings/installations/70',
  suspended: false,
  allRepositories: true,
  ...NEEDS,
};

export const ACCOUNT: AccountState = {
  login: 'acme',
  type: 'Organization',
  installation: seen(INSTALLATION),
  asks: NEEDS,
  floor: seen({ state: 'none' }),
  actionsMayApprove: seen(false),
};

export const REQUIRED: Required = {
  context: 'AgentGuard',
  appId: 7,
  ruleset: {
    id: 1,
    name: 'AgentGuard',
    source: 'acme/shop',
    strict: false,
    notOnCreate: false,
    bypass: seen([]),
  },
};

/** The default branch with these rules; as it should be if none are given. */
export const branch = (
  rules: Partial<Extract<Branch['rules'], { seen: true }>['value']> = {},
  others: Partial<Branch> = {},
): Branch => ({
  name: 'main',
  rules: seen({
    required: [REQUIRED],
    queue: null,
    blocksForcePushes: true,
    blocksDeletion: true,
    ...rules,
  }),
  classic: seen(null),
  ...others,
});

export const REPOSITORY: RepositoryState = {
  repository: {
    owner: 'acme',
    name: 'shop',
    id: 10,
    ownerType: 'Organization',
    private: true,
    defaultBranch: 'main',
    topics: [],
  },
  appId: 7,
  covered: seen(true),
  archived: false,
  policy: seen({ file: null, floor: { state: 'none' } }),
  branches: [branch()],
  dormant: seen([]),
  actionsMayApprove: seen(false),
  events: ['pull_request', 'merge_group'],
};

/** The repository with this policy. */
export const withPolicy = (text: string): Pick<RepositoryState, 'policy'> => ({
  policy: seen({ file: { path: '.agentguard.yml', text, sha: 'abcdef0123' }, floor: { state: 'none' } }),
});
