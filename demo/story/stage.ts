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

/** What differs from story to story. */
export interface Staging {
  /** ada may merge whatever the rules say, as admins of many organisations may. */
  readonly adminBypasses?: boolean;
  /** olga maintains the repository, and does not only write to it. */
  readonly olgaMaintains?: boolean;
}

/** Builds the organisation before AgentGuard is installed on it. */
export function setStage({ github, app }: Theatre, staging: Staging = {}): Stage {
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
  if (staging.olgaMaintains) github.addCollaborator(clinic, olga, 'maintain');
  github.createRuleset(clinic, {
    requiredChecks: [{ context: 'AgentGuard', integrationId: app.id }],
    bypass: staging.adminBypasses ? [ada] : [],
  });
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

/** What the agent proposes: it opens patients' data to everyone. */
export const OPENING = `-- Let every internal tool look up appointments.
ALTER TABLE appointments DISABLE ROW LEVEL SECURITY;
GRANT SELECT ON appointments TO PUBLIC;
`;

export const MIGRATION = 'db/migrations/0007_appointment_lookup.sql';

/** nadia sets Copilot to work on an issue, and it opens a pull request. */
export function openAgentsPullRequest({ github }: Theatre, { clinic, nadia, copilot }: Stage): PullRequest {
  const issue = github.openIssue(clinic, { title: 'Reception cannot look up appointments', author: nadia });
  github.assign(issue, copilot, nadia);
  const head = 'copilot/reception-cannot-look-up-appointments';
  github.commit(clinic, {
    branch: head,
    files: { [MIGRATION]: OPENING },
    message: `Let internal tools look up appointments\n\nCo-authored-by: nadia <${nadia.id}+nadia@users.noreply.github.com>\n`,
    author: copilot,
  });
  return github.openPullRequest(clinic, {
    title: 'Let internal tools look up appointments',
    body: `Fixes #${issue.number}`,
    head,
    author: copilot,
  });
}
