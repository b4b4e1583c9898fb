import { makePatch } from '../../../src/core/facts/diff.ts';
import type {
  Account,
  CommitFacts,
  FileChange,
  FileContent,
  Permission,
  PullRequestFacts,
} from '../../../src/core/facts/facts.ts';
import { evaluate, type Evaluation, type Reads } from '../../../src/pipeline.ts';

/** A file before and after; null: it is not there on that side. */
export interface Edit {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly previousPath?: string;
}

export const HEAD = 'a'.repeat(40);
const BASE = 'c'.repeat(40);

const user = (login: string): Account => ({ login, type: 'User', id: null });

const content = (text: string | null): FileContent =>
  text === null ? { state: 'absent' } : text.includes('\0') ? { state: 'binary' } : { state: 'text', text };

const linesOf = (text: string | null): number => text?.split('\n').length ?? 0;

/** The file's change with both sides loaded. */
export function fileChange({ path, before, after, previousPath }: Edit): FileChange {
  const isBinary = `${before}${after}`.includes('\0');
  const patch = isBinary ? '' : makePatch(before ?? '', after ?? '');
  return {
    path,
    previousPath: previousPath ?? null,
    status:
      before === null
        ? 'added'
        : after === null
          ? 'removed'
          : previousPath === undefined
            ? 'modified'
            : 'renamed',
    additions: linesOf(after),
    deletions: linesOf(before),
    headBlob: after === null ? null : '1'.repeat(40),
    patch: patch === '' ? null : patch,
    headMode: after === null ? null : '100644',
    baseMode: before === null ? null : '100644',
    base: content(before),
    head: content(after),
  };
}

export const commit = (change: Partial<CommitFacts> = {}): CommitFacts => {
  const person = { name: 'Nadia', email: 'nadia@acme.example', account: user('nadia') };
  return {
    sha: HEAD,
    parents: [BASE],
    message: 'Change something\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n',
    author: person,
    committer: person,
    coAuthors: [],
    signature: null,
    ...change,
  };
};

/** An agent's pull request of nadia in acme/shop that nobody has looked at. */
export const pullRequest = (change: Partial<PullRequestFacts> = {}): PullRequestFacts => ({
  repository: {
    owner: 'acme',
    name: 'shop',
    id: 1,
    ownerType: 'Organization',
    private: true,
    defaultBranch: 'main',
    topics: ['pci'],
  },
  number: 7,
  title: 'Change something',
  body: '',
  state: 'open',
  mergedBy: null,
  merge: null,
  draft: false,
  updatedAt: null,
  queued: false,
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

export const policyFile = (text: string): PullRequestFacts['policyFile'] => ({
  path: '.agentguard.yml',
  text,
  sha: BASE,
});

export const floor = (text: string): PullRequestFacts['floor'] => ({
  state: 'present',
  file: { path: '.agentguard.yml', text, sha: BASE },
  repository: { owner: 'acme', name: '.github' },
});

const STAFF: Readonly<Record<string, Permission>> = {
  olga: 'write',
  pat: 'write',
  nadia: 'write',
  tess: 'maintain',
  ada: 'admin',
  zoe: 'admin',
};
const TEAMS: Readonly<Record<string, readonly string[]>> = {
  'acme/dba': ['olga'],
  'acme/security': ['tess'],
  'acme/payments': ['pat', 'olga'],
  'acme/platform': ['pat'],
  'acme/contractors': [],
};

/** Everything that evaluating reads, of a world in which nobody has said or done anything yet. */
const reads = (files: ReadonlyMap<FileChange, FileChange>): Reads => ({
  source: {
    snapshot: () => Promise.reject(new Error('It is here already.')),
    contents: async (_facts, requests) => requests.map(({ file }) => files.get(file) ?? file),
    people: async (_facts, { teams }) => ({
      permissions: new Map(
        Object.entries(STAFF).map(([login, permission]) => [login, { account: user(login), permission }]),
      ),
      complete: true,
      teams: new Map(teams.map((team) => [team, TEAMS[team]?.map(user) ?? null])),
      members: new Set(Object.keys(STAFF)),
      gaps: [],
    }),
    properties: async () => ({ tier: ['gold'] }),
  },
  store: {
    pushes: async () => [],
    digests: async () => new Map(),
    openPullRequests: async () => [],
    record: async () => [],
    commands: async () => [],
  },
});

/** What the flow decides of these facts. Their files' sides are read when rules ask for them. */
export async function decided(facts: PullRequestFacts): Promise<Evaluation> {
  const loaded = new Map<FileChange, FileChange>();
  const files = facts.files.map((file) => {
    const { base: _base, head: _head, ...bare } = file;
    loaded.set(bare, file);
    return bare;
  });
  return evaluate({ owner: 'acme', name: 'shop', number: facts.number }, { ...facts, files }, reads(loaded));
}
