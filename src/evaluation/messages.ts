import type { PullRequestFacts } from '../core/facts/facts.ts';
import type { Evaluation, Reads } from '../pipeline.ts';
import type { PullRequestId } from '../ports.ts';

/** What a thread is asked to evaluate. */
export interface Task {
  readonly id: PullRequestId;
  readonly facts: PullRequestFacts;
}

/** Facts as what differs from those of the task: the files with their patches are large. */
export type FactsSince = Partial<PullRequestFacts>;

export const factsSince = (task: PullRequestFacts, facts: PullRequestFacts): FactsSince =>
  Object.fromEntries(
    Object.entries(facts).filter(([name, value]) => task[name as keyof PullRequestFacts] !== value),
  );

type Names<Port> = Readonly<Record<keyof Port, 'facts first' | 'as it is'>>;

/** All that a thread can have read, and whether the facts of the task, or what became of them, come first. */
export const READS: { readonly source: Names<Reads['source']>; readonly store: Names<Reads['store']> } = {
  source: { snapshot: 'as it is', contents: 'facts first', people: 'facts first', properties: 'as it is' },
  store: {
    pushes: 'as it is',
    digests: 'as it is',
    openPullRequests: 'as it is',
    record: 'as it is',
    commands: 'as it is',
  },
};

/** A reading that the thread waits for. */
export interface Question {
  readonly kind: 'question';
  readonly number: number;
  readonly port: keyof Reads;
  readonly method: string;
  readonly values: readonly unknown[];
}

/** What was read, or the message of the error that came instead. */
export type Answer =
  | { readonly number: number; readonly value: unknown }
  | { readonly number: number; readonly problem: string };

/** What a thread says. `unread`: the reading of this number failed, and so did the evaluation. */
export type Said =
  | Question
  | {
      readonly kind: 'evaluated';
      readonly evaluation: Omit<Evaluation, 'facts'>;
      readonly facts: FactsSince;
    }
  | { readonly kind: 'unread'; readonly number: number }
  | { readonly kind: 'failed'; readonly error: unknown };
