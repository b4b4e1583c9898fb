import type { Octokit } from '@octokit/rest';
import type { PullRequestFacts } from '../../core/facts/facts.ts';
import type { SourceError } from '../../ports.ts';
import type { BlobNode } from './blobs.ts';
import { objectKey } from './memory.ts';
import type { Memory } from './memory.ts';
import { askAll } from './api/graphql.ts';
import { blobs } from './api/queries/repository.ts';

const BLOBS_A_QUERY = 50;
export const MAX_FILE_BYTES = 5 * 1024 * 1024;
const MAX_TOTAL_BYTES = 50 * 1024 * 1024;

/** What is said of files that are not read because the others are too large already. */
export const TOO_MUCH = `Could not read it: the files of the pull request are larger than ${MAX_TOTAL_BYTES} bytes together. Split it.`;

/** What GitHub has at `<sha>:<path>`; null: nothing. A string says why it could not be asked. */
export type Found = BlobNode | null | string;

/** Beyond what is read of a pull request nothing is asked for: one blob may be at thousands of paths. */
export const isFull = (bytes: number): boolean => MAX_TOTAL_BYTES - bytes < MAX_FILE_BYTES;

/**
 * Asks for many places, but not for what is remembered; a query that fails is cut in half until the place at fault is
 * alone.
 * @param places with the name that each is remembered under
 */
export async function readObjects(
  client: Octokit,
  memory: Memory,
  facts: PullRequestFacts,
  places: ReadonlyMap<string, string>,
): Promise<Map<string, Found>> {
  const found = new Map<string, Found>();
  const { owner, name } = facts.repository;
  let bytes = 0;
  const keep = (place: string, node: BlobNode): void => {
    const known = places.get(place) ?? place;
    // What is there may be something else than the list of files said.
    if (known === place || known === node.oid) memory.objects.set(objectKey(facts.repository, known), node);
  };
  const read = async (batch: readonly string[]): Promise<void> => {
    try {
      const { repository } = await askAll<{ repository: Record<string, BlobNode | null> }>(
        client,
        `read files of ${owner}/${name}#${facts.number}`,
        blobs(batch.length),
        { owner, name, ...Object.fromEntries(batch.map((place, index) => [`at${index}`, place])) },
      );
      for (const [index, place] of batch.entries()) {
        const node = repository[`at${index}`] ?? null;
        bytes += Buffer.byteLength(node?.text ?? '');
        found.set(place, node);
        if (node) keep(place, node);
      }
    } catch (error) {
      const { message, retryAfterSeconds } = error as SourceError;
      if (batch.length === 1 || retryAfterSeconds !== null) {
        for (const place of batch) found.set(place, message);
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await read(batch.slice(0, half));
      await read(batch.slice(half));
    }
  };
  const unknown: string[] = [];
  for (const [place, known] of places) {
    const node = memory.objects.get(objectKey(facts.repository, known));
    if (node) found.set(place, node);
    else unknown.push(place);
  }
  for (let start = 0; start < unknown.length; start += BLOBS_A_QUERY) {
    const batch = unknown.slice(start, start + BLOBS_A_QUERY);
    if (!isFull(bytes)) await read(batch);
    else for (const place of batch) found.set(place, TOO_MUCH);
  }
  return found;
}
