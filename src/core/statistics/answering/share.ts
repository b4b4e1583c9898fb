import { tally, type Counted } from '../middle.ts';
import type { Pull } from './pulls.ts';
import { RISKS, type Risk } from './seen.ts';

/** How much of the work is agents', and how risky: of pull requests decided on within the time asked about. */
export interface Share {
  readonly all: number;
  /** Those among them with an agent's hand in them. */
  readonly agents: number;
  /** By agent's id, most first; one of two agents counts for both. */
  readonly byAgent: readonly Counted[];
  /** Agents' by the worst that was ever found in them, the least first. */
  readonly byRisk: readonly { readonly risk: Risk; readonly count: number }[];
}

/**
 * @param all whoever made them
 * @param ofAgents those among them that are asked about
 * @param from when the time asked about begins
 */
export function share(all: Iterable<Pull>, ofAgents: Iterable<Pull>, from: number): Share {
  const isDecided = ({ decidedAt }: Pull): boolean => decidedAt !== null && decidedAt >= from;
  const decided = [...ofAgents].filter(isDecided);
  return {
    all: [...all].filter(isDecided).length,
    agents: decided.length,
    byAgent: tally(decided.flatMap(({ agents }) => agents)),
    byRisk: RISKS.map((risk) => ({ risk, count: decided.filter((pull) => pull.risk === risk).length })),
  };
}
