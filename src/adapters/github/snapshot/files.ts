import type { Octokit } from '@octokit/rest';
import type { FileChange, FileStatus, Gap } from '../../../core/facts/facts.ts';
import { SourceError } from '../../../ports.ts';
import type { PullRequestId } from '../../../ports.ts';
import { attempt, sourceError, statusOf } from '../api/errors.ts';
import { changeKey } from '../memory.ts';
import type { Memory } from '../memory.ts';

const FILES_A_PAGE = 100;
/** Of more files than this GitHub is slow to compare two commits, and leaves out patches. */
const MOST_COMPARED_AT_ONCE = 100;
/** GitHub lists no more than this, whatever the pull request holds. */
const MOST_FILES = 3000;
/** A comparison holds no more files than this, on its first page. */
const MOST_COMPARED_FILES = 300;

interface RestFile {
  readonly filename: string;
  readonly previous_filename?: string;
  readonly status: string;
  readonly additions: number;
  readonly deletions: number;
  readonly sha: string | null;
  readonly patch?: string;
}

const STATUS: Readonly<Record<string, FileStatus>> = {
  added: 'added',
  removed: 'removed',
  renamed: 'renamed',
  copied: 'copied',
  changed: 'type_changed',
};

/** What changed between two commits. */
export interface ChangedFiles {
  readonly files: readonly FileChange[];
  /** null: it was not told. */
  readonly mergeBase: string | null;
  /** What the second has and the first has not, oldest first; absent: it was not asked. */
  readonly commits?: { readonly shas: readonly string[]; readonly total: number };
}

/** A list that may be out of date; `keep` is called once it is known not to be. */
export interface Listed {
  keep(): void;
}

/** What a pull request is: its commits and how many files it changes. */
export interface Range {
  /** Where its commits begin, or a commit that has the same merge base with the head. */
  readonly from: string;
  readonly head: string;
  readonly total: number;
}

/**
 * The files of a pull request towards its own base: as the two commits differ, which does not change, or as GitHub lists
 * them where there are many, and where it cannot compare or counts otherwise.
 */
export async function readFiles(
  client: Octokit,
  memory: Memory,
  id: PullRequestId,
  { from, head, total }: Range,
): Promise<{
  readonly items: readonly FileChange[];
  readonly gaps: readonly Gap[];
  readonly listed: Listed | null;
}> {
  const key = changeKey(id, from, head);
  const known = memory.changes.get(key);
  // Beyond the end of the list nothing is ever told.
  const most = Math.min(total, MOST_FILES);
  if (known?.files.length === most) {
    return { items: known.files, gaps: fileGaps(most, total), listed: null };
  }
  const compared = total <= MOST_COMPARED_AT_ONCE ? await compareQuickly(client, id, from, head) : null;
  if (compared?.files.length === total) {
    memory.changes.set(key, compared);
    return { items: compared.files, gaps: [], listed: null };
  }
  const items = await listFiles(client, id);
  const gaps = fileGaps(items.length, total);
  const keep = (): void => {
    if (items.length === most) {
      memory.changes.set(key, { files: items, mergeBase: compared?.mergeBase ?? null });
    }
  };
  return { items, gaps, listed: { keep } };
}

/** null: it cannot be had this way, or not whole. */
async function compareQuickly(
  client: Octokit,
  id: PullRequestId,
  base: string,
  head: string,
): Promise<ChangedFiles | null> {
  try {
    // Of the commits only their number would be new.
    const data = await comparePage(client, id, `${base}...${head}`, { per_page: 1 });
    const files = data?.files ?? [];
    // A file whose mode alone differs comes without its blob.
    const isWhole = files.every(({ status, sha }) => status === 'removed' || sha !== null);
    return data && isWhole ? { files: files.map(mapFile), mergeBase: data.merge_base_commit.sha } : null;
  } catch (error) {
    if (error instanceof SourceError && error.retryAfterSeconds === null) return null;
    throw error;
  }
}

async function listFiles(client: Octokit, id: PullRequestId): Promise<FileChange[]> {
  const items: FileChange[] = [];
  return attempt(`read the files of ${id.owner}/${id.name}#${id.number}`, async () => {
    for (let page = 1; ; page++) {
      const { data, headers } = await client.rest.pulls.listFiles({
        owner: id.owner,
        repo: id.name,
        pull_number: id.number,
        per_page: FILES_A_PAGE,
        page,
      });
      items.push(...data.map(mapFile));
      if (data.length === 0 || headers.link?.includes('rel="next"') !== true) return items;
    }
  });
}

function fileGaps(listed: number, total: number): Gap[] {
  if (listed === total && listed < MOST_FILES) return [];
  const reason =
    listed >= MOST_FILES
      ? `GitHub lists no more than ${MOST_FILES} files. Split the pull request.`
      : `GitHub counts ${total} changed files and listed ${listed}. Ask for the check to be run again, or split the pull request.`;
  return [{ what: 'files', reason }];
}

/**
 * Compares two commits as a pull request would, with the commits between them. null: they have no common history.
 */
export async function compareWithBinding(
  client: Octokit,
  memory: Memory,
  id: PullRequestId,
  base: string,
  head: string,
): Promise<Required<ChangedFiles> | null> {
  const key = changeKey(id, base, head);
  const known = memory.changes.get(key);
  if (known?.commits) return { ...known, commits: known.commits };
  const shas: string[] = [];
  let files: readonly FileChange[] = [];
  for (let page = 1; ; page++) {
    const data = await comparePage(client, id, `${base}...${head}`, { per_page: 100, page });
    if (data === null) return null;
    if (page === 1) files = (data.files ?? []).map(mapFile);
    shas.push(...data.commits.map((commit) => commit.sha));
    const total = data.total_commits;
    if (shas.length < total && data.commits.length > 0) continue;
    const compared = { files, mergeBase: data.merge_base_commit.sha, commits: { shas, total } };
    if (comparedGaps(files).length === 0 && shas.length === total) memory.changes.set(key, compared);
    return compared;
  }
}

/** What a comparison leaves out. */
export function comparedGaps(files: readonly FileChange[]): Gap[] {
  if (files.length < MOST_COMPARED_FILES) return [];
  const reason = `Against the branch that binds GitHub compares no more than ${MOST_COMPARED_FILES} files. Split the pull request.`;
  return [{ what: 'files', reason }];
}

async function comparePage(
  client: Octokit,
  id: PullRequestId,
  basehead: string,
  pages: { readonly per_page: number; readonly page?: number },
) {
  try {
    const { data } = await client.rest.repos.compareCommitsWithBasehead({
      owner: id.owner,
      repo: id.name,
      basehead,
      ...pages,
    });
    return data;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw sourceError(`compare the head of ${id.owner}/${id.name}#${id.number} with its base`, error);
  }
}

function mapFile(file: RestFile): FileChange {
  const status = STATUS[file.status] ?? 'modified';
  return {
    path: file.filename,
    previousPath: file.previous_filename ?? null,
    status,
    additions: file.additions,
    deletions: file.deletions,
    // For a removed file GitHub tells the blob that is gone.
    headBlob: status === 'removed' ? null : file.sha,
    patch: file.patch ?? null,
  };
}
