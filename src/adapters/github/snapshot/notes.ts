import type { Octokit } from '@octokit/rest';
import type { CommitFacts } from '../../../core/facts/facts.ts';
import type { PullRequestId } from '../../../ports.ts';
import { objectKey } from '../memory.ts';
import type { Memory } from '../memory.ts';
import { askAll } from '../api/graphql.ts';
import { notes } from '../api/queries/repository.ts';

/** Each commit is asked for at as many places as its note can be. */
const COMMITS_A_QUERY = 20;

/** The paths a note on a commit can have: git spreads many notes over folders. */
const notePaths = (sha: string): string[] => [
  sha,
  `${sha.slice(0, 2)}/${sha.slice(2)}`,
  `${sha.slice(0, 2)}/${sha.slice(2, 4)}/${sha.slice(4)}`,
];

interface NoteNode {
  readonly text?: string | null;
}

/**
 * The commits with git-ai's authorship notes on them. Costs nothing where the repository has no such notes.
 * @param tip the commit that `refs/notes/ai` is at; null: there is none
 * @throws {SourceError} if GitHub does not tell.
 */
export async function withNotes(
  client: Octokit,
  memory: Memory,
  id: PullRequestId,
  tip: string | null,
  commits: readonly CommitFacts[],
): Promise<readonly CommitFacts[]> {
  if (tip === null) return commits;
  const key = (sha: string): string => objectKey(id, `${tip}:${sha}`);
  const texts = new Map(commits.map(({ sha }) => [sha, memory.notes.get(key(sha))?.text]));
  const unknown = commits.filter(({ sha }) => texts.get(sha) === undefined);
  for (let start = 0; start < unknown.length; start += COMMITS_A_QUERY) {
    const batch = unknown.slice(start, start + COMMITS_A_QUERY);
    const places = batch.flatMap(({ sha }) => notePaths(sha).map((path) => `${tip}:${path}`));
    const { repository } = await askAll<{ repository: Record<string, NoteNode | null> }>(
      client,
      `read the notes on commits of ${id.owner}/${id.name}#${id.number}`,
      notes(places.length),
      {
        owner: id.owner,
        name: id.name,
        ...Object.fromEntries(places.map((place, index) => [`at${index}`, place])),
      },
    );
    for (const commit of batch) {
      const found = notePaths(commit.sha).map(
        (path) => repository[`at${places.indexOf(`${tip}:${path}`)}`]?.text,
      );
      const text = found.find((each) => typeof each === 'string') ?? null;
      texts.set(commit.sha, text);
      memory.notes.set(key(commit.sha), { text });
    }
  }
  return commits.map((commit) => {
    const note = texts.get(commit.sha);
    return typeof note === 'string' ? { ...commit, note } : commit;
  });
}
