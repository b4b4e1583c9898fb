import { cannotCount, machineUsersOf } from '../decision/who-counts.ts';
import { PERMISSIONS, type Account, type Permission, type PersonFacts } from '../facts/facts.ts';
import type { Policy } from '../policy/policy.ts';
import { code, plain } from '../render/markdown.ts';

/** What an answer to `revert` rests on. */
export interface RevertSituation {
  readonly state: 'open' | 'closed' | 'merged';
  /** Whoever asks, as GitHub says at this moment; null: they have no access. */
  readonly person: PersonFacts | null;
  readonly policy: Pick<Policy, 'agents'>;
  /** Whether the record says that an agent had a hand in it. */
  readonly byAgent: boolean;
  /** What it takes back itself; null: nothing. */
  readonly takesBack: number | null;
}

const NEEDED: Permission = 'write';

/** Why somebody may not have a pull request taken back, as a sentence or two; null: they may. Pure. */
export function refuseRevert(author: Account, situation: RevertSituation): string | null {
  const { state, byAgent, takesBack } = situation;
  const refusal = notEntitled(author, situation);
  if (refusal !== null) return refusal;
  if (state !== 'merged') {
    return state === 'open'
      ? 'It is not merged. Close it, and there is nothing to take back.'
      : 'It was closed without being merged, so there is nothing to take back.';
  }
  if (takesBack !== null) {
    return `It takes back #${takesBack} itself, and taking it back would let #${takesBack} in again past its reviews. Open a new pull request for that.`;
  }
  if (byAgent) return null;
  return 'The record knows of no agent that had a hand in it, and only those changes are taken back here. Use GitHub’s own Revert button.';
}

function notEntitled(author: Account, { person, policy }: RevertSituation): string | null {
  const unable = cannotCount(author, { provenance: [], machineUsers: machineUsersOf(policy) });
  if (unable !== null) return `${author.login}: ${unable}.`;
  const ids = [author.id, person?.account.id ?? null];
  if (!ids.includes(null) && ids[0] !== ids[1]) {
    return `The login ${author.login} belongs to another account now.`;
  }
  const has = person?.permission ?? null;
  if (has !== null && PERMISSIONS.indexOf(has) >= PERMISSIONS.indexOf(NEEDED)) return null;
  return `This takes someone with write access; at this moment ${author.login} has ${has ?? 'no'} access.`;
}

/** GitHub takes 256 characters. */
const MAX_TITLE = 200;

/** As GitHub's own button would call it. */
export const revertTitle = (title: string, number: number): string =>
  `Revert "${plain(title, MAX_TITLE)}" (#${number})`;

/** What the revert's description says; what somebody wrote is quoted as code, so that it does nothing there. */
export const revertBody = (number: number, by: string, reason: string): string =>
  [
    `This takes back #${number}, as ${code(by)} asked: ${code(reason, 500)}`,
    'AgentGuard opened it by GitHub’s own revert. Who may approve it is what the policy says under `recovery`; that holds as long as nothing is pushed to it and its base stays as it is.',
  ].join('\n\n');

/** What is said where it was asked for, once it is open. */
export const revertAnswer = (opened: {
  readonly number: number;
  readonly url: string;
  readonly isNew: boolean;
}): string => {
  const link = `[#${opened.number}](${opened.url})`;
  const what = opened.isNew
    ? `Opened ${link} to take this back.`
    : `${link} is open already and takes this back.`;
  return `${what} Its check says whose approval lets it in.`;
};
