import type { Account, PullRequest } from '../../demo/github/github.ts';
import type { Acme } from '../support/organization.ts';
import type { Gate } from '../support/gate.ts';

/** What the merge button says before and after olga, who has no hand in anything, approves; and why not before. */
export async function withoutAndWithOlga(gate: Gate, acme: Acme, pull: PullRequest) {
  const { merge: without, summary: why } = await gate.verdict(pull, acme.nadia);
  acme.review(pull, acme.olga);
  const { merge } = await gate.verdict(pull, acme.nadia);
  return { without, why, with: merge };
}

/** What the merge button says after bela, with write access and nothing more, and then after this person. */
export async function mergesAfter(gate: Gate, acme: Acme, pull: PullRequest, person: Account) {
  acme.review(pull, acme.bela);
  const bela = await gate.verdict(pull, acme.nadia);
  acme.review(pull, person);
  const both = await gate.verdict(pull, acme.nadia);
  return { bela: bela.merge, title: bela.title, both: both.merge };
}

export const blockedBecause = (reason: string) => ({
  without: 405,
  why: expect.stringContaining(reason),
  with: 200,
});

/** The address GitHub gives an account for its commits. */
export const noreply = ({ id, login }: { id: number; login: string }): string =>
  `${id}+${login}@users.noreply.github.com`;
