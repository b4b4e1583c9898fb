import type { Octokit } from '@octokit/rest';
import type { RulesetBody, WrittenRuleset } from '../../../core/doctor/plan.ts';
import type { RepositoryId } from '../../../core/facts/facts.ts';
import { attempt } from '../api/errors.ts';

/** The repository's own ruleset of this name; null: there is none. Rejects with SourceError. */
export async function findRuleset(
  client: Octokit,
  { owner, name }: RepositoryId,
  called: string,
): Promise<WrittenRuleset | null> {
  return attempt(`read the rulesets of ${owner}/${name}`, async () => {
    const repository = { owner, repo: name };
    const list = await client.paginate('GET /repos/{owner}/{repo}/rulesets', {
      ...repository,
      includes_parents: false,
      per_page: 100,
    });
    const own = list.filter((each) => each.source_type === 'Repository');
    const found = own.find((each) => each.name.toLowerCase() === called.toLowerCase());
    if (!found) return null;
    const route = 'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}';
    const { data } = await client.request(route, { ...repository, ruleset_id: found.id });
    return data as unknown as WrittenRuleset;
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
