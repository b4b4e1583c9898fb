import type { Answers } from '../../../core/statistics/answering/answers.ts';
import type { Exposed } from '../../../core/statistics/answering/exposed.ts';
import type { Counted } from '../../../core/statistics/middle.ts';
import { percent } from '../../charts/percent.ts';
import { counted, shown } from '../../pull-request/text.ts';
import { duration } from '../words.ts';

/** A number with what it counts. */
export interface Tile {
  readonly name: string;
  readonly value: string;
  readonly explanation: string;
}

/** The numbers there is anything to say of, in the order in which they are asked for. */
export const tilesOf = ({ looks, approvals, share, words }: Answers, exposed: Exposed): readonly Tile[] =>
  [
    looks.gated > 0 ? firstLook(looks) : null,
    looks.merged > 0 ? unseen(looks) : null,
    approvals.merged > 0 ? approved(approvals) : null,
    share.agents > 0 ? agentsShare(share) : null,
    words.given.override + words.given.waiver > 0 || words.merges.overridden > 0 ? accepted(words) : null,
    exposed.all > 0 ? exposures(exposed) : null,
  ].filter((tile) => tile !== null);

/** Of fewer, a tenth is nobody. */
const FEW = 10;

function firstLook({ gated, looked, median, ninetieth }: Answers['looks']): Tile {
  const name = 'First human look';
  if (median === null) {
    const explanation = `Of ${counted(gated, 'agents’ pull request')} that AgentGuard gated, no person has looked at any.`;
    return { name, value: 'none yet', explanation };
  }
  const slow =
    looked < FEW || ninetieth === null ? '' : ` The slowest tenth took more than ${duration(ninetieth)}.`;
  return {
    name,
    value: duration(median),
    explanation: `Median from AgentGuard’s first decision to a person’s first look.${slow} ${looked} of ${gated} were looked at.`,
  };
}

const unseen = ({ merged, mergedUnseen, mergedUnasked }: Answers['looks']): Tile => ({
  name: 'Merged unseen',
  value: String(mergedUnseen),
  explanation: `Of ${merged} merged, those at which no person had looked before.${
    mergedUnasked > 0 ? ` The policy owed no review for ${mergedUnasked} of them.` : ''
  }`,
});

function approved({ merged, approved: some, approvedByTwo, people }: Answers['approvals']): Tile {
  const [most] = people;
  const two = approvedByTwo > 0 ? ` ${approvedByTwo} had two or more.` : '';
  const who =
    most === undefined
      ? ''
      : ` By ${counted(people.length, 'person', 'people')}; ${shown(most.name, 40)} approved ${percent(
          most.count,
          some,
        )} of them.`;
  return {
    name: 'Approved by others',
    value: percent(some, merged),
    explanation: `${some} of ${merged} merged had an approval by somebody without a hand in the change.${two}${who}`,
  };
}

const agentsShare = ({ all, agents }: Answers['share']): Tile => ({
  name: 'Agents’ share',
  value: percent(agents, all),
  explanation: `${agents} of ${counted(all, 'pull request')} that AgentGuard decided on had an agent’s hand in them.`,
});

function accepted({ given, by, selfAccepted, merges, merged, mergedWaived }: Answers['words']): Tile {
  const own = selfAccepted > 0 ? ` ${selfAccepted} by somebody with a hand in the change.` : '';
  const waived =
    mergedWaived > 0
      ? ` ${mergedWaived} merged with a waived finding (${percent(mergedWaived, merged)}).`
      : '';
  return {
    name: 'Overrides and waivers',
    value: `${given.override} and ${given.waiver}`,
    explanation: `Overrides${namesOf(by.override)}; waivers${namesOf(by.waiver)}.${own} ${merges.overridden} of ${merged} merged by an override (${percent(
      merges.overridden,
      merged,
    )}).${waived}`,
  };
}

const NAMED = 2;

/** " by olga (3), mei (1) and 2 more". */
function namesOf(people: readonly Counted[]): string {
  if (people.length === 0) return ': none';
  const named = people.slice(0, NAMED).map(({ name, count }) => `${shown(name, 40)} (${count})`);
  const more = people.length - named.length;
  return ` by ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function exposures({ all, open, byWhat, ended, median, longest }: Exposed): Tile {
  const over = all - open;
  const unfollowed = byWhat['override not followed up'];
  const ways = [
    `${ended.reverted} taken back`,
    `${ended.reviewed} reviewed after all`,
    `${ended.closed} closed by somebody`,
  ].join(', ');
  return {
    name: 'Exposed now',
    value: String(open),
    explanation: [
      `Changes on a protected branch that no decision had allowed: ${all} in all${
        unfollowed > 0 ? `, ${unfollowed} of them an override without a review after it` : ''
      }.`,
      over > 0 ? `${over} ended: ${ways}${median === null ? '' : `; median ${duration(median)}`}.` : '',
      longest === null ? '' : `Longest ${duration(longest)}.`,
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
  };
}
