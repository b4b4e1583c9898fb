import type { CodeOwners } from '../../facts/codeowners.ts';
import type { FileChange } from '../../facts/facts.ts';
import type { ReviewEntry } from '../../policy/policy.ts';
import type { AskOwed, EntryState, JudgedFinding, Obligation } from '../decision.ts';

/** An ask, and which paths it would be about in any other state of the same pull request. */
export interface PlannedAsk extends AskOwed {
  readonly inScope: (path: string) => boolean;
}
export type PlannedObligation = Obligation<PlannedAsk>;

export interface ObligationInput {
  readonly gated: boolean;
  readonly files: readonly FileChange[];
  readonly findings: readonly JudgedFinding[];
  readonly reviews: readonly ReviewEntry[];
  /** Of each of them, whether it asks here. */
  readonly entries: readonly Pick<EntryState, 'triggered' | 'certain'>[];
  /** Names of the agents, for the reason shown. */
  readonly agents: readonly string[];
  readonly codeowners: CodeOwners;
  /** Owed in the place of all but what control files owe; null: nothing is. */
  readonly instead?: PlannedObligation | null;
}

/** What an entry is about: the files, and in which others it would be about in another state of the change. */
export interface Extent {
  readonly files: readonly FileChange[];
  readonly covers: readonly string[] | null;
  readonly inScope: (path: string) => boolean;
}
