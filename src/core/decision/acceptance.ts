import type { Account } from '../facts/facts.ts';

/** What a person can answer for beyond a review. */
export const ACCEPTANCE_KINDS = ['waiver', 'not_agent', 'override'] as const;
/**
 * - `waiver`: one finding is accepted as it is.
 * - `not_agent`: what was taken for an agent's marks is none.
 * - `override`: the whole gate is lifted (break-glass).
 */
export type AcceptanceKind = (typeof ACCEPTANCE_KINDS)[number];

/** A person's recorded word, bound to what it was given for: a changed change is another one. */
export interface Acceptance {
  readonly kind: AcceptanceKind;
  readonly by: Account;
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** From then on it does not hold any more. */
  readonly until: string;
  readonly reason: string;
  /** Of a waiver the finding's key, of the others that of the evidence or of the whole patch; see keys.ts. */
  readonly bound: string;
  /** For people: "secret-added in src/config.ts". */
  readonly about: string;
  /** True: nobody else could have given it, so one who had a hand in the change did. */
  readonly selfAccepted: boolean;
}
