import type { Octokit } from '@octokit/rest';
import type { Annotation, CheckRun } from '../../core/render/check-run.ts';
import type { RepositoryId } from '../../core/facts/facts.ts';
import type { Publisher } from '../../ports.ts';
import { attempt, statusOf } from './api/errors.ts';
import { gitHubConversation } from './conversation.ts';
import { gitHubIssues } from './issues.ts';
import { gitHubReverts } from './revert.ts';
import { repositoryClient } from './access.ts';
import type { Access } from './access.ts';

/** GitHub takes no more annotations in one request; later requests add to them. */
const ANNOTATIONS_A_REQUEST = 50;

export interface PublisherOptions {
  /** Where people reach the pages: check runs link to the page of their pull request. null: there are none. */
  readonly pagesUrl?: string | null;
}

/** Writes results of one installation to GitHub. Rejects with SourceError. */
export function gitHubPublisher(
  access: Pick<Access, 'clients' | 'installationId'>,
  { pagesUrl = null }: PublisherOptions = {},
): Publisher {
  return {
    ...gitHubConversation(access),
    ...gitHubReverts(access),
    ...gitHubIssues(access),
    publish: (repository, sha, check) =>
      publish(
        repositoryClient(access, repository),
        repository,
        sha,
        check,
        detailsUrl(pagesUrl, repository, check.externalId),
      ),
    requestReviewers: async (id, reviewers) => {
      const client = repositoryClient(access, id);
      const where = { owner: id.owner, repo: id.name, pull_number: id.number };
      const slugs = reviewers.teams.flatMap((team) => {
        const [org, slug] = team.split('/');
        return slug !== undefined && org?.toLowerCase() === id.owner.toLowerCase() ? [slug] : [];
      });
      const each = [
        ...reviewers.users.map((login) => ({ reviewers: [login] })),
        ...slugs.map((slug) => ({ team_reviewers: [slug] })),
      ];
      if (each.length === 0) return;
      await attempt(`ask for reviews of ${id.owner}/${id.name}#${id.number}`, async () => {
        const all = { ...where, reviewers: [...reviewers.users], team_reviewers: slugs };
        if (await isTaken(async () => client.rest.pulls.requestReviewers(all))) return;
        // One who cannot be asked (the author, someone without access) makes GitHub refuse them all.
        if (each.length === 1) return;
        for (const one of each) {
          await isTaken(async () => client.rest.pulls.requestReviewers({ ...where, ...one }));
        }
      });
    },
  };
}

/** False: GitHub does not take this request (422). Other failures reject. */
async function isTaken(request: () => Promise<unknown>): Promise<boolean> {
  try {
    await request();
    return true;
  } catch (error) {
    if (statusOf(error) === 422) return false;
    throw error;
  }
}

/** The page of the pull request that a check run speaks of; null: there is no page, or it speaks of a merge group. */
function detailsUrl(pagesUrl: string | null, { owner, name }: RepositoryId, about: string): string | null {
  const [, number] = /#(\d+)@[0-9a-f]+$/.exec(about) ?? [];
  if (pagesUrl === null || number === undefined) return null;
  return new URL(`/repos/${owner}/${name}/pull/${number}`, pagesUrl).href;
}

/**
 * Always a new check run: a completed one cannot be opened again, and the newest of a name is what counts.
 * With more than one batch the conclusion goes with the last, so that one which fails midway goes on blocking.
 */
async function publish(
  client: Octokit,
  repository: RepositoryId,
  sha: string,
  check: CheckRun,
  details: string | null,
): Promise<number> {
  const where = { owner: repository.owner, repo: repository.name };
  const doing = `publish the check run on ${repository.owner}/${repository.name}@${sha.slice(0, 7)}`;
  const batches: (readonly Annotation[])[] = [];
  for (let start = 0; start === 0 || start < check.annotations.length; start += ANNOTATIONS_A_REQUEST) {
    batches.push(check.annotations.slice(start, start + ANNOTATIONS_A_REQUEST));
  }
  const part = (index: number) => ({
    ...(index === batches.length - 1
      ? { status: 'completed' as const, conclusion: check.conclusion, actions: [...check.actions] }
      : { status: 'in_progress' as const }),
    output: {
      title: check.title,
      summary: check.summary,
      annotations: (batches[index] ?? []).map(restAnnotation),
    },
  });
  return attempt(doing, async () => {
    const { data } = await client.rest.checks.create({
      ...where,
      name: check.name,
      head_sha: sha,
      external_id: check.externalId,
      ...(details === null ? {} : { details_url: details }),
      ...part(0),
    });
    for (let index = 1; index < batches.length; index++) {
      await client.rest.checks.update({ ...where, check_run_id: data.id, ...part(index) });
    }
    return data.id;
  });
}

function restAnnotation(annotation: Annotation) {
  return {
    path: annotation.path,
    start_line: annotation.line,
    end_line: annotation.line,
    annotation_level: annotation.level,
    title: annotation.title,
    message: annotation.message,
  };
}
