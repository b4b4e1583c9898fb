import type { Octokit } from '@octokit/rest';
import type { FileContent, RepositoryId } from '../../core/facts/facts.ts';
import { sourceError } from './api/errors.ts';
import type { TreeNode } from './modes.ts';

/** An object at a path: the fragment `blob` of queries.ts. */
export interface BlobNode {
  readonly __typename: string;
  readonly oid: string;
  readonly isBinary?: boolean | null;
  readonly isTruncated?: boolean;
  readonly byteSize?: number;
  readonly text?: string | null;
  /** Of a folder: what lies in it. */
  readonly entries?: TreeNode['entries'];
}

/**
 * A blob's content, read raw where GraphQL cut it short; never rejects.
 * @param node null is not for here: what a missing object means, the caller knows
 * @param maxBytes more than this comes back unread
 */
export async function blobContent(
  client: Octokit,
  repository: RepositoryId,
  node: BlobNode,
  maxBytes: number,
): Promise<FileContent> {
  if (node.__typename !== 'Blob') return unread(`it is a ${node.__typename.toLowerCase()} and not a file`);
  if (node.isBinary === true) return { state: 'binary' };
  if ((node.byteSize ?? 0) > maxBytes) return tooLarge(node.byteSize ?? 0, maxBytes);
  if (node.isTruncated === true || typeof node.text !== 'string') {
    return rawBlob(client, repository, node.oid, maxBytes);
  }
  return textOrBinary(node.text);
}

/** A blob by its SHA through REST, which gives files up to 100 MB whole; never rejects. */
export async function rawBlob(
  client: Octokit,
  repository: RepositoryId,
  sha: string,
  maxBytes: number,
): Promise<FileContent> {
  try {
    const { data } = await client.rest.git.getBlob({
      owner: repository.owner,
      repo: repository.name,
      file_sha: sha,
      mediaType: { format: 'raw' },
    });
    const raw: unknown = data;
    if (typeof raw === 'string') return textOrBinary(raw);
    if (!(raw instanceof ArrayBuffer)) return unread('GitHub did not give its raw content');
    if (raw.byteLength > maxBytes) return tooLarge(raw.byteLength, maxBytes);
    return textOrBinary(new TextDecoder('utf-8').decode(raw));
  } catch (error) {
    return { state: 'unread', reason: sourceError(`read blob ${sha.slice(0, 7)}`, error).message };
  }
}

/** As git tells text from binary: by NUL bytes. */
function textOrBinary(text: string): FileContent {
  return text.includes('\0') ? { state: 'binary' } : { state: 'text', text };
}

export function unread(reason: string): FileContent {
  return { state: 'unread', reason: `Could not read it: ${reason}.` };
}

function tooLarge(bytes: number, maxBytes: number): FileContent {
  return unread(
    `it is too large (${bytes} bytes, at most ${maxBytes} are read). Split it, or leave it out of this pull request`,
  );
}
