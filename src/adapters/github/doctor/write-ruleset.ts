import type { Octokit } from '@octokit/rest';
import type { RulesetBody } from '../../../core/doctor/ruleset/plan.ts';
import type { WrittenRuleset } from '../../../core/doctor/ruleset/written.ts';
import type { RepositoryId } from '../../../core/facts/facts.ts';
import { SourceError } from '../../../ports.ts';
import { attempt, sourceError, statusOf } from '../api/errors.ts';
import { withNames } from './actor-names.ts';

/** The repository's own rulesets of these names, with all that they hold. Rejects with SourceError. */
export async function findRulesets(
  client: Octokit,
  { owner, name }: RepositoryId,
  called: readonly string[],
): Promise<readonly WrittenRuleset[]> {
  return attempt(`read the rulesets of ${owner}/${name}`, async () => {
    const repository = { owner, repo: name };
    const list = await client.paginate('GET /repos/{owner}/{repo}/rulesets', {
      ...repository,
      includes_parents: false,
      per_page: 100,
    });
    const names = new Set(called.map((each) => each.toLowerCase()));
    const found = list.filter(
      (each) => each.source_type === 'Repository' && names.has(each.name.toLowerCase()),
    );
    return Promise.all(
      found.map(async ({ id }) => {
        const route = 'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}';
        const { data } = await client.request(route, { ...repository, ruleset_id: id });
        return withNames(client, { owner, name }, data as unknown as WrittenRuleset);
      }),
    );
  });
}

/** Creates it, or updates the one with this number. Rejects with SourceError. */
export async function writeRuleset(
  client: Octokit,
  { owner, name }: RepositoryId,
  id: number | null,
  body: RulesetBody,
): Promise<void> {
  const doing = `${id === null ? 'create' : 'update'} the ruleset "${body.name}" of ${owner}/${name}`;
  const at = { owner, repo: name, ...(body as unknown as Record<string, unknown>) };
  try {
    if (id === null) await client.request('POST /repos/{owner}/{repo}/rulesets', at as never);
    else {
      const route = 'PUT /repos/{owner}/{repo}/rulesets/{ruleset_id}';
      await client.request(route, { ...at, ruleset_id: id } as never);
    }
  } catch (error) {
    const failure = sourceError(doing, error);
    // The repository was read with this token: what it may not do it is told does not exist.
    if (![403, 404].includes(statusOf(error) ?? 0) || failure.retryAfterSeconds !== null) throw failure;
    throw new SourceError(
      `Could not ${doing}: that takes the token of an admin of the repository (a fine-grained one with Administration: write).`,
    );
  }
}
