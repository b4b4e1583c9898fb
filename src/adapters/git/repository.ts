import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { complaint, GitError, gitVariables, notStarted, runGit, startGit } from './process.ts';
import { findNotes, type NoteRefs } from './notes.ts';
import type { GitContext, Variables } from './process.ts';

/** Plain values, so that a worker thread can be handed a repository. */
export interface GitRepository {
  /** How the repository itself is asked: for refs and work trees only. */
  readonly own: GitContext;
  /**
   * How its objects are read: through an empty git directory of our own, in which there is no config, hook,
   * attribute, replacement, graft or remote that could run or decide anything.
   */
  readonly objects: GitContext;
  readonly name: string;
  readonly bare: boolean;
  readonly gitDirectory: string;
  readonly shallow: boolean;
  /** The tree without files, by the repository's hash function. */
  readonly emptyTree: string;
  readonly notes: NoteRefs;
}

const EMPTY_TREE: Readonly<Record<string, string>> = {
  sha1: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  sha256: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
};

/**
 * Opens the repository that holds a folder: a work tree, a linked one, or a bare repository.
 * @throws {GitError} if there is none.
 */
export async function openRepository(folder: string, environment: Variables): Promise<GitRepository> {
  if (!existsSync(folder)) throw new GitError(`There is no folder ${folder}.`);
  const own: GitContext = { cwd: resolve(folder), variables: gitVariables(environment) };
  const asked = ['--is-bare-repository', '--show-object-format', '--absolute-git-dir'];
  const paths = ['--git-path', 'objects', '--git-path', 'shallow'];
  const { code, stdout, stderr } = await runGit(own, ['rev-parse', ...asked, ...paths]);
  if (code !== 0) throw new GitError(`${folder} is no git repository that can be read: ${stderr}.`);
  const [bare, format = '', gitDirectory = '', objects = '', shallowFile = ''] = stdout.split('\n');
  const emptyTree = EMPTY_TREE[format];
  if (emptyTree === undefined)
    throw new GitError(`${folder} names its objects by ${format}, which is not known.`);
  const shallow = resolve(own.cwd, shallowFile);
  const directory = emptyGitDirectory(format, existsSync(shallow) ? shallow : null);
  const variables = {
    ...own.variables,
    GIT_DIR: directory,
    GIT_OBJECT_DIRECTORY: resolve(own.cwd, objects),
  };
  return {
    own,
    objects: { cwd: directory, variables },
    name: basename(gitDirectory === join(own.cwd, '.git') ? own.cwd : gitDirectory.replace(/\/\.git$/, '')),
    bare: bare === 'true',
    gitDirectory,
    shallow: existsSync(shallow),
    emptyTree,
    notes: await findNotes(own),
  };
}

function emptyGitDirectory(format: string, shallow: string | null): string {
  const directory = mkdtempSync(join(tmpdir(), 'agentguard-git-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  mkdirSync(join(directory, 'refs'));
  writeFileSync(join(directory, 'HEAD'), 'ref: refs/heads/none\n');
  const version = format === 'sha1' ? 0 : 1;
  const extension = format === 'sha1' ? '' : `[extensions]\n\tobjectformat = ${format}\n`;
  writeFileSync(
    join(directory, 'config'),
    `[core]\n\trepositoryformatversion = ${version}\n\tbare = true\n${extension}`,
  );
  // Where a shallow clone ends, the walk has to end.
  if (shallow !== null) copyFileSync(shallow, join(directory, 'shallow'));
  return directory;
}

/** Takes away what `openRepository` made. */
export function closeRepository({ objects }: GitRepository): void {
  rmSync(objects.cwd, { recursive: true, force: true });
}

/** The commit that a revision names; null: there is none. */
export async function resolveCommit({ own }: GitRepository, revision: string): Promise<string | null> {
  if (revision === '' || revision.startsWith('-') || revision.includes('\0')) return null;
  const { code, stdout } = await runGit(own, ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);
  const sha = stdout.trim();
  return code === 0 && /^[0-9a-f]{40,64}$/.test(sha) ? sha : null;
}

/** The branch that is checked out, or that a revision names; null: neither. */
export async function branchName({ own }: GitRepository, revision: string): Promise<string | null> {
  if (revision.startsWith('-')) return null;
  const { code, stdout } = await runGit(own, ['rev-parse', '--symbolic-full-name', revision]);
  return code === 0 ? (/^refs\/heads\/(.+)$/.exec(stdout.trim())?.[1] ?? null) : null;
}

/** Where the histories of two commits meet; null: nowhere. @throws {GitError} if that cannot be told. */
export async function mergeBase(
  { objects }: GitRepository,
  base: string,
  head: string,
): Promise<string | null> {
  const { code, stdout, stderr } = await runGit(objects, ['merge-base', base, head]);
  if (code > 1) throw new GitError(`The merge base of ${base} and ${head} cannot be found: ${stderr}.`);
  return code === 0 ? stdout.trim() : null;
}

/** Every file of a commit, by its path. @throws {GitError} if that cannot be told. */
export async function listFiles({ objects }: GitRepository, commit: string): Promise<string[]> {
  const { code, stdout, stderr } = await runGit(objects, ['ls-tree', '-r', '-z', '--name-only', commit]);
  if (code !== 0) throw new GitError(`The files of ${commit} cannot be listed: ${stderr}.`);
  return stdout.split('\0').filter((path) => path !== '');
}

/** The folder of the work tree; null: a bare repository has none. */
export async function workTree({ own, bare }: GitRepository): Promise<string | null> {
  if (bare) return null;
  const { code, stdout } = await runGit(own, ['rev-parse', '--show-toplevel']);
  return code === 0 ? stdout.replace(/\n$/, '') : null;
}

export interface Walk {
  /** What is reachable from here is left out; null: nothing. */
  readonly base: string | null;
  readonly head: string;
  readonly firstParent?: boolean;
}

const walkArguments = ({ base, head, firstParent }: Walk): string[] => [
  ...(firstParent ? ['--first-parent'] : []),
  head,
  ...(base === null ? [] : [`^${base}`]),
];

/** Commits parents first, as `git rev-list --reverse --topo-order` gives them. @throws {GitError} if git cannot. */
export async function* walkCommits({ objects }: GitRepository, walk: Walk): AsyncGenerator<string> {
  const child = startGit(objects, ['rev-list', '--reverse', '--topo-order', ...walkArguments(walk)]);
  const stderr: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdin.on('error', () => {});
  child.stdin.end();
  const ended = new Promise<number>((done, reject) => {
    child.on('error', (cause) => reject(notStarted(cause)));
    child.on('close', (code) => done(code ?? 1));
  });
  try {
    for await (const line of createInterface({ input: child.stdout })) yield line;
    if ((await ended) !== 0) throw new GitError(`The commits cannot be listed: ${complaint(stderr)}.`);
  } finally {
    child.kill();
  }
}

/** How many commits a walk has; counts no further than `max`. */
export async function countCommits(
  { objects }: GitRepository,
  walk: Walk,
  max = Number.MAX_SAFE_INTEGER,
): Promise<number> {
  const limit = max < Number.MAX_SAFE_INTEGER ? [`--max-count=${max}`] : [];
  const { stdout } = await runGit(objects, ['rev-list', '--count', ...limit, ...walkArguments(walk)]);
  return Number(stdout) || 0;
}
