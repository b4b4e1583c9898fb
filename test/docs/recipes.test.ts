/** Every recipe is played: whom which pull request waits for under it. */
import type { FileChange, PullRequestFacts, TextFile } from '../../src/core/facts/facts.ts';
import { title } from '../../src/core/render/title.ts';
import { evaluate } from '../../src/pipeline.ts';
import { agentsPullRequest, idOf, readsOf } from '../evaluation/change.ts';
import { BASE, commit, file, people, review } from '../support/facts.ts';
import { BLOCKS } from './pages.ts';

const policyOf = (recipe: string): TextFile => {
  const block = BLOCKS.find(
    ({ path, language }) => path === `docs/recipes/${recipe}.md` && language === 'yaml',
  );
  if (!block) throw new Error(`docs/recipes/${recipe}.md has no policy.`);
  return { path: '.agentguard.yml', text: block.text, sha: BASE };
};

const TEAMS = {
  'acme/senior-engineers': ['olga', 'bela'],
  'acme/data-protection': ['dora'],
  'acme/release-captains': ['bela'],
  'acme/payments': ['olga', 'pia'],
  'acme/platform': ['bela'],
};
const PEOPLE = people(
  { nadia: 'write', olga: 'write', pia: 'write', dora: 'write', bela: 'maintain', ada: 'admin' },
  TEAMS,
);
const CODEOWNERS: TextFile = {
  path: '.github/CODEOWNERS',
  text: '/src/ @olga\n/services/payments/ @acme/payments\n/packages/ @acme/platform\n',
  sha: BASE,
};
const SQL = {
  'db/1.sql': 'ALTER TABLE a ADD COLUMN b int;\n',
  'migrations/1.sql': 'ALTER TABLE a ADD COLUMN b int;\n',
};
const GRANT = { 'ops/open.sql': 'GRANT ALL ON customers TO PUBLIC;\n' };

interface Case {
  readonly files: readonly string[];
  readonly approvals?: readonly string[];
  /** Nadia wrote it herself, without an agent. */
  readonly byHand?: true;
  readonly fork?: true;
  readonly repository?: string;
}

const byHand = [commit({ message: 'Change something' })];
const added = (path: string): FileChange => file(path, { status: 'added', patch: null });

async function answer(recipe: string, given: Case): Promise<string> {
  const policy = policyOf(recipe);
  const isFloor = recipe === 'enterprise-server';
  const plain = agentsPullRequest();
  const change: Partial<PullRequestFacts> = {
    files: given.files.map(added),
    reviews: (given.approvals ?? []).map((login) => review(login, 'APPROVED')),
    codeownersFile: CODEOWNERS,
    policyFile: isFloor ? null : policy,
    floor: isFloor
      ? { state: 'present', file: policy, repository: { owner: 'acme', name: '.github' } }
      : { state: 'none' },
    repository: { ...plain.repository, name: given.repository ?? 'shop' },
    ...(given.byHand ? { commits: byHand } : {}),
    ...(given.fork ? { headRepository: { owner: 'nadia', name: 'shop' } } : {}),
  };
  const facts = agentsPullRequest(change);
  const reads = readsOf({ ...SQL, ...GRANT }, { source: { people: async () => PEOPLE } });
  return title((await evaluate(idOf(facts), facts, reads)).decision);
}

