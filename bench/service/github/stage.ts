/** Organisations with people, repositories and pull requests of agents, and AgentGuard as an app of theirs. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import {
  createGitHub,
  type Account,
  type App,
  type CheckRun,
  type GitHub,
  type PullRequest,
  type Repository,
} from '../../../demo/github/github.ts';

export interface Stage {
  readonly github: GitHub;
  readonly app: App;
  readonly people: People;
  readonly repositories: readonly Repository[];
  /** What `agentguard serve` needs to know to be that app at a GitHub with this host. */
  environment(host: string): Record<string, string>;
  /** From now on everything that happens is delivered there. */
  deliverTo(url: string): void;
  /** GitHub's number of the installation on this account. */
  installationOf(owner: Account): number;
  /** Newest completed answer of AgentGuard on a head; null: there is none. */
  answer(repository: Repository, sha: string): CheckRun | null;
}

export interface People {
  /** Owns the organisations. */
  readonly ada: Account;
  /** Write access; olga is in the team that answers for databases. */
  readonly reviewers: readonly Account[];
  readonly claude: Account;
}

export interface StageOptions {
  readonly organizations: number;
  /** Of each organisation. Every second one has a policy that asks a team. */
  readonly repositories: number;
}

const POLICY = `version: 1
reviews:
  - name: anything an agent wrote
    from: { permission: write }
  - name: database
    paths: ["db/**"]
    from: { teams: [dba] }
`;

/** Builds them; nothing is delivered yet. */
export function createStage(options: StageOptions): Stage {
  const github = createGitHub();
  const manifest = parse(readFileSync('app.yml', 'utf8')) as {
    default_permissions: Record<string, 'read' | 'write'>;
    default_events: string[];
  };
  const { app, privateKey } = github.createApp({
    name: 'AgentGuard',
    owner: github.createUser('maker'),
    permissions: manifest.default_permissions,
    events: manifest.default_events,
  });
  const ada = github.createUser('ada');
  const [olga, bela, nadia] = ['olga', 'bela', 'nadia'].map((login) => github.createUser(login));
  if (!olga || !bela || !nadia) throw new Error('Somebody is missing.');
  const reviewers = [olga, bela, nadia];
  const claude = github.createBot('claude', { id: 209825114 });
  const repositories: Repository[] = [];
  for (let index = 1; index <= options.organizations; index++) {
    const owner = github.createOrganization(`acme-${index}`, { owners: [ada], members: reviewers });
    const dba = github.createTeam(owner, 'dba', { members: [olga] });
    for (let number = 1; number <= options.repositories; number++) {
      const repository = github.createRepository({
        owner,
        name: `shop-${number}`,
        private: true,
        files: {
          'README.md': '# Shop\n',
          'src/index.ts': 'export const open = true;\n',
          ...(number % 2 === 0 && { '.agentguard.yml': POLICY }),
        },
        collaborators: reviewers.map((person) => [person, 'write'] as const),
        teams: [[dba, 'write']],
      });
      const requiredChecks = [{ context: 'AgentGuard', integrationId: app.id }];
      github.createRuleset(repository, { requiredChecks });
      repositories.push(repository);
    }
    github.installApp({ app, account: owner, repositories: 'all', sender: ada });
  }
  const webhookSecret = randomBytes(20).toString('hex');
  return {
    github,
    app,
    people: { ada, reviewers, claude },
    repositories,
    environment: (host) => ({
      APP_ID: String(app.id),
      PRIVATE_KEY: privateKey ?? '',
      WEBHOOK_SECRET: webhookSecret,
      GHE_HOST: host,
      GHE_PROTOCOL: 'http',
      // An organisation of these has more to say than most: the load is in one of them.
      AGENTGUARD_WRITES_PER_MINUTE: '1000',
    }),
    deliverTo(url) {
      app.webhook = { url: `${url}/api/github/webhooks`, secret: webhookSecret };
    },
    installationOf: (owner) => github.state.installations.find(({ account }) => account === owner)?.id ?? 0,
    answer: (repository, sha) =>
      github.state.checkRuns.findLast(
        (run) =>
          run.headSha === sha &&
          run.repository === repository &&
          run.app === app &&
          run.status === 'completed' &&
          run.name.startsWith('AgentGuard'),
      ) ?? null,
  };
}

/** Opens a pull request; a person's, with no agent in it, where one is named. */
export function openPullRequest(
  { github, people }: Stage,
  repository: Repository,
  files: Readonly<Record<string, string>>,
  author: Account = people.claude,
): PullRequest {
  const head = `${author.graphqlLogin}/change-${repository.issues.size + 1}`;
  const title = `Change ${Object.keys(files).length} files`;
  github.commit(repository, { branch: head, files, message: `${title}\n\nOf ${head}.`, author });
  return github.openPullRequest(repository, { title, head, author });
}
