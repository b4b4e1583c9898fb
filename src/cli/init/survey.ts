import { GitError, runGit } from '../../adapters/git/process.ts';
import { openReader, type RepositoryReader } from '../../adapters/git/reader.ts';
import { listFiles, resolveCommit, type GitRepository } from '../../adapters/git/repository.ts';
import { controlFile } from '../../core/facts/control-files.ts';
import { InputError } from '../local/input.ts';
import { areasOf } from './areas.ts';
import { historyOf, type TouchingCommit } from './history.ts';
import { INFRASTRUCTURE } from './infrastructure.ts';
import { languagesOf } from './languages.ts';
import { MIGRATIONS } from './migrations.ts';
import { ownersOf } from './owners.ts';
import type { History, Seen } from './seen.ts';

/** So many of the last commits are read: enough to know who works here now, and read in seconds. */
export const COMMITS_READ = 1000;

/**
 * Looks at the commit that is checked out and at the history behind it. Runs nothing of the repository.
 * @throws {InputError} if nothing is committed
 */
export async function survey(repository: GitRepository): Promise<Seen> {
  const head = await resolveCommit(repository, 'HEAD');
  if (head === null) {
    throw new InputError(
      'Nothing is committed here yet. Commit something first, so that there is something to fit.',
    );
  }
  const paths = await listFiles(repository, head);
  const reader = openReader(repository, false);
  try {
    const codeowners = await reader.codeownersFile(head);
    const controls = paths.map((path) => [path, controlFile(path)] as const);
    return {
      name: repository.name,
      head,
      files: paths.length,
      languages: languagesOf(paths),
      migrations: areasOf(paths, MIGRATIONS),
      infrastructure: areasOf(paths, INFRASTRUCTURE),
      workflows: paths.filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)).length,
      instructions: controls.flatMap(([path, kind]) => (kind === 'agent instructions' ? [path] : [])),
      owners: codeowners && 'text' in codeowners ? ownersOf(codeowners, paths) : null,
      history: await readHistory(repository, reader, head),
    };
  } finally {
    reader.close();
  }
}

async function readHistory(
  { objects, shallow }: GitRepository,
  reader: RepositoryReader,
  head: string,
): Promise<History> {
  const args = [
    'log',
    '-z',
    '--name-only',
    '--no-renames',
    '--format=%x01%H',
    `--max-count=${COMMITS_READ}`,
    head,
  ];
  const { code, stdout, stderr } = await runGit(objects, args);
  const commits: TouchingCommit[] = [];
  for (const [sha, paths] of touched(stdout)) {
    const commit = await reader.commit(sha);
    if ('what' in commit)
      return historyOf(commits, { whole: false, gap: `${commit.what}: ${commit.reason}` });
    commits.push({ commit, paths });
  }
  if (code !== 0 && commits.length === 0) throw new GitError(`The history cannot be read: ${stderr}.`);
  const whole = commits.length < COMMITS_READ && !shallow && code === 0;
  const gap =
    shallow && commits.length < COMMITS_READ ? 'This is a shallow clone; older commits are not here.' : null;
  return historyOf(commits, { whole, gap: code === 0 ? gap : stderr });
}

/** The names that git prints after each commit; the first of them comes on a line of its own. */
function touched(output: string): Map<string, string[]> {
  const commits = new Map<string, string[]>();
  let paths: string[] = [];
  for (const part of output.split('\0')) {
    const sha = COMMIT.exec(part)?.[1];
    if (sha !== undefined) commits.set(sha, (paths = []));
    else if (part !== '') paths.push(part.replace(/^\n/, ''));
  }
  return commits;
}

/** As asked for by `--format`: no path begins with a control character but by malice. */
const COMMIT = /^\x01([0-9a-f]{40}(?:[0-9a-f]{24})?)$/;
