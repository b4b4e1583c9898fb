import type { OtherPolicy } from '../../core/policy/other-policy.ts';
import type { PolicyProblem } from '../../core/policy/policy.ts';
import { InvalidPolicyError, judgeTwice } from '../../evaluation/judge-twice.ts';
import type { Evaluation } from '../../pipeline.ts';
import { LimitError, SourceError } from '../../ports.ts';
import type { PagesWorld } from '../pages.ts';
import type { ViewedRepository } from '../../ports/viewer.ts';

/** One pull request by the policy that holds and by the edited one, or why not. */
export type Judged = { readonly number: number } & (
  { readonly now: Evaluation; readonly other: Evaluation } | { readonly unread: string }
);

export type Judgement =
  | { readonly judged: readonly Judged[] }
  /** The edited policy is invalid beside the floor, as it turned out. */
  | { readonly problems: readonly PolicyProblem[] }
  | { readonly busy: string };

/** Judging takes what deliveries need, too. */
const AT_ONCE = 2;
/** All of it; what is not done by then is told as such. */
const LONGEST_MS = 40_000;

/** Judges pull requests by an edited policy, one after the other. Changes nothing and never rejects. */
export function createJudge(
  world: Pick<PagesWorld, 'readsOf' | 'evaluate' | 'log'>,
  longestMs = LONGEST_MS,
): (repository: ViewedRepository, numbers: readonly number[], files: OtherPolicy) => Promise<Judgement> {
  let underWay = 0;
  return async ({ owner, name, installationId }, numbers, files) => {
    if (underWay >= AT_ONCE) {
      return { busy: 'Others are trying policies at this moment. Your text is kept: try again in a minute.' };
    }
    underWay++;
    const signal = AbortSignal.timeout(longestMs);
    const judged: Judged[] = [];
    try {
      for (const number of numbers) {
        const { evaluate } = world;
        const judging = judgeTwice(
          { owner, name, number },
          files,
          world.readsOf(installationId),
          async (id, facts, reads) => evaluate(id, facts, reads, signal),
        );
        judged.push({ number, ...(await until(signal, judging)) });
      }
      return { judged };
    } catch (error) {
      if (error instanceof InvalidPolicyError) return { problems: error.problems };
      throw error;
    } finally {
      underWay--;
    }
  };

  async function until<Result>(
    signal: AbortSignal,
    judging: Promise<Result>,
  ): Promise<Result | { readonly unread: string }> {
    try {
      return await Promise.race([judging, aborted(signal)]);
    } catch (error) {
      if (error instanceof InvalidPolicyError) throw error;
      if (signal.aborted) return { unread: TOO_LONG };
      if (error instanceof SourceError || error instanceof LimitError) return { unread: error.message };
      world.log.warn({ err: error }, 'a page could not try a policy');
      return { unread: 'Evaluating it failed. The log of the server says why.' };
    }
  }
}

const TOO_LONG = 'It was not done in time. Choose fewer pull requests at once.';

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const refuse = (): void => reject(new Error(TOO_LONG));
    if (signal.aborted) refuse();
    else signal.addEventListener('abort', refuse, { once: true });
  });
