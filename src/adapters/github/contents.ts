import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Octokit } from '@octokit/rest';
import { lineChanges, makePatch } from '../../core/facts/diff.ts';
import { SUBMODULE } from '../../core/facts/modes.ts';
import type { FileChange, FileContent, PullRequestFacts } from '../../core/facts/facts.ts';
import { SourceError } from '../../ports.ts';
import type { ContentRequest } from '../../ports.ts';
import { blobContent, rawBlob, unread } from './blobs.ts';
import type { BlobNode } from './blobs.ts';
import { folderAt, withModes, type TreeNode } from './modes.ts';
import { sourceError } from './api/errors.ts';
import { askAll } from './api/graphql.ts';
import { blobs } from './api/queries/repository.ts';

const BLOBS_A_QUERY = 50;
const MAX_FILE_BYTES = 5 * 1024 * 1024;
const MAX_TOTAL_BYTES = 50 * 1024 * 1024;

/** What is said of files that are not read because the others are too large already. */
const TOO_MUCH = `Could not read it: the files of the pull request are larger than ${MAX_TOTAL_BYTES} bytes together. Split it.`;

/** What GitHub has at `<sha>:<path>`; null: nothing. A string says why it could not be asked. */
type Found = BlobNode | null | string;

/** Beyond what is read of a pull request nothing is asked for: one blob may be at thousands of paths. */
const isFull = (bytes: number): boolean => MAX_TOTAL_BYTES - bytes < MAX_FILE_BYTES;

/**
 * The files with their sides filled in, and `patch` where GitHub gave none and both sides are known. Head is read
 * at the head SHA, also of forks (the base repository knows their commits); base at the merge base, where GitHub's
 * own diff starts. Never rejects: what cannot be read is `unread` with the reason.
 */
export async function readContents(
  client: Octokit,
  facts: PullRequestFacts,
  requests: readonly ContentRequest[],
): Promise<readonly FileChange[]> {
  const needsBase = ({ file, sides, modes }: ContentRequest): boolean =>
    file.status !== 'added' && (sides === 'both' || modes === true);
  const base = requests.some(needsBase) ? await mergeBase(client, facts) : facts.binding.sha;
  const headAt = (file: FileChange): string => `${facts.headSha}:${file.path}`;
  const baseAt = (file: FileChange): string | SourceError =>
    typeof base === 'string' ? `${base}:${file.previousPath ?? file.path}` : base;

  /** Where the folders are whose entries tell a file's modes; null: it is not there on that side. */
  const foldersOf = ({ status, path, previousPath }: FileChange) => ({
    head: status === 'removed' ? null : folderAt(facts.headSha, path),
    base: status === 'added' ? null : typeof base === 'string' ? folderAt(base, previousPath ?? path) : base,
  });

  const places = new Set<string>();
  for (const { file, sides, modes } of requests) {
    const [head, before] = [headAt(file), baseAt(file)];
    const asked = [
      ...(sides === 'none' || file.status === 'removed' ? [] : [head]),
      ...(sides !== 'both' || file.status === 'added' ? [] : [before]),
    ];
    const folders = modes === true ? Object.values(foldersOf(file)) : [];
    for (const place of [...asked, ...folders]) if (typeof place === 'string') places.add(place);
  }
  const found = await readBlobs(client, facts, [...places]);

  let bytes = 0;
  const content = async (file: FileChange, side: 'base' | 'head', place: string): Promise<FileContent> => {
    const node = found.get(place) ?? null;
    if (typeof node === 'string') return { state: 'unread', reason: node };
    const link = gitlink(file, side, node);
    if (link !== null) return { state: 'text', text: `Subproject commit ${link}\n` };
    if (isFull(bytes)) return { state: 'unread', reason: TOO_MUCH };
    const result = node
      ? await blobContent(client, facts.repository, node, MAX_FILE_BYTES)
      : await missing(client, facts, file, side, place);
    if (result.state === 'text') bytes += Buffer.byteLength(result.text);
    return result;
  };

  const folder = (place: string | SourceError | null): TreeNode | string | null => {
    if (place === null) return null;
    return typeof place === 'string' ? (found.get(place) ?? {}) : place.message;
  };

  const files: FileChange[] = [];
  for (const { file: listed, sides, modes } of requests) {
    const folders = foldersOf(listed);
    const file = modes === true ? withModes(listed, folder(folders.head), folder(folders.base)) : listed;
    if (sides === 'none') {
      files.push(file);
      continue;
    }
    const head: FileContent =
      file.status === 'removed' ? { state: 'absent' } : await content(file, 'head', headAt(file));
    let before: FileContent | undefined;
    if (file.status === 'added') before = { state: 'absent' };
    else if (sides === 'both') {
      const place = baseAt(file);
      before =
        typeof place === 'string'
          ? await content(file, 'base', place)
          : { state: 'unread', reason: place.message };
    }
    // To compare two texts takes its time, and deliveries have to be answered meanwhile.
    if (file.patch === null) await nextTurn();
    const isLink = gitlink(file, 'head', found.get(headAt(file)) ?? null) !== null;
    const baseBlob = sides === 'both' ? blobOf(found.get(String(baseAt(file)))) : undefined;
    files.push(
      withPatch({
        ...file,
        ...(isLink ? { headMode: SUBMODULE } : {}),
        ...(baseBlob === undefined || file.baseBlob !== undefined ? {} : { baseBlob }),
        head,
        ...(before ? { base: before } : {}),
      }),
    );
  }
  return files;
}

