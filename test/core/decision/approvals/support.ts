import { POLICY_PATH } from '../../../../src/core/facts/control-files.ts';
import { fileDigests } from '../../../../src/core/facts/digests.ts';
import type {
  CommitPerson,
  FileChange,
  PeopleFacts,
  PullRequestFacts,
  ReviewFacts,
} from '../../../../src/core/facts/facts.ts';
import { parsePolicy } from '../../../../src/core/policy/parse.ts';
import { evaluate, type Evaluation, type Reads } from '../../../../src/pipeline.ts';
import type { PeopleRequest } from '../../../../src/ports.ts';
import { BASE, commit, file, OLDER, people, pullRequest, user } from '../../../support/facts.ts';

/** One small pull request, the policy that it meets, and what people said. */
export interface Situation {
  /** The repository's policy as YAML, without its version; absent: there is none. */
  readonly policy?: string;
  /** The organisation's floor, likewise. */
  readonly floor?: string;
  readonly change?: Partial<PullRequestFacts>;
  readonly reviews?: readonly ReviewFacts[];
  /** The files of the change as they were at the older head, which was evaluated; absent: it never was. */
  readonly older?: readonly FileChange[];
  readonly codeowners?: string;
  /** GitHub does not tell the repository's custom properties. */
  readonly propertiesUntold?: true;
}

/** What came of it, in short. */
export interface Verdict {
  readonly outcome: Evaluation['decision']['outcome'];
  /** Names of the reviews that are still owed. */
  readonly open: readonly string[];
  /** Whose approval counts for something. */
  readonly counted: readonly string[];
  /** Every review that does not count for something, as "login: reason". */
  readonly ignored: readonly string[];
}

/** A person as a commit names them, with the account that GitHub knows for the e-mail. */
export const person = (login: string): CommitPerson => ({
  name: login,
  email: `${login}@acme.example`,
  account: user(login),
});

/** A commit that Claude Code co-authored with nadia, who opens every pull request here. */
export const agentCommit = commit({
  message: 'Change something\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n',
});

const named = people(
  {
    nadia: 'write',
    olga: 'write',
    bela: 'maintain',
    zoe: 'write',
    ada: 'admin',
    tess: 'triage',
    rhea: 'read',
    cleo: 'write',
    'acme-fixer': 'write',
    'helper[bot]': 'write',
  },
  { 'acme/dba': ['olga', 'bela'], 'acme/security': ['zoe', 'ada'], 'acme/unseen': null },
);

/** The people of acme/shop. */
const STAFF: PeopleFacts = {
  ...named,
  permissions: new Map(
    [...named.permissions].map(([login, known]) => [
      login,
      login === 'rhea' ? { ...known, role: 'auditor' } : known,
    ]),
  ),
  // cleo is an outside collaborator.
  members: new Set(['nadia', 'olga', 'bela', 'zoe', 'ada', 'tess', 'rhea']),
};

const textFile = (path: string, text: string | undefined) =>
  text === undefined ? null : { path, text, sha: BASE };

const policyFile = (text: string | undefined) =>
  textFile(POLICY_PATH, text === undefined ? undefined : `version: 1\n${text}`);

/** As GitHub would answer: who does not ask for a team, for members or for roles does not hear of them. */
function answer({ teams, logins, organization = false, roles = false }: PeopleRequest): PeopleFacts {
  const isAsked = (login: string): boolean => logins.some((asked) => asked.toLowerCase() === login);
  return {
    ...STAFF,
    permissions: new Map(
      [...STAFF.permissions].map(([login, { role, ...known }]) => [
        login,
        roles && role !== undefined ? { ...known, role } : known,
      ]),
    ),
    teams: new Map([...STAFF.teams].filter(([team]) => teams.includes(team))),
    members: new Set(organization ? [...STAFF.members].filter(isAsked) : []),
  };
}

function reads(situation: Situation): Reads {
  return {
    source: {
      snapshot: () => Promise.reject(new Error('given')),
      contents: (_facts, requests) =>
        Promise.resolve(
          requests.map(({ file: one }) => ({
            ...one,
            baseMode: one.status === 'added' ? null : '100644',
            headMode: one.status === 'removed' ? null : '100644',
          })),
        ),
      properties: () =>
        Promise.resolve(situation.propertiesUntold ? null : (situation.change?.repository?.properties ?? {})),
      people: (_facts, asked) => Promise.resolve(answer(asked)),
    },
    store: {
      pushes: () => Promise.resolve([]),
      digests: () =>
        Promise.resolve(new Map(situation.older ? [[OLDER, fileDigests(situation.older, 'main')]] : [])),
      openPullRequests: () => Promise.resolve([]),
      record: () => Promise.resolve([]),
      commands: () => Promise.resolve([]),
    },
  };
}

/** The whole flow from facts to a decision, with a policy that has to be valid unless a test is about that. */
export async function evaluation(situation: Situation): Promise<Evaluation> {
  const facts = pullRequest({
    commits: [agentCommit],
    files: [file('src/a.ts')],
    ...situation.change,
    reviews: situation.reviews ?? [],
    policyFile: policyFile(situation.policy),
    codeownersFile: textFile('CODEOWNERS', situation.codeowners),
    ...(situation.floor !== undefined && {
      floor: {
        state: 'present' as const,
        file: { path: POLICY_PATH, text: `version: 1\n${situation.floor}`, sha: BASE },
        repository: { owner: 'acme', name: '.github' },
      },
    }),
  });
  return evaluate({ ...facts.repository, number: facts.number }, facts, reads(situation));
}

/** What is wrong with a policy, as "line: message". */
export const problemsOf = (policy: string): string[] =>
  parsePolicy({ path: POLICY_PATH, text: `version: 1\n${policy}` }).problems.map(
    ({ line, message }) => `${line}: ${message}`,
  );

/** The verdict on a situation whose policy is valid. */
export async function verdict(situation: Situation): Promise<Verdict> {
  expect(problemsOf(situation.policy ?? '')).toEqual([]);
  expect(problemsOf(situation.floor ?? '')).toEqual([]);
  const { decision } = await evaluation(situation);
  const once = (texts: readonly string[]): string[] => [...new Set(texts)];
  return {
    outcome: decision.outcome,
    open: decision.obligations.filter(({ met }) => !met).map(({ name }) => name),
    counted: once(decision.obligations.flatMap(({ counted }) => counted)),
    ignored: once(
      decision.obligations.flatMap(({ rejected }) =>
        rejected.map(({ login, reason }) => `${login}: ${reason}`),
      ),
    ),
  };
}
