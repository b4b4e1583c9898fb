import type { Octokit } from '@octokit/rest';
import { sourceError, statusOf } from './api/errors.ts';

/** The ETag, and what it stands for. */
export interface Got<Data> {
  readonly etag: string | null;
  readonly data: Data;
  /** Whether GitHub has another page. */
  readonly more: boolean;
}

/**
 * Asks only for what is no longer as it was: GitHub's 304 counts against no limit. null: it is as it was. An ETag holds
 * for one token, so once an hour the whole answer comes although nothing has changed.
 * @param doing to follow "Could not"
 * Rejects with SourceError.
 */
export async function getIfChanged<Data>(
  client: Octokit,
  doing: string,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  etag: string | null,
): Promise<Got<Data> | null> {
  try {
    const { headers, data } = await client.request(route, {
      ...parameters,
      ...(etag === null ? {} : { headers: { 'if-none-match': etag } }),
    });
    const more = /rel="next"/.test(headers.link ?? '');
    return { etag: headers.etag ?? null, data: data as Data, more };
  } catch (error) {
    if (statusOf(error) === 304) return null;
    throw sourceError(doing, error);
  }
}

export interface ListGot<Item> {
  /** One for each page; empty: GitHub gave none, and the next look is a whole one. */
  readonly etags: readonly string[];
  readonly items: readonly Item[];
}

/** As `getIfChanged`, for a whole list: the pages are asked in turn, and all are read once one has changed. */
export async function listIfChanged<Item>(
  client: Octokit,
  doing: string,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  etags: readonly string[],
): Promise<ListGot<Item> | null> {
  const get = (page: number, etag: string | null): Promise<Got<Item[]> | null> =>
    getIfChanged<Item[]>(client, doing, route, { ...parameters, per_page: 100, page }, etag);
  let got: Got<Item[]> | null = null;
  for (const [index, etag] of etags.entries()) {
    got = await get(index + 1, etag);
    if (got && index > 0) got = await get(1, null);
    if (got) break;
  }
  if (!got && etags.length > 0) return null;
  const pages: Got<Item[]>[] = [];
  for (let page = 1; ; page++) {
    const one: Got<Item[]> | null = page === 1 && got ? got : await get(page, null);
    if (one) pages.push(one);
    if (!one?.more) break;
  }
  const seen = pages.map(({ etag }) => etag).filter((etag) => etag !== null);
  return {
    etags: seen.length === pages.length ? seen : [],
    items: pages.flatMap(({ data }) => data),
  };
}