/** The blob's own name; undefined: there is none, or it was not read. */
const blobOf = (found: Found | undefined): string | undefined =>
  typeof found === 'object' && found?.__typename === 'Blob' ? found.oid : undefined;

/** Where the pull request's diff starts. */
async function mergeBase(client: Octokit, facts: PullRequestFacts): Promise<string | SourceError> {
  const { owner, name } = facts.repository;
  try {
    const { data } = await client.rest.repos.compareCommitsWithBasehead({
      owner,
      repo: name,
      basehead: `${facts.binding.sha}...${facts.headSha}`,
      per_page: 1,
    });
    return data.merge_base_commit.sha;
  } catch (error) {
    return sourceError(`find the merge base of ${owner}/${name}#${facts.number}`, error);
  }
}

/** Asks for many places; a query that fails is cut in half until the place at fault is alone. */
async function readBlobs(
  client: Octokit,
  facts: PullRequestFacts,
  places: readonly string[],
): Promise<Map<string, Found>> {
  const found = new Map<string, Found>();
  const { owner, name } = facts.repository;
  let bytes = 0;
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
  for (let start = 0; start < places.length; start += BLOBS_A_QUERY) {
    const batch = places.slice(start, start + BLOBS_A_QUERY);
    if (!isFull(bytes)) await read(batch);
    else for (const place of batch) found.set(place, TOO_MUCH);
  }
  return found;
}

/** The commit that a submodule points to; null: it is none. Its commit is in another repository as a rule. */
function gitlink(file: FileChange, side: 'base' | 'head', found: Found): string | null {
  const [mode, blob] = side === 'head' ? [file.headMode, file.headBlob] : [file.baseMode, file.baseBlob];
  if (mode !== undefined) return mode === SUBMODULE ? (blob ?? null) : null;
  if (typeof found === 'string') return null;
  if (found) return found.__typename === 'Commit' ? found.oid : null;
  const pattern =
    side === 'head' ? /^\+Subproject commit ([0-9a-f]{40,64})$/m : /^-Subproject commit ([0-9a-f]{40,64})$/m;
  const sha = pattern.exec(file.patch ?? '')?.[1] ?? null;
  return side === 'head' && sha !== file.headBlob ? null : sha;
}

/** GitHub says that the file is there and finds nothing at its path: odd names. The blob itself may be found. */
async function missing(
  client: Octokit,
  facts: PullRequestFacts,
  file: FileChange,
  side: 'base' | 'head',
  place: string,
): Promise<FileContent> {
  if (side === 'head' && file.headBlob !== null) {
    return rawBlob(client, facts.repository, file.headBlob, MAX_FILE_BYTES);
  }
  return unread(`GitHub found nothing at ${place}`);
}

/** The file with a patch made from both sides where GitHub gave none. */
function withPatch(file: FileChange): FileChange {
  if (file.patch !== null) return file;
  const base = textOf(file.base);
  const head = textOf(file.head);
  if (base === null || head === null) return file;
  const patched = { ...file, patch: makePatch(base, head) };
  if (file.additions + file.deletions > 0) return patched;
  const { added, removed } = lineChanges(patched);
  return { ...patched, additions: added.length, deletions: removed.length };
}

/** null: it is no text, or was not read. A side that is not there is empty. */
function textOf(content: FileContent | undefined): string | null {
  if (content?.state === 'absent') return '';
  return content?.state === 'text' ? content.text : null;
}
