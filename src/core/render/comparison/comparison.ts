import type { Decision } from '../../decision/decision.ts';
import { plain } from '../markdown.ts';
import { title } from '../title.ts';

/** Something that is not the same by another policy. */
export interface Difference {
  readonly kind: 'entry' | 'review' | 'finding' | 'gap';
  /** The entry's name, the review asked for, the finding with its place. */
  readonly what: string;
  /** How it stands by today's policy, and by the other; null: it is not there. */
  readonly now: string | null;
  readonly other: string | null;
}

/** What another policy would change about a decision, in the order of the decision. */
export function differences(now: Decision, other: Decision): Difference[] {
  return [
    ...compared('entry', entriesOf(now), entriesOf(other)),
    ...compared('review', reviewsOf(now), reviewsOf(other)),
    ...compared('finding', findingsOf(now), findingsOf(other)),
    ...compared('gap', gapsOf(now), gapsOf(other)),
  ];
}

type Standing = readonly (readonly [what: string, how: string])[];

function compared(kind: Difference['kind'], now: Standing, other: Standing): Difference[] {
  const how = (standing: Standing, what: string): string | null => {
    const found = standing.filter(([name]) => name === what).map(([, each]) => each);
    return found.length === 0 ? null : [...new Set(found)].join(', ');
  };
  const all = [...new Set([...now, ...other].map(([what]) => what))];
  return all
    .map((what) => ({ kind, what, now: how(now, what), other: how(other, what) }))
    .filter((each) => each.now !== each.other);
}

const entriesOf = ({ entries }: Decision): Standing =>
  entries.map(({ name, triggered }) => [name, triggered ? 'asks' : 'does not ask']);

const reviewsOf = ({ obligations }: Decision): Standing =>
  obligations.map(({ name, asked, met }) => [`${asked} (${name})`, met ? 'met' : 'open']);

const findingsOf = ({ findings }: Decision): Standing =>
  findings.map(({ rule, places: [place], action, waived }) => {
    const line = place?.line ?? null;
    const where = place ? ` in ${place.path}${line === null ? '' : `:${line}`}` : '';
    return [`${rule}${where}`, waived ? 'waived' : ACTION[action]];
  });

const ACTION = { block: 'blocks', review: 'needs a review', warn: 'only warns' } as const;

const gapsOf = ({ gaps }: Decision): Standing => gaps.map(({ what }) => [what, 'not read']);

const HEADING = {
  entry: 'Entries of the policy',
  review: 'Reviews asked for',
  finding: 'Findings',
  gap: 'Could not be read',
} as const;

/** A decision by two policies for the terminal: both answers, then what differs. */
export function comparisonText(now: Decision, other: Decision): string {
  const found = differences(now, other);
  const kinds = (Object.keys(HEADING) as Difference['kind'][]).filter((kind) =>
    found.some((each) => each.kind === kind),
  );
  const sections = kinds.map((kind) =>
    [HEADING[kind], ...found.filter((each) => each.kind === kind).map(differenceLine)].join('\n'),
  );
  const none = found.length === 0 ? ['Entries, reviews and findings are the same.'] : [];
  return `${[[answerLine('now', now), answerLine('then', other)].join('\n'), ...none, ...sections].join('\n\n')}\n`;
}

const answerLine = (when: string, decision: Decision): string =>
  `${when.padEnd(4)}  ${answered(decision).padEnd(WIDEST)}  ${title(decision)}`;

const differenceLine = ({ what, now, other }: Difference): string =>
  `  ${plain(what, 160)}: ${now ?? 'not there'} → ${other ?? 'not there'}`;

const WIDEST = 'review_required'.length;

/** The outcome; what only observes blocks nothing. */
export const answered = ({ outcome, mode }: Decision): string =>
  mode === 'observe' ? `${outcome} (observe)` : outcome;
