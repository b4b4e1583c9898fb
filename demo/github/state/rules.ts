/** Rulesets: which checks a branch demands. */
import { minimatch } from 'minimatch';
import { organizationOf, teamMembers } from './accounts.ts';
import { isAtLeast, roleOf } from './roles.ts';
import type { Account, BypassActor, Repository, RequiredCheck, Ruleset, State } from './state.ts';

export interface NewRuleset {
  readonly name?: string;
  readonly enforcement?: Ruleset['enforcement'];
  readonly branches?: readonly string[];
  readonly excluded?: readonly string[];
  readonly requiredChecks: readonly { readonly context: string; readonly integrationId?: number | null }[];
  readonly strict?: boolean;
  readonly notOnCreate?: boolean;
  readonly otherRules?: Ruleset['otherRules'];
  /** People who always may, or anybody as REST writes them. */
  readonly bypass?: readonly (Account | BypassActor)[];
}

/** A ruleset on a repository or, given an organisation, on all of its repositories. */
export function createRuleset(
  state: State,
  on: Repository | Account,
  options: NewRuleset,
  sender?: Account,
): Ruleset {
  const repository = 'objects' in on ? on : null;
  const ruleset: Ruleset = {
    id: state.nextId(),
    name: options.name ?? 'Required checks',
    enforcement: options.enforcement ?? 'active',
    branches: options.branches ?? ['~DEFAULT_BRANCH'],
    requiredChecks: options.requiredChecks.map(({ context, integrationId }) => ({
      context,
      integrationId: integrationId ?? null,
    })),
    excluded: options.excluded ?? [],
    strict: options.strict ?? false,
    notOnCreate: options.notOnCreate ?? false,
    otherRules: options.otherRules ?? [],
    bypass: (options.bypass ?? []).map((each) =>
      'mode' in each
        ? each
        : { id: each.id, type: each.type === 'Bot' ? 'Integration' : 'User', mode: 'always' },
    ),
    source: repository
      ? { type: 'Repository', name: `${repository.owner.login}/${repository.name}` }
      : { type: 'Organization', name: (on as Account).login },
  };
  if (repository) {
    repository.rulesets.push(ruleset);
    state.emit({
      event: 'repository_ruleset',
      action: 'created',
      repository,
      sender: sender ?? repository.owner,
      ruleset,
    });
  } else organizationOf(state, on as Account).rulesets.push(ruleset);
  return ruleset;
}

/** All rulesets that reach a repository, whatever their enforcement. */
export function rulesetsOf(state: State, repository: Repository): Ruleset[] {
  return [...repository.rulesets, ...(state.organizations.get(repository.owner)?.rulesets ?? [])];
}

/** The rulesets in force on a branch. */
export function activeRulesets(state: State, repository: Repository, branch: string): Ruleset[] {
  return rulesetsOf(state, repository).filter(
    ({ enforcement, branches, excluded }) =>
      enforcement === 'active' &&
      branches.some((pattern) => names(pattern, repository, branch)) &&
      !excluded.some((pattern) => names(pattern, repository, branch)),
  );
}

const names = (pattern: string, repository: Repository, branch: string): boolean =>
  pattern === '~ALL' ||
  pattern === branch ||
  minimatch(`refs/heads/${branch}`, pattern, FNMATCH) ||
  (pattern === '~DEFAULT_BRANCH' && branch === repository.defaultBranch);

/** What Ruby's fnmatch does not know is not read. */
const FNMATCH = { nobrace: true, noext: true, nocomment: true, nonegate: true, dot: true };

/** True: this person is on the list, in person, in a team or by a role. */
function mayBypass(state: State, repository: Repository, { bypass }: Ruleset, person: Account): boolean {
  const organization = state.organizations.get(repository.owner);
  return bypass.some(({ id, type }) => {
    if (type === 'RepositoryRole')
      return isAtLeast(roleOf(state, repository, person), ROLES[id ?? 0] ?? 'admin');
    if (type === 'OrganizationAdmin') return organization?.members.get(person)?.role === 'admin';
    if (type === 'Team') {
      const team = [...(organization?.teams.values() ?? [])].find((each) => each.id === id);
      return team !== undefined && teamMembers(state, team).includes(person);
    }
    return id === person.id && type !== 'DeployKey';
  });
}

/** GitHub's numbers of roles. */
const ROLES: Readonly<Record<number, 'maintain' | 'write' | 'admin'>> = {
  2: 'maintain',
  4: 'write',
  5: 'admin',
};

/** What keeps a commit out of a branch for this person, in GitHub's words; null: nothing. */
export function violation(
  state: State,
  repository: Repository,
  branch: string,
  sha: string,
  actor: Account,
): string | null {
  const binding = activeRulesets(state, repository, branch).filter(
    (ruleset) => !mayBypass(state, repository, ruleset, actor),
  );
  const classic = repository.protection.get(branch);
  const isAdmin = isAtLeast(roleOf(state, repository, actor), 'admin');
  const old = classic && (classic.enforceAdmins || !isAdmin) ? classic.requiredChecks : [];
  const problems = [...binding.flatMap((ruleset) => ruleset.requiredChecks), ...old].flatMap((check) =>
    problemWith(state, repository, sha, check),
  );
  if (problems.length === 0) return null;
  return ['Repository rule violations found', '', ...new Set(problems)].join('\n');
}

const PASSING = ['success', 'neutral', 'skipped'];

/** Per app the newest run of the name counts; a check without a pinned app needs all of them to pass. */
function problemWith(state: State, repository: Repository, sha: string, check: RequiredCheck): string[] {
  const runs = new Map(
    state.checkRuns
      .filter((run) => run.repository.objects === repository.objects && run.headSha === sha)
      .filter((run) => run.name === check.context)
      .filter((run) => check.integrationId === null || run.app.id === check.integrationId)
      .map((run) => [run.app, run]),
  );
  const name = `Required status check "${check.context}"`;
  if (runs.size === 0) return [`${name} is expected.`];
  for (const run of runs.values()) {
    if (run.status !== 'completed')
      return [`${name} is ${run.status === 'queued' ? 'queued' : 'in progress'}.`];
    if (!PASSING.includes(run.conclusion ?? '')) return [`${name} is failing.`];
  }
  return [];
}

/** True if someone may push, and so merge. */
export const mayPush = (state: State, repository: Repository, account: Account): boolean =>
  isAtLeast(roleOf(state, repository, account), 'write');
