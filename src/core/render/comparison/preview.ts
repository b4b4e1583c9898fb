import type { Decision } from '../../decision/decision.ts';
import { code, listed, plain, sentence, table } from '../markdown.ts';
import { title } from '../title.ts';
import { answered, differences } from './comparison.ts';

/** What a policy would change about one open pull request. */
export interface Previewed {
  readonly number: number;
  /** The answer by today's policy, and by the new one. */
  readonly now: string;
  readonly other: string;
  /** What differs besides, in words; empty and the same answers: nothing. */
  readonly differs: readonly string[];
}

/** What a pull request that changes the policy would change about others. */
export type PolicyPreview =
  | { readonly kind: 'floor'; readonly owner: string }
  | {
      readonly kind: 'judged';
      readonly judged: readonly Previewed[];
      /** Those for which it could not be said, and why. */
      readonly unsaid: readonly { readonly number: number; readonly why: string }[];
      /** Open pull requests of agents that were left out: only the newest are judged. */
      readonly beyond: number;
    };

const MAX_DIFFERENCES = 3;
const MAX_CELL = 160;

/** How one pull request compares by two policies. */
export function previewed(number: number, now: Decision, other: Decision): Previewed {
  // An entry that asks is a review.
  const found = differences(now, other)
    .filter(({ kind }) => kind !== 'entry')
    .map(
      ({ what, now: before, other: after }) =>
        `${plain(what, 80)}: ${before ?? 'not there'} → ${after ?? 'not there'}`,
    );
  const more = found.length - MAX_DIFFERENCES;
  return {
    number,
    now: title(now),
    other: answered(now) === answered(other) || now.mode === other.mode ? title(other) : answered(other),
    differs: [...found.slice(0, MAX_DIFFERENCES), ...(more > 0 ? [`and ${more} more`] : [])],
  };
}

/** The section of the check's page: a short table, and what it leaves out. */
export function previewMarkdown(preview: PolicyPreview | undefined): string {
  if (!preview) return '';
  const heading = '### What this policy would change';
  if (preview.kind === 'floor') {
    return `${heading}\nThis is the floor of ${code(preview.owner)}: it holds for every repository there. What it would change in them is not judged here. For one repository ${code('agentguard simulate OWNER/REPO --floor FILE')} says it.`;
  }
  const { judged, unsaid, beyond } = preview;
  const isSame = ({ now, other, differs }: Previewed): boolean => now === other && differs.length === 0;
  const numbers = (list: readonly { readonly number: number }[]): string =>
    listed(
      list.map(({ number }) => code(`#${number}`)),
      10,
    );
  const changed = judged.filter((each) => !isSame(each));
  const same = judged.filter(isSame);
  const rows = changed.map(({ number, now, other, differs }) => [
    code(`#${number}`),
    sentence(now, MAX_CELL),
    sentence(other, MAX_CELL),
    differs.length === 0 ? 'the answer' : sentence(differs.join('; '), MAX_CELL * 2),
  ]);
  const paragraphs = [
    judged.length + unsaid.length === 0
      ? 'No other pull request of an agent is open here, so nothing changes for any.'
      : 'For open pull requests of agents, as they are now. It decides nothing here.',
    table(['Pull request', 'By today’s policy', 'By this one', 'What differs'], rows),
    same.length > 0 ? `Nothing changes for ${numbers(same)}.` : '',
    ...unsaid.map(({ number, why }) => `Could not be said for ${code(`#${number}`)}: ${sentence(why, 300)}`),
    beyond > 0 ? `The newest were judged; ${beyond} older ones were not.` : '',
  ];
  return `${heading}\n${paragraphs.filter((text) => text !== '').join('\n\n')}`;
}
