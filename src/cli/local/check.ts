import { subjectOf } from '../../adapters/git/commit.ts';
import { localFacts } from '../../adapters/git/facts.ts';
import { openReader, type RepositoryReader } from '../../adapters/git/reader.ts';
import { branchName, mergeBase, resolveCommit, walkCommits } from '../../adapters/git/repository.ts';
import type { GitRepository } from '../../adapters/git/repository.ts';
import { hasUncommittedWork } from '../../adapters/git/uncommitted.ts';
import { attributeCommit } from '../../core/agents/detect.ts';
import type { Decision, Outcome } from '../../core/decision/decision.ts';
import type { CommitFacts, Gap, PullRequestFacts } from '../../core/facts/facts.ts';
import { RULES } from '../../core/rules/catalogue.ts';
import { changeText } from '../../core/render/change.ts';
import { checkJson, type CheckJson } from '../../core/render/json.ts';
import { sarif } from '../../core/render/sarif/sarif.ts';
import { VERSION } from '../version.ts';
import { evaluateLocally } from './evaluate.ts';
import { InputError, NO_FLOOR, note, readPolicyFile } from './input.ts';
import { endWithReader, print } from './output.ts';

/** What `agentguard check` was asked for. */
export interface CheckOptions {
  readonly base?: string;
  readonly head: string;
  readonly policy?: string;
  readonly format: 'text' | 'json' | 'sarif';
  readonly failOn: 'block' | 'review';
}

/** Checks the change from the merge base to the head as one pull request, prints it and sets the exit code. */
export async function check(repository: GitRepository, options: CheckOptions): Promise<void> {
  const given = options.policy === undefined ? null : await readPolicyFile(options.policy);
  const range = await findRange(repository, options);
  endWithReader();
  const reader = openReader(repository, true);
  try {
    const { facts, commits } = await readChange(repository, reader, range, options.head);
    const { policy, decision } = await evaluateLocally(
      given === null ? facts : { ...facts, policyFile: given },
      reader,
      { rules: true },
    );
    note(`Policy: ${options.policy ?? policy.source.replaceAll('`', '')}. ${NO_FLOOR}`);
    if (await hasUncommittedWork(repository, range.head)) {
      note('Uncommitted work is left out: only commits are checked.');
    }
    const json = checkJson(
      range,
      commits.map((commit) => ({
        sha: commit.sha,
        attribution: attributeCommit(commit, policy.agents.identities),
      })),
      decision,
    );
    await print(rendered(options.format, json, decision));
    if (fails(decision.outcome, options.failOn)) process.exitCode = 1;
  } finally {
    reader.close();
  }
}

function rendered(format: CheckOptions['format'], json: CheckJson, decision: Decision): string {
  if (format === 'json') return `${JSON.stringify(json)}\n`;
  if (format === 'sarif')
    return `${JSON.stringify(sarif(json, decision, { rules: RULES, version: VERSION }))}\n`;
  return changeText(json, decision, (id) => RULES.find((rule) => rule.id === id)?.remediation ?? '');
}

const fails = (outcome: Outcome, failOn: CheckOptions['failOn']): boolean =>
  outcome === 'block' ||
  outcome === 'indeterminate' ||
  (outcome === 'review_required' && failOn === 'review');

interface Range {
  readonly base: string;
  readonly head: string;
  readonly mergeBase: string;
}

const DEFAULT_BASE = 'refs/remotes/origin/HEAD';

async function findRange(repository: GitRepository, options: CheckOptions): Promise<Range> {
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
