import { subjectOf } from '../../adapters/git/commit.ts';
import { localFacts } from '../../adapters/git/facts.ts';
import { openReader, type RepositoryReader } from '../../adapters/git/reader.ts';
import { branchName, mergeBase, resolveCommit, walkCommits } from '../../adapters/git/repository.ts';
import type { GitRepository } from '../../adapters/git/repository.ts';
import { attributeCommit } from '../../core/agents/detect.ts';
import type { Decision } from '../../core/decision/decision.ts';
import type { CommitFacts, Gap, PullRequestFacts, TextFile } from '../../core/facts/facts.ts';
import { checkJson, type CheckJson } from '../../core/render/json.ts';
import { evaluateLocally } from './evaluate.ts';
import { InputError } from './input.ts';

/** Which change: from where the history of `base` (else origin/HEAD) meets that of `head`, to `head`. */
export interface ChangeOptions {
  readonly base?: string;
  readonly head: string;
}

/** A local change, judged as one pull request that nobody has reviewed. */
export interface JudgedChange {
  readonly json: CheckJson;
  readonly decision: Decision;
  /** Where the policy in force came from. */
  readonly source: string;
}

/**
 * Judges a change, by the policy given or else by the one at the merge base.
 * @throws {InputError} if base or head cannot be used
 */
export async function judgeChange(
  repository: GitRepository,
  options: ChangeOptions,
  given: TextFile | null,
): Promise<JudgedChange> {
  const range = await findRange(repository, options);
  const reader = openReader(repository, true);
  try {
    const { facts, commits } = await readChange(repository, reader, range, options.head);
    const judged = given === null ? facts : { ...facts, policyFile: given };
    const { policy, decision } = await evaluateLocally(judged, reader, { rules: true });
    const attributed = commits.map((commit) => ({
      sha: commit.sha,
      attribution: attributeCommit(commit, policy.agents.identities),
    }));
    return {
      json: checkJson(range, attributed, decision),
      decision,
      source: given?.path ?? policy.source.replaceAll('`', ''),
    };
  } finally {
    reader.close();
  }
}

interface Range {
  readonly base: string;
  readonly head: string;
  readonly mergeBase: string;
}

const DEFAULT_BASE = 'refs/remotes/origin/HEAD';

async function findRange(repository: GitRepository, options: ChangeOptions): Promise<Range> {
  const head = await resolveCommit(repository, options.head);
  if (head === null) throw new InputError(`${options.head} names no commit of this repository.`);
  const base = await resolveCommit(repository, options.base ?? DEFAULT_BASE);
  if (base === null) {
    throw new InputError(
      options.base === undefined
        ? 'There is no origin/HEAD to compare with. Name the branch it would be merged into: --base main.'
        : `${options.base} names no commit of this repository.`,
    );
  }
  const meet = await mergeBase(repository, base, head);
  if (meet === null) {
    throw new InputError(
      `${options.base ?? 'origin/HEAD'} and ${options.head} have no common history here. Name another base, or complete a shallow clone with \`git fetch --unshallow\`.`,
    );
  }
  return { base, head, mergeBase: meet };
}

async function readChange(
  repository: GitRepository,
  reader: RepositoryReader,
  { base, head, mergeBase: meet }: Range,
  revision: string,
): Promise<{ facts: PullRequestFacts; commits: readonly CommitFacts[] }> {
  const commits: CommitFacts[] = [];
  const gaps: Gap[] = [];
  for await (const sha of walkCommits(repository, { base, head })) {
    const commit = await reader.commit(sha);
    if ('what' in commit) gaps.push(commit);
    else commits.push(commit);
  }
  const changes = await reader.changes(meet, head);
  const policyFile = await reader.policyFile(meet);
  if (policyFile !== null && 'what' in policyFile) gaps.push(policyFile);
  const facts = localFacts(repository, {
    title: subjectOf(commits.at(-1)?.message ?? ''),
    headRef: (await branchName(repository, revision)) ?? '',
    base: meet,
    head,
    commits,
    files: changes.files,
    policyFile: policyFile !== null && 'text' in policyFile ? policyFile : null,
    gaps: [...changes.gaps, ...gaps],
  });
  return { facts, commits };
}
