import type { Account, PullRequest, Repository, Team } from '../../demo/github/github.ts';
import type { FileInput } from '../../demo/github/git/objects.ts';
import type { Gate } from './gate.ts';

interface Opening {
  readonly title?: string;
  readonly body?: string;
  readonly base?: string;
  /** Where; the shop if absent. */
  readonly repository?: Repository;
}

/** acme with the app installed and one repository whose default branch requires the check. */
export interface Acme {
  readonly organization: Account;
  /** Writes code, sets agents to work. */
  readonly nadia: Account;
  /** Member of @acme/dba. */
  readonly olga: Account;
  /** Has write access, is in no team. */
  readonly bela: Account;
  /** Owns the organisation. */
  readonly ada: Account;
  /** Claude's app on GitHub. */
  readonly claude: Account;
  readonly dba: Team;
  readonly shop: Repository;
  /** Another repository with the same people, whose default branch requires the check of this name. */
  createRepository(name: string, files?: Record<string, FileInput>, requires?: string): Repository;
  /** Opens a pull request of Claude's app with these files, committed by it. */
  agentOpens(files: Record<string, FileInput | null>, options?: Opening): PullRequest;
  /** Opens a pull request of a person, nadia if nobody else is named. */
  personOpens(files: Record<string, FileInput | null>, options?: Opening & { author?: Account }): PullRequest;
  /** Pushes to its head. */
  push(pull: PullRequest, files: Record<string, FileInput | null>, author?: Account, message?: string): void;
  review(pull: PullRequest, by: Account, event?: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT'): void;
}

export const DATABASE_POLICY = `version: 1
reviews:
  - name: anything an agent wrote
    from: { permission: write }
  - name: database
    paths: ["db/**"]
    from: { teams: [dba] }
`;

/**
 * Builds acme. Files are what the repository starts with; without a policy the defaults hold. Built again on the same
 * gate, it is an organisation of its own (`acme-2`) with the same people: nothing of one story reaches the next.
 */
export function createAcme(gate: Gate, files: Record<string, string> = {}): Acme {
  const { github, app } = gate;
  const { accounts, organizations } = github.state;
  const person = (login: string): Account => accounts.get(login) ?? github.createUser(login);
  const [nadia, olga, bela, ada] = [person('nadia'), person('olga'), person('bela'), person('ada')];
  const claude = accounts.get('claude[bot]') ?? github.createBot('claude', { id: 209825114 });
  const login = organizations.size === 0 ? 'acme' : `acme-${organizations.size + 1}`;
  const organization = github.createOrganization(login, { owners: [ada], members: [nadia, olga, bela] });
  const dba = github.createTeam(organization, 'dba', { members: [olga] });
  const createRepository = (
    name: string,
    content: Record<string, FileInput> = {},
    requires = 'AgentGuard',
  ): Repository => {
    const repository = github.createRepository({
      owner: organization,
      name,
      private: true,
      files: { 'README.md': '# Shop\n', 'src/index.ts': 'export const open = true;\n', ...content },
      collaborators: [
        [nadia, 'write'],
        [bela, 'write'],
      ],
      teams: [[dba, 'write']],
    });
    github.createRuleset(repository, {
      requiredChecks: [{ context: requires, integrationId: app.id }],
    });
    return repository;
  };
  const shop = createRepository('shop', files);
  github.installApp({ app, account: organization, repositories: 'all', sender: ada });
  let branches = 0;
  const open = (
    changed: Record<string, FileInput | null>,
    author: Account,
    { title = 'Change something', body = '', base, repository = shop }: Opening,
  ): PullRequest => {
    const head = `${author.graphqlLogin}/change-${++branches}`;
    const from = base === undefined ? {} : { from: base };
    // Told apart even if another has the same files within the same second.
    const message = `${title}\n\nChange ${branches}.`;
    github.commit(repository, { branch: head, files: changed, message, author, ...from });
    return github.openPullRequest(repository, {
      title,
      body,
      head,
      author,
      ...(base === undefined ? {} : { base }),
    });
  };
  return {
    organization,
    nadia,
    olga,
    bela,
    ada,
    claude,
    dba,
    shop,
    createRepository,
    agentOpens: (changed, options = {}) => open(changed, claude, options),
    personOpens: (changed, { author = nadia, ...options } = {}) => open(changed, author, options),
    push: (pull, changed, author = claude, message = 'Change more') =>
      void github.commit(pull.head.repository ?? shop, {
        branch: pull.head.ref,
        files: changed,
        message,
        author,
      }),
    review: (pull, by, event = 'APPROVE') => void github.review(pull, by, event),
  };
}
