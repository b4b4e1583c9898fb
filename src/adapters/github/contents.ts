import type { Octokit } from '@octokit/rest';
import { SUBMODULE } from '../../core/facts/modes.ts';
import type { FileChange, FileContent, PullRequestFacts } from '../../core/facts/facts.ts';
import { SourceError } from '../../ports.ts';
import type { ContentRequest } from '../../ports.ts';
import { blobContent, rawBlob, unread } from './blobs.ts';
import type { BlobNode } from './blobs.ts';
import { changeKey, objectKey } from './memory.ts';
import type { Memory } from './memory.ts';
import { folderAt, withModes, type TreeNode } from './modes.ts';
import { sourceError } from './api/errors.ts';
import { isFull, MAX_FILE_BYTES, readObjects, TOO_MUCH } from './objects.ts';
import type { Found } from './objects.ts';
import { forkPoint } from './snapshot/fork-point.ts';

/**
 * The files with their sides filled in. Head is read
 * at the head SHA, also of forks (the base repository knows their commits); base at the merge base, where GitHub's
 * own diff starts. Never rejects: what cannot be read is `unread` with the reason.
 */
export async function readContents(
  client: Octokit,
  memory: Memory,
  facts: PullRequestFacts,
  requests: readonly ContentRequest[],
): Promise<readonly FileChange[]> {
  const needsBase = ({ file, sides, modes }: ContentRequest): boolean =>
    file.status !== 'added' && (sides === 'both' || modes === true);
  const base = requests.some(needsBase) ? await mergeBase(client, memory, facts) : facts.binding.sha;
  const headAt = (file: FileChange): string => `${facts.headSha}:${file.path}`;
  const baseAt = (file: FileChange): string | SourceError =>
    typeof base === 'string' ? `${base}:${file.previousPath ?? file.path}` : base;

  /** Where the folders are whose entries tell a file's modes; null: it is not there on that side. */
  const foldersOf = ({ status, path, previousPath }: FileChange) => ({
    head: status === 'removed' ? null : folderAt(facts.headSha, path),
    base: status === 'added' ? null : typeof base === 'string' ? folderAt(base, previousPath ?? path) : base,
  });

  /** Each place with the name under which it is remembered: a blob's own, if it is known. */
  const places = new Map<string, string>();
  for (const { file, sides, modes } of requests) {
    const [head, before] = [headAt(file), baseAt(file)];
    const asked = [
      ...(sides === 'none' || file.status === 'removed' ? [] : [head]),
      ...(sides !== 'both' || file.status === 'added' ? [] : [before]),
    ];
    const folders = modes === true ? Object.values(foldersOf(file)) : [];
    for (const place of [...asked, ...folders]) if (typeof place === 'string') places.set(place, place);
    if (file.headBlob !== null && places.has(head)) places.set(head, file.headBlob);
  }
  const found = await readObjects(client, memory, facts, places);

  let bytes = 0;
  const content = async (file: FileChange, side: 'base' | 'head', place: string): Promise<FileContent> => {
    const node = found.get(place) ?? null;
    if (typeof node === 'string') return { state: 'unread', reason: node };
    const link = gitlink(file, side, node);
    if (link !== null) return { state: 'text', text: `Subproject commit ${link}\n` };
    if (isFull(bytes)) return { state: 'unread', reason: TOO_MUCH };
    const result = node
      ? await wholeContent(client, memory, facts.repository, node)
      : await missing(client, memory, facts, file, side, place);
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
    const isLink = gitlink(file, 'head', found.get(headAt(file)) ?? null) !== null;
    const baseBlob = sides === 'both' ? blobOf(found.get(String(baseAt(file)))) : undefined;
    files.push({
      ...file,
      ...(isLink ? { headMode: SUBMODULE } : {}),
      ...(baseBlob === undefined || file.baseBlob !== undefined ? {} : { baseBlob }),
      head,
      ...(before ? { base: before } : {}),
    });
  }
  return files;
}

/** The blob's own name; undefined: there is none, or it was not read. */
const blobOf = (found: Found | undefined): string | undefined =>
  typeof found === 'object' && found?.__typename === 'Blob' ? found.oid : undefined;

/** Where the pull request's diff starts. */
async function mergeBase(
  client: Octokit,
  memory: Memory,
  facts: PullRequestFacts,
): Promise<string | SourceError> {
  const { repository, binding, headSha, commits, gaps } = facts;
  const { owner, name } = repository;
  const isWhole = !gaps.some(({ what }) => what === 'commits');
  const key = changeKey(repository, binding.sha, headSha);
  const known = memory.changes.get(key);
  const told = (isWhole ? forkPoint(commits, headSha) : null) ?? known?.mergeBase;
  if (typeof told === 'string') return told;
  try {
    const { data } = await client.rest.repos.compareCommitsWithBasehead({
      owner,
      repo: name,
      basehead: `${binding.sha}...${headSha}`,
      per_page: 1,
    });
    const { sha } = data.merge_base_commit;
    if (known) memory.changes.set(key, { ...known, mergeBase: sha });
    return sha;
  } catch (error) {
    return sourceError(`find the merge base of ${owner}/${name}#${facts.number}`, error);
  }
}

/** A blob's content, also where GraphQL cut it short. */
async function wholeContent(
  client: Octokit,
  memory: Memory,
  repository: PullRequestFacts['repository'],
  node: BlobNode,
): Promise<FileContent> {
  const key = objectKey(repository, node.oid);
  const isCut = node.__typename === 'Blob' && node.isTruncated === true;
  const content = await blobContent(
    client,
    repository,
    (isCut ? memory.objects.get(key) : null) ?? node,
    MAX_FILE_BYTES,
  );
  if (isCut) rememberWhole(memory, key, node.oid, content);
  return content;
}

function rememberWhole(memory: Memory, key: string, oid: string, content: FileContent): void {
  if (content.state === 'text') {
    memory.objects.set(key, {
      __typename: 'Blob',
      oid,
      isBinary: false,
      isTruncated: false,
      text: content.text,
    });
  } else if (content.state === 'binary') {
    memory.objects.set(key, { __typename: 'Blob', oid, isBinary: true });
  }
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
  memory: Memory,
  facts: PullRequestFacts,
  file: FileChange,
  side: 'base' | 'head',
  place: string,
): Promise<FileContent> {
  if (side === 'head' && file.headBlob !== null) {
    const content = await rawBlob(client, facts.repository, file.headBlob, MAX_FILE_BYTES);
    rememberWhole(memory, objectKey(facts.repository, file.headBlob), file.headBlob, content);
    return content;
  }
  return unread(`GitHub found nothing at ${place}`);
}
