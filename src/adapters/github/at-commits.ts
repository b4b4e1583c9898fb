import type { CommitFacts, FileChange, RepositoryId, TextFile } from '../../core/facts/facts.ts';
import { SourceError, type PullRequestId } from '../../ports.ts';
import type { Access } from './access.ts';
import { sourceError, statusOf } from './api/errors.ts';
import { readCommitsBySha } from './snapshot/commits.ts';
import { comparedGaps, compareWithBinding } from './snapshot/files.ts';

/**
 * What one commit has beyond another, as a pull request towards it would show it: both are named by SHA, so it is what
 * it was at any time. Rejects with SourceError when GitHub has it no longer, or does not tell all of it.
 */
export async function readChangeAt(
  access: Access,
  id: PullRequestId,
  { base, head }: { readonly base: string; readonly head: string },
): Promise<{ readonly commits: readonly CommitFacts[]; readonly files: readonly FileChange[] }> {
  const { client } = await access.clients.reader(access.installationId, id.name);
  const { memory } = access.clients;
  const compared = await compareWithBinding(client, memory, id, base, head);
  if (compared === null) {
    throw new SourceError(
      `GitHub does not have ${base.slice(0, 7)} and ${head.slice(0, 7)} any more, or nothing that both came from.`,
      { missing: true },
    );
  }
  const { shas, total } = compared.commits;
  const commits = await readCommitsBySha(client, id, shas, total);
  const [gap] = [...comparedGaps(compared.files), ...commits.gaps];
  if (gap) throw new SourceError(`By SHA not all of it can be read (${gap.what}): ${gap.reason}`);
  return { commits: commits.items, files: compared.files };
}

/** The text of a file at the commit it was read at. Rejects with SourceError when it is not there any more. */
export async function readTextAt(
  access: Access,
  { owner, name }: RepositoryId,
  { path, sha }: Pick<TextFile, 'path' | 'sha'>,
): Promise<string> {
  const { client } = await access.clients.reader(access.installationId, name);
  try {
    const { data } = await client.rest.repos.getContent({
      owner,
      repo: name,
      path,
      ref: sha,
      mediaType: { format: 'raw' },
    });
    return String(data);
  } catch (error) {
    if (statusOf(error) !== 404) throw sourceError(`read ${path} at ${sha.slice(0, 7)}`, error);
    throw new SourceError(`GitHub does not have \`${path}\` at ${sha.slice(0, 7)} any more.`, {
      missing: true,
    });
  }
}