test.each<[string, string, Case, string]>([
  [
    'start-up',
    'an agent’s change',
    { files: ['src/a.ts'] },
    'Waiting for someone with write access (anything an agent wrote)',
  ],
  [
    'start-up',
    'its operator approves',
    { files: ['src/a.ts'], approvals: ['nadia'] },
    'Waiting for someone with write access (anything an agent wrote)',
  ],
  ['start-up', 'another one does', { files: ['src/a.ts'], approvals: ['olga'] }, 'Approved by olga'],
  [
    'start-up',
    'a migration',
    { files: ['migrations/1.sql'], approvals: ['olga'] },
    'Waiting for an admin (migrations/**, …)',
  ],
  [
    'start-up',
    'one approval by an admin meets both',
    { files: ['migrations/1.sql'], approvals: ['ada'] },
    'Approved by ada',
  ],
  ['start-up', 'a person’s own change', { files: ['src/a.ts'], byHand: true }, 'No agent found'],
  [
    'start-up',
    'a person changes CODEOWNERS',
    { files: ['.github/CODEOWNERS'], byHand: true },
    'Waiting for an admin (control files)',
  ],

  [
    'code-owners',
    'an owned file',
    { files: ['src/a.ts'], approvals: ['bela'] },
    'Waiting for @olga (code owners)',
  ],
  [
    'code-owners',
    'its owner answers for both',
    { files: ['src/a.ts'], approvals: ['olga'] },
    'Approved by olga',
  ],
  [
    'code-owners',
    'a file that nobody owns',
    { files: ['lib/a.ts'] },
    'Waiting for someone with write access (anything an agent wrote)',
  ],
  [
    'code-owners',
    'and somebody who can write',
    { files: ['lib/a.ts'], approvals: ['bela'] },
    'Approved by bela',
  ],

  [
    'regulated-data',
    'a person’s own change',
    { files: ['src/a.ts'], byHand: true },
    'Waiting for someone with write access (one other person)',
  ],
  [
    'regulated-data',
    'in a folder of personal data',
    { files: ['db/1.sql'], approvals: ['olga', 'bela'] },
    'Waiting for 1 of @acme/data-protection (src/customers/**, …)',
  ],
  [
    'regulated-data',
    'the officer alone',
    { files: ['db/1.sql'], approvals: ['dora'] },
    'Waiting for someone with write access (src/customers/**, …)',
  ],
  [
    'regulated-data',
    'the officer and another',
    { files: ['db/1.sql'], approvals: ['dora', 'olga'] },
    'Approved by dora, olga',
  ],
  [
    'regulated-data',
    'access opened elsewhere',
    { files: ['ops/open.sql'], approvals: ['olga'] },
    'Waiting for 1 of @acme/data-protection (who can see data)',
  ],

  [
    'senior-sign-off',
    'somebody who is none',
    { files: ['src/a.ts'], approvals: ['pia'] },
    'Waiting for 1 of @acme/senior-engineers (senior sign-off)',
  ],
  ['senior-sign-off', 'a senior', { files: ['src/a.ts'], approvals: ['olga'] }, 'Approved by olga'],
  [
    'senior-sign-off',
    'a risky change, one senior',
    { files: ['ops/open.sql'], approvals: ['olga'] },
    'Waiting for 1 of @acme/senior-engineers (large or risky)',
  ],
  [
    'senior-sign-off',
    'a risky change, two',
    { files: ['ops/open.sql'], approvals: ['olga', 'bela'] },
    'Approved by olga, bela',
  ],

  [
    'monorepo',
    'one service, its owner alone',
    { files: ['services/payments/a.ts'], approvals: ['olga'] },
    'Waiting for 1 of @acme/payments (services/payments/**)',
  ],
  [
    'monorepo',
    'one service, two of its team',
    { files: ['services/payments/a.ts'], approvals: ['olga', 'pia'] },
    'Approved by olga, pia',
  ],
  [
    'monorepo',
    'shared code',
    { files: ['packages/ui/a.ts'] },
    'Waiting for 1 of @acme/platform (anything an agent wrote) and 1 more',
  ],
  [
    'monorepo',
    'its documentation',
    { files: ['packages/ui/docs/a.md'] },
    'Waiting for 1 of @acme/platform (anything an agent wrote)',
  ],
  [
    'monorepo',
    'a pipeline',
    { files: ['build/a.sh'], approvals: ['olga'] },
    'Waiting for 1 of @acme/platform (.github/**, …)',
  ],

  [
    'merge-queue',
    'an agent’s change',
    { files: ['src/a.ts'] },
    'Waiting for someone with write access (anything an agent wrote)',
  ],
  ['merge-queue', 'approved', { files: ['src/a.ts'], approvals: ['olga'] }, 'Approved by olga'],
  [
    'merge-queue',
    'risky, approved by one who can write',
    { files: ['ops/open.sql'], approvals: ['olga'] },
    'Waiting for someone with maintain access (risky)',
  ],
  [
    'merge-queue',
    'risky, approved by a maintainer',
    { files: ['ops/open.sql'], approvals: ['bela'] },
    'Approved by bela',
  ],

  ['open-source', 'from a branch of yours', { files: ['src/a.ts'], approvals: ['olga'] }, 'Approved by olga'],
  [
    'open-source',
    'from a fork, one maintainer',
    { files: ['src/a.ts'], fork: true, approvals: ['bela'] },
    'Waiting for someone with maintain access (from outside)',
  ],
  [
    'open-source',
    'from a fork, two',
    { files: ['src/a.ts'], fork: true, approvals: ['bela', 'ada'] },
    'Approved by bela, ada',
  ],
  [
    'open-source',
    'a stranger approves',
    { files: ['src/a.ts'], approvals: ['mallory'] },
    'Waiting for someone with write access (anything an agent wrote)',
  ],

  ['enterprise-server', 'any repository', { files: ['src/a.ts'], approvals: ['olga'] }, 'Approved by olga'],
  [
    'enterprise-server',
    'one of production',
    { files: ['src/a.ts'], repository: 'prod-api', approvals: ['olga'] },
    'Waiting for 1 of @acme/release-captains (release captains)',
  ],
  [
    'enterprise-server',
    'and a release captain',
    { files: ['src/a.ts'], repository: 'prod-api', approvals: ['bela'] },
    'Approved by bela',
  ],
  [
    'enterprise-server',
    'it is called otherwise',
    { files: ['src/a.ts'], repository: 'reprod-api' },
    'Waiting for someone with write access (anything an agent wrote)',
  ],
])('%s: %s', async (recipe, _what, given, expected) => {
  expect(await answer(recipe, given)).toBe(expected);
});
