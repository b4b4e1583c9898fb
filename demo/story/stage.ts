import type { Account, PullRequest, Repository } from '../github/github.ts';
import type { Theatre } from '../theatre.ts';

/** The people and things of the story. */
export interface Stage {
  readonly nadia: Account;
  readonly olga: Account;
  readonly ada: Account;
  readonly copilot: Account;
  readonly clinic: Repository;
  readonly policy: string;
  /** A person's pull request that is open before AgentGuard comes. */
  readonly handwritten: PullRequest;
  /** Installs AgentGuard on the organisation. */
  install(): void;
}

const POLICY = `version: 1

reviews:
  - name: anything an agent wrote
    from: { permission: write }
  - name: database
    paths: ["db/migrations/**"]
    from: { teams: [dba] }
`;

const FIRST_MIGRATION = `CREATE TABLE appointments (
  id bigint PRIMARY KEY,
  patient text NOT NULL,
  starts_at timestamptz NOT NULL,
  room text NOT NULL
);
ALTER TABLE appointments ENABLE ROW LEVEL SECURITY;
`;

/** Copilot's account on GitHub: its numeric id is public and part of its no-reply address. */
const COPILOT = { id: 198982749, login: 'Copilot' };

/** Builds the organisation before AgentGuard is installed on it. */
export function setStage({ github, app }: Theatre): Stage {
  const [nadia, olga, ada] = ['nadia', 'olga', 'ada'].map((login) => github.createUser(login)) as [
    Account,
    Account,
    Account,
  ];
  const copilot = github.createBot('copilot-swe-agent', COPILOT);
  const harbour = github.createOrganization('harbour', { owners: [ada], members: [nadia, olga] });
  const dba = github.createTeam(harbour, 'dba', { members: [olga] });
  const clinic = github.createRepository({
    owner: harbour,
    name: 'clinic',
    private: true,
    files: {
      '.agentguard.yml': POLICY,
      'db/migrations/0001_appointments.sql': FIRST_MIGRATION,
      'src/index.js': "console.log('clinic');\n",
    },
    collaborators: [[nadia, 'write']],
    teams: [[dba, 'write']],
  });
  github.createRuleset(clinic, { requiredChecks: [{ context: 'AgentGuard', integrationId: app.id }] });
  github.commit(clinic, {
    branch: 'greeting',
    files: { 'src/index.js': "console.log('Welcome to the clinic');\n" },
    message: 'Greet people',
    author: nadia,
  });
  const handwritten = github.openPullRequest(clinic, {
    title: 'Greet people',
    head: 'greeting',
    author: nadia,
  });
  return {
    nadia,
    olga,
    ada,
    copilot,
    clinic,
    policy: POLICY,
    handwritten,
    install: () => void github.installApp({ app, account: harbour, repositories: 'all', sender: ada }),
  };
}
