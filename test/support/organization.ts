import type { Account, PullRequest, Repository } from '../../demo/github/github.ts';
import type { Gate } from './gate.ts';

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
  readonly shop: Repository;
  /** Opens a pull request of Claude's app with these files, committed by it. */
  agentOpens(
    files: Record<string, string | null>,
    options?: { title?: string; body?: string; base?: string },
  ): PullRequest;
  /** Pushes to its head. */
  push(pull: PullRequest, files: Record<string, string | null>, author?: Account, message?: string): void;
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

/** Builds acme. Files are what the repository starts with; without a policy the defaults hold. */
export function createAcme(gate: Gate, files: Record<string, string> = {}): Acme {
  const { github, app } = gate;
  const person = (login: string): Account => github.createUser(login);
  const [nadia, olga, bela, ada] = [person('nadia'), person('olga'), person('bela'), person('ada')];
  const claude = github.createBot('claude', { id: 209825114 });
  const organization = github.createOrganization('acme', { owners: [ada], members: [nadia, olga, bela] });
  const dba = github.createTeam(organization, 'dba', { members: [olga] });
  const shop = github.createRepository({
    owner: organization,
    name: 'shop',
    private: true,
    files: { 'README.md': '# Shop\n', 'src/index.ts': 'export const open = true;\n', ...files },
    collaborators: [
      [nadia, 'write'],
      [bela, 'write'],
    ],
    teams: [[dba, 'write']],
  });
  github.createRuleset(shop, { requiredChecks: [{ context: 'AgentGuard', integrationId: app.id }] });
  github.installApp({ app, account: organization, repositories: 'all', sender: ada });
  let branches = 0;
  return {
    organization,
    nadia,
    olga,
    bela,
    ada,
    claude,
    shop,
    agentOpens(changed, { title = 'Change something', body = '', base } = {}) {
      const head = `claude/change-${++branches}`;
      github.commit(shop, {
        branch: head,
        files: changed,
        message: title,
        author: claude,
        ...(base === undefined ? {} : { from: base }),
      });
      return github.openPullRequest(shop, {
        title,
        body,
        head,
        author: claude,
        ...(base === undefined ? {} : { base }),
      });
    },
    push: (pull, changed, author = claude, message = 'Change more') =>
      void github.commit(shop, { branch: pull.head.ref, files: changed, message, author }),
    review: (pull, by, event = 'APPROVE') => void github.review(pull, by, event),
  };
}
