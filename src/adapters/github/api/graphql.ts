import type { Octokit } from '@octokit/rest';
import { SourceError } from '../../../ports.ts';
import { sourceError } from './errors.ts';

/** One error of an answer that may still hold data: GitHub sends both with status 200. */
export interface GraphqlError {
  readonly type?: string;
  readonly message: string;
  /** Where in the data something is missing: `['repository', 'pullRequest', 'commits']`. */
  readonly path?: readonly (string | number)[];
}

export interface GraphqlAnswer<Data> {
  readonly data: Data;
  /** What is null in `data` because of these was not read. Whoever ignores one says why. */
  readonly errors: readonly GraphqlError[];
}

/**
 * Asks and gives what came, with the errors that came beside it.
 * Rejects with SourceError when there is no data at all.
 * @param doing to follow "Could not": "read pull request acme/shop#12"
 */
export async function ask<Data>(
  client: Octokit,
  doing: string,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<GraphqlAnswer<Data>> {
  try {
    return { data: await client.graphql<Data>(query, { ...variables }), errors: [] };
  } catch (error) {
    const { errors, data, headers } = error as { errors?: unknown; data?: Data | null; headers?: object };
    if (!Array.isArray(errors)) throw sourceError(doing, error);
    const found = errors as GraphqlError[];
    if (found.some((each) => each.type === 'RATE_LIMITED')) {
      throw sourceError(doing, { status: 200, message: 'RATE_LIMITED', response: { headers } });
    }
    if (data === null || data === undefined) throw refused(doing, found);
    return { data, errors: found };
  }
}

/** As `ask`, for queries of which everything is needed: any error rejects with SourceError. */
export async function askAll<Data>(
  client: Octokit,
  doing: string,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Data> {
  const { data, errors } = await ask<Data>(client, doing, query, variables);
  if (errors.length > 0) throw refused(doing, errors);
  return data;
}

/** True for an error at or below this place. Numbers in an error's path (list positions) match `*`. */
export function isAt(error: GraphqlError, ...place: readonly string[]): boolean {
  return place.every((part, index) => {
    const found = error.path?.[index];
    return part === '*' ? typeof found === 'number' : found === part;
  });
}

/** A sentence for GraphQL's errors, from the first of them. */
export function refused(doing: string, errors: readonly GraphqlError[]): SourceError {
  const [first] = errors;
  const where = first?.path ? ` at ${first.path.join('.')}` : '';
  const message = (first?.message ?? 'no data').replace(/\s+/g, ' ').slice(0, 200);
  const what =
    first?.type === 'NOT_FOUND'
      ? 'GitHub found nothing there, or does not show it. Check that the app is installed on the repository, or what the token may see.'
      : first?.type === 'FORBIDDEN'
        ? `a permission is missing (${message}${where}). Grant it in the app's settings and accept it in the installation, or give it to the token.`
        : `GitHub answered with an error (${message}${where}). It is tried again.`;
  return new SourceError(`Could not ${doing}: ${what}`, { missing: first?.type === 'NOT_FOUND' });
}
