import type { Octokit } from '@octokit/rest';
import type { BindingBase, Limit, RepositoryId } from '../../../core/facts/facts.ts';
import { messageOf, sourceError, statusOf } from '../api/errors.ts';
import { askAll } from '../api/graphql.ts';
import { STACK } from '../api/queries/repository.ts';

/** The name under which results are published, and which a rule requires. */
const CHECK = 'AgentGuard';
/** A stack of pull requests deeper than this is judged against the default branch. */
const DEEPEST_STACK = 10;

interface Branch {
  readonly ref: string;
  readonly sha: string;
}

interface StackAnswer {
  readonly repository: {
    readonly pullRequests: {
      readonly pageInfo: { readonly hasNextPage: boolean };
      readonly nodes: readonly {
        readonly isCrossRepository: boolean;
        readonly baseRefName: string;
        readonly baseRef: { readonly target: { readonly oid: string } | null } | null;
      }[];
    };
  } | null;
}

/**
 * The branch that a change is judged against: its base if that binds (it is the default branch, or its active
 * rules require the check), else where its stack ends, else the default branch.
 * @param appId whose check a rule has to require; null: of whatever app, where it is not known which one is meant
 * @param own null: the base branch is gone
 */
export async function findBinding(
  client: Octokit,
  appId: number | null,
  repository: RepositoryId,
  own: Branch | null,
  defaultBranch: Branch,
): Promise<{ binding: BindingBase; limits: readonly Limit[] }> {
  const limits: Limit[] = [];
  const binds = async (branch: Branch): Promise<boolean> => {
    if (branch.ref === defaultBranch.ref) return true;
    const required = await requiresCheck(client, appId, repository, branch.ref);
    if (required !== null) return required;
    limits.push({
      what: `rules of ${branch.ref}`,
      reason: 'This GitHub does not tell the active rules of a branch, so only the default branch binds.',
    });
    return false;
  };

  const seen = new Set<string>();
  for (let branch = own; branch && !seen.has(branch.ref) && seen.size < DEEPEST_STACK;) {
    if (await binds(branch)) {
      const reason = branch === own ? 'own base' : 'end of the stack';
      return { binding: { ...branch, reason }, limits };
    }
    seen.add(branch.ref);
    branch = await below(client, repository, branch.ref);
  }
  return { binding: { ...defaultBranch, reason: 'default branch' }, limits };
}

/** True: an active rule requires this app's check (any app's of that name, if it is not known). null: this GitHub cannot tell. */
async function requiresCheck(
  client: Octokit,
  appId: number | null,
  repository: RepositoryId,
  branch: string,
): Promise<boolean | null> {
  try {
    const rules = await client.paginate(client.rest.repos.getBranchRules, {
      owner: repository.owner,
      repo: repository.name,
      branch,
      per_page: 100,
    });
    return rules.some(
      (rule) =>
        rule.type === 'required_status_checks' &&
        rule.parameters?.required_status_checks.some(
          (check) =>
            (check.context === CHECK || check.context === `${CHECK}: ${branch}`) &&
            (appId === null || (check.integration_id ?? appId) === appId),
        ) === true,
    );
  } catch (error) {
    // Old servers do not know the call; plans without rules refuse it.
    if (statusOf(error) === 404) return null;
    if (statusOf(error) === 403 && /upgrade/i.test(messageOf(error))) return null;
    throw sourceError(`read the rules of ${repository.owner}/${repository.name}, branch ${branch}`, error);
  }
}

/** Where the branch is on its way to: the base of its one open pull request. null: nowhere, or not one place. */
async function below(client: Octokit, repository: RepositoryId, head: string): Promise<Branch | null> {
  const answer = await askAll<StackAnswer>(
    client,
    `read the pull requests of branch ${head} in ${repository.owner}/${repository.name}`,
    STACK,
    { owner: repository.owner, name: repository.name, head },
  );
  const list = answer.repository?.pullRequests;
  if (!list || list.pageInfo.hasNextPage) return null;
  const bases = new Map<string, Branch>();
  for (const node of list.nodes) {
    // A fork's branch may have the same name.
    if (node.isCrossRepository) continue;
    const sha = node.baseRef?.target?.oid;
    if (sha === undefined) return null;
    bases.set(node.baseRefName, { ref: node.baseRefName, sha });
  }
  const [only] = bases.values();
  return bases.size === 1 && only ? only : null;
}
