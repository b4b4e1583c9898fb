import type { Octokit } from '@octokit/rest';
import type { RulesetBody } from '../../../core/doctor/ruleset/plan.ts';
import type { WrittenRuleset } from '../../../core/doctor/ruleset/written.ts';
import type { RepositoryId } from '../../../core/facts/facts.ts';
import { attempt } from '../api/errors.ts';
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
  await attempt(
    `${id === null ? 'create' : 'update'} the ruleset "${body.name}" of ${owner}/${name}`,
    async () => {
      const at = { owner, repo: name, ...(body as unknown as Record<string, unknown>) };
      if (id === null) await client.request('POST /repos/{owner}/{repo}/rulesets', at as never);
      else
        await client.request('PUT /repos/{owner}/{repo}/rulesets/{ruleset_id}', {
          ...at,
          ruleset_id: id,
        } as never);
    },
  );
}
