import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { complaint, GitError, notStarted, startGit, type GitContext } from './process.ts';

/** Reads answers out of a stream of bytes, one for each question in order. */
export interface Answers<T> {
  /** Takes the next bytes and gives the answers they complete. */
  take(chunk: Buffer): T[];
}

interface Pending<T> {
  readonly question: string;
  resolve(answer: T): void;
  reject(error: GitError): void;
}

const STDERR_KEPT = 50;

/**
 * A git process that is kept open and asked question after question. Where git dies over a question, that one is
 * rejected with what git said, and the ones after it are asked again of a new process.
 */
export class Conversation<T> {
  readonly #context: GitContext;
  readonly #args: readonly string[];
  readonly #reader: () => Answers<T>;
  #child: ChildProcessWithoutNullStreams | null = null;
  #pending: Pending<T>[] = [];
  #corked = false;

  /** @param reader makes what reads the answers of one process. */
  constructor(context: GitContext, args: readonly string[], reader: () => Answers<T>) {
    this.#context = context;
    this.#args = args;
    this.#reader = reader;
  }

  /** @param question whole lines, each with its line break. */
  ask(question: string): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ question, resolve, reject });
      this.#write(this.#child ?? this.#start(), question);
    });
  }

  close(): void {
    this.#child?.stdin.end();
    this.#child = null;
  }

  /** What is asked in one turn of the event loop goes out as one write. */
  #write(child: ChildProcessWithoutNullStreams, text: string): void {
    if (!this.#corked) {
      this.#corked = true;
      child.stdin.cork();
      setImmediate(() => {
        this.#corked = false;
        child.stdin.uncork();
      });
    }
    child.stdin.write(text);
  }

  #start(): ChildProcessWithoutNullStreams {
    const child = startGit(this.#context, this.#args);
    const answers = this.#reader();
    const stderr: Buffer[] = [];
    this.#child = child;
    child.stderr.on('data', (chunk: Buffer) => {
      stderr.push(chunk);
      if (stderr.length > STDERR_KEPT) stderr.shift();
    });
    child.stdin.on('error', () => {});
    child.stdout.on('data', (chunk: Buffer) => {
      for (const answer of answers.take(chunk)) this.#pending.shift()?.resolve(answer);
    });
    let failed: GitError | null = null;
    child.on('error', (cause) => (failed = notStarted(cause)));
    child.on('close', () => {
      if (this.#child === child) this.#child = null;
      if (failed) {
        for (const each of this.#pending.splice(0)) each.reject(failed);
        return;
      }
      this.#pending.shift()?.reject(new GitError(complaint(stderr) || 'git ended without an answer'));
      this.#askAgain();
    });
    return child;
  }

  #askAgain(): void {
    if (this.#pending.length === 0) return;
    const child = this.#child ?? this.#start();
    child.stdin.write(this.#pending.map((each) => each.question).join(''));
  }
}
