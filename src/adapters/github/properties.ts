import type { Octokit } from '@octokit/rest';
import type { RepositoryId } from '../../core/facts/facts.ts';
import { sourceError, statusOf } from './api/errors.ts';

/**
 * The custom properties that the organisation has given a repository: each with its values, of which most have one.
 * null: the server does not know of them. Rejects with SourceError.
 */
export async function readProperties(
  client: Octokit,
  { owner, name }: RepositoryId,
): Promise<Readonly<Record<string, readonly string[]>> | null> {
  try {
    const { data } = await client.rest.repos.customPropertiesForReposGetRepositoryValues({
      owner,
      repo: name,
    });
    const set = data.flatMap(({ property_name: property, value }): [string, readonly string[]][] =>
      value === null ? [] : [[property, typeof value === 'string' ? [value] : value]],
    );
    return Object.fromEntries(set);
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw sourceError(`read the custom properties of ${owner}/${name}`, error);
  }
}
