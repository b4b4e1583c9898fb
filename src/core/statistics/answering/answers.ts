import { atOnce } from '../steps.ts';
import { approvals, type Approvals } from './approvals.ts';
import { looks, type Looks } from './looks.ts';
import type { Pull, Pulls } from './pulls.ts';
import { share, type Share } from './share.ts';
import { words, type Words } from './words.ts';

/** Who answers for what agents make, as numbers. */
export interface Answers {
  readonly looks: Looks;
  readonly approvals: Approvals;
  readonly share: Share;
  readonly words: Words;
}

export interface AnswersWanted {
  /** `owner/name` in lower case: nothing else is looked at; null: all that were followed. */
  readonly repositories: Iterable<string> | null;
  /** An agent's id; null: any, and words on everybody's changes. */
  readonly agent: string | null;
  /** When the time asked about begins; it ends with the last entry that was followed. */
  readonly from: number;
}

/**
 * Counts what was followed. For the numbers of a time give `followPull` its entries of the kinds `FOLLOWED`, in their
 * order, and before them `beginPull` where each pull request stood, if that can be had: one that was gated before then
 * is not taken for a new one, and what an older decision says of a merge is known.
 */
export const answers = (pulls: Pulls, wanted: AnswersWanted): Answers =>
  atOnce(answersInSteps(pulls, wanted));

/** The same in steps, between which something else can be done: there may be tens of thousands of pull requests. */
export function* answersInSteps(
  pulls: Pulls,
  { repositories, agent, from }: AnswersWanted,
): Generator<void, Answers> {
  const all = [...pullsOf(pulls, repositories ?? pulls.keys())];
  const isAsked = ({ agents }: Pull): boolean =>
    agent === null ? agents.length > 0 : agents.includes(agent);
  const ofAgents = all.filter(isAsked);
  yield;
  const looked = looks(ofAgents, from);
  yield;
  const approved = approvals(ofAgents, from);
  yield;
  const shared = share(all, ofAgents, from);
  yield;
  const given = words(agent === null ? all : ofAgents, from);
  return { looks: looked, approvals: approved, share: shared, words: given };
}

function* pullsOf(pulls: Pulls, repositories: Iterable<string>): Iterable<Pull> {
  for (const repository of repositories) yield* pulls.get(repository)?.values() ?? [];
}
