import type { Octokit } from '@octokit/rest';
import type { FileChange, FileStatus, Gap } from '../../../core/facts/facts.ts';
import type { PullRequestId } from '../../../ports.ts';
import { attempt, sourceError, statusOf } from '../api/errors.ts';
import type { Listed } from './pages.ts';

/** With pages longer than about 70 GitHub has been seen to leave out patches. */
const FILES_A_PAGE = 50;
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

/** The files of a pull request towards its own base. */
export async function readFiles(
  client: Octokit,
  id: PullRequestId,
  total: number,
): Promise<Listed<FileChange>> {
  const items: FileChange[] = [];
  await attempt(`read the files of ${id.owner}/${id.name}#${id.number}`, async () => {
    const pages = client.paginate.iterator(client.rest.pulls.listFiles, {
      owner: id.owner,
      repo: id.name,
      pull_number: id.number,
      per_page: FILES_A_PAGE,
    });
    for await (const { data } of pages) items.push(...data.map(mapFile));
  });
  return { items, gaps: fileGaps(items.length, total) };
}

function fileGaps(listed: number, total: number): Gap[] {
  if (listed === total && listed < MOST_FILES) return [];
  const reason =
    listed >= MOST_FILES
      ? `GitHub lists no more than ${MOST_FILES} files. Split the pull request.`
      : `GitHub counts ${total} changed files and listed ${listed}. Ask for the check to be run again, or split the pull request.`;
  return [{ what: 'files', reason }];
}

/** Everything between the merge base of two commits and the second of them. */
export interface Comparison extends Listed<FileChange> {
  /** Oldest first. */
  readonly commits: readonly string[];
  readonly totalCommits: number;
}

/** Compares two commits as a pull request would. null: they have no common history. */
export async function compare(
  client: Octokit,
  id: PullRequestId,
  base: string,
  head: string,
): Promise<Comparison | null> {
  const commits: string[] = [];
  let files: readonly RestFile[] = [];
  for (let page = 1; ; page++) {
    const data = await comparePage(client, id, `${base}...${head}`, page);
    if (data === null) return null;
    if (page === 1) files = data.files ?? [];
    commits.push(...data.commits.map((commit) => commit.sha));
    if (commits.length < data.total_commits && data.commits.length > 0) continue;
    const gaps: Gap[] =
      files.length < MOST_COMPARED_FILES
        ? []
        : [
            {
              what: 'files',
              reason: `Against the branch that binds GitHub compares no more than ${MOST_COMPARED_FILES} files. Split the pull request.`,
            },
          ];
    return { items: files.map(mapFile), gaps, commits, totalCommits: data.total_commits };
  }
}

async function comparePage(client: Octokit, id: PullRequestId, basehead: string, page: number) {
  try {
    const { data } = await client.rest.repos.compareCommitsWithBasehead({
      owner: id.owner,
      repo: id.name,
      basehead,
      per_page: 100,
      page,
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
