import type { Octokit } from '@octokit/rest';
import type { CommitFacts } from '../../../core/facts/facts.ts';
import type { PullRequestId } from '../../../ports.ts';
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
  id: PullRequestId,
  tip: string | null,
  commits: readonly CommitFacts[],
): Promise<readonly CommitFacts[]> {
  if (tip === null) return commits;
  const noted: CommitFacts[] = [];
  for (let start = 0; start < commits.length; start += COMMITS_A_QUERY) {
    const batch = commits.slice(start, start + COMMITS_A_QUERY);
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
      const note = found.find((text) => typeof text === 'string');
      noted.push(typeof note === 'string' ? { ...commit, note } : commit);
    }
  }
  return noted;
}
