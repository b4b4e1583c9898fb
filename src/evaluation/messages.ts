import type { FileChange, PullRequestFacts } from '../core/facts/facts.ts';
import type { Evaluation, Reads } from '../pipeline.ts';
import type { ContentRequest, PeopleRequest, PullRequestId } from '../ports.ts';
import type { PackedDecision } from './places.ts';

/** What a thread is asked to evaluate. */
export interface Task {
  readonly id: PullRequestId;
  readonly facts: PullRequestFacts;
}

/** What differs from the same thing in the task: files with their patches are large, and both threads have them. */
export type Since<Thing> = Partial<Thing>;

export const since = <Thing extends object>(before: Thing, now: Thing): Since<Thing> =>
  Object.fromEntries(
    Object.entries(now).filter(([name, value]) => before[name as keyof Thing] !== value),
  ) as Since<Thing>;

/** A request for content, with the place of the file among those of the task. */
export interface PlacedRequest extends Omit<ContentRequest, 'file'> {
  readonly place: number;
}

/** All that a thread can have read: `Reads`, with less of what the main thread knows anyway. */
export interface Readings extends Omit<Reads['source'], 'contents' | 'people'>, Readonly<Reads['store']> {
  contents(
    facts: Since<PullRequestFacts>,
    requests: readonly PlacedRequest[],
  ): Promise<readonly Since<FileChange>[]>;
  people(facts: Since<PullRequestFacts>, request: PeopleRequest): ReturnType<Reads['source']['people']>;
}

/** A reading that the thread waits for. */
export interface Question {
  readonly kind: 'question';
  readonly number: number;
  readonly reading: keyof Readings;
  readonly values: readonly unknown[];
}

/** What was read, or the message of the error that came instead. */
export type Answer =
  | { readonly number: number; readonly value: unknown }
  | { readonly number: number; readonly problem: string };

/** What a thread says. `begun`: it is loaded and has the task. `unread`: the reading of this number failed, and so did the evaluation. */
export type Said =
  | Question
  | { readonly kind: 'begun' }
  | {
      readonly kind: 'evaluated';
      readonly evaluation: Omit<Evaluation, 'facts' | 'decision'>;
      readonly decision: PackedDecision;
      readonly facts: Since<PullRequestFacts>;
    }
  | { readonly kind: 'unread'; readonly number: number }
  | { readonly kind: 'failed'; readonly error: unknown };
