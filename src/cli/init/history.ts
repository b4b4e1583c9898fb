import { attributeCommit } from '../../core/agents/detect.ts';
import { readMessage } from '../../core/agents/text/trailers.ts';
import type { CommitFacts } from '../../core/facts/facts.ts';
import { mostFirst } from './languages.ts';
import type { Counted, History } from './seen.ts';

/** A commit with the files that it touches. */
export interface TouchingCommit {
  readonly commit: CommitFacts;
  readonly paths: readonly string[];
}

/** How commits say that they came by pull request: by merging it, by squashing it. */
const PULL_REQUEST = /^Merge pull request #\d+ |\(#\d+\)$/;
const MERGED = /^Merge pull request #\d+ /;
const REVIEWED = new Set(['reviewed-by', 'approved-by', 'acked-by']);

/** Counts who made, merged and reviewed some commits. People are told by the name they commit under. */
export function historyOf(
  commits: readonly TouchingCommit[],
  { whole, gap }: Pick<History, 'whole' | 'gap'>,
): History {
  const authors = new Map<string, number>();
  const agents = new Map<string, { name: string; count: number }>();
  const mergers = new Map<string, number>();
  const reviewers = new Map<string, number>();
  const signers = new Map<string, number>();
  const byPath = new Map<string, Map<string, number>>();
  let automated = 0;
  let pullRequests = 0;
  for (const { commit, paths } of commits) {
    const { agents: found, bots } = attributeCommit(commit, []);
    for (const { agent, name } of found) {
      agents.set(agent, { name, count: (agents.get(agent)?.count ?? 0) + 1 });
    }
    const subject = commit.message.split('\n', 1)[0]?.trim() ?? '';
    if (PULL_REQUEST.test(subject)) pullRequests++;
    for (const { key, value } of readMessage(commit.message).trailers) {
      const name = nameIn(value);
      if (name === '' || name === commit.author.name) continue;
      if (REVIEWED.has(key.toLowerCase())) add(reviewers, name);
      if (key.toLowerCase() === 'signed-off-by') add(signers, name);
    }
    const byPerson = bots.length === 0 && !found.some(({ role }) => role === 'authored');
    if (!byPerson) {
      automated += bots.length > 0 ? 1 : 0;
      continue;
    }
    if (commit.parents.length > 1) {
      if (MERGED.test(subject)) add(mergers, commit.author.name);
      continue;
    }
    add(authors, commit.author.name);
    for (const path of paths) {
      const people = byPath.get(path) ?? new Map<string, number>();
      byPath.set(path, people);
      add(people, commit.author.name);
    }
  }
  return {
    commits: commits.length,
    whole,
    gap,
    authors: mostFirst(authors),
    agents: [...agents]
      .map(([id, { name, count }]) => ({ id, name, count }))
      .toSorted((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1)),
    automated,
    pullRequests,
    mergers: mostFirst(mergers),
    reviewers: mostFirst(reviewers),
    signers: mostFirst(signers),
    authorsOf: (paths) => authorsOf(byPath, paths),
  };
}

/** Changes of these files, by who made them. */
function authorsOf(
  byPath: ReadonlyMap<string, ReadonlyMap<string, number>>,
  paths: readonly string[],
): Counted[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    for (const [name, count] of byPath.get(path) ?? []) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return mostFirst(counts);
}

const add = (counts: Map<string, number>, name: string): void =>
  void counts.set(name, (counts.get(name) ?? 0) + 1);

/** `Olga` of `Olga <olga@example.org>`. */
const nameIn = (value: string): string => value.split('<', 1)[0]?.trim() ?? '';
