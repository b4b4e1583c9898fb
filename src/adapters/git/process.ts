import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';

/** Variables a child process gets. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Git could not do what it was asked to; `message` is a sentence for people. */
export class GitError extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'GitError';
  }
}

/** How git is called: where, with which variables. */
export interface GitContext {
  readonly cwd: string;
  readonly variables: Variables;
}

/** For every call, whatever the repository's config says: nothing is run, fetched, replaced or paged. */
const ALWAYS = [
  '--no-pager',
  ...[
    'safe.directory=*',
    'protocol.allow=never',
    'core.hooksPath=/dev/null',
    'core.fsmonitor=false',
    'core.attributesFile=/dev/null',
    'core.untrackedCache=false',
    'core.useReplaceRefs=false',
    'log.showSignature=false',
    'diff.external=',
  ].flatMap((setting) => ['-c', setting]),
];

/**
 * The caller's variables without any of git's own, so that none of them points to another repository, and with
 * those that keep git to itself.
 */
export function gitVariables(environment: Variables): Variables {
  const own = Object.entries(environment).filter(([name]) => !/^GIT_/i.test(name));
  return {
    ...Object.fromEntries(own),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_GRAFT_FILE: '/dev/null',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
  };
}

/** Starts git, never through a shell. */
export function startGit(context: GitContext, args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn('git', [...ALWAYS, ...args], {
    cwd: context.cwd,
    env: { ...context.variables },
    stdio: 'pipe',
  });
}

export interface GitResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs git to its end. @throws {GitError} if it cannot be started. */
export function runGit(context: GitContext, args: readonly string[]): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = startGit(context, args);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.stdin.on('error', () => {});
    child.stdin.end();
    child.on('error', (cause) => reject(notStarted(cause)));
    child.on('close', (code) => {
      resolve({ code: code ?? 1, stdout: Buffer.concat(stdout).toString(), stderr: complaint(stderr) });
    });
  });
}

/** Why git could not be started. */
export const notStarted = (cause: unknown): GitError =>
  new GitError(
    `git could not be started (${cause instanceof Error ? cause.message : String(cause)}). Install git 2.30 or newer.`,
    { cause },
  );

const COMPLAINT_LIMIT = 300;

/** What git said on stderr: its last line, without the prefix. */
export function complaint(stderr: readonly Buffer[]): string {
  const lines = Buffer.concat(stderr).toString().trim().split('\n');
  return (lines.at(-1) ?? '').replace(/^(?:fatal|error): /, '').slice(0, COMPLAINT_LIMIT);
}
