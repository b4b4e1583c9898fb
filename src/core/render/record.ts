import { rejections } from '../decision/reviews.ts';
import { plain } from './markdown.ts';
import { minute } from './time.ts';

/** What is shown of an entry of the record. */
export interface ShownEntry {
  readonly sequence: number;
  readonly at: string;
  readonly kind: string;
  readonly subject: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly hash: string;
}

interface ShownDecision {
  readonly outcome?: string;
  readonly head?: string;
  readonly gated?: { readonly reason?: string };
  readonly policy?: { readonly source?: string };
  readonly obligations?: readonly {
    readonly name: string;
    readonly asked?: string;
    /** Instead of `asked` in entries of older versions. */
    readonly who?: string;
    readonly met: boolean;
    readonly counted: readonly string[];
    readonly opposed: readonly string[];
    readonly rejected: readonly { readonly login: string; readonly reason: string }[];
  }[];
  readonly findings?: readonly {
    readonly rule: string;
    readonly action: string;
    readonly count: number;
    readonly waivedBy?: string | null;
  }[];
  readonly override?: { readonly by: string; readonly until: string } | null;
  readonly gaps?: readonly { readonly what: string }[];
  readonly mergedBy?: string | null;
  readonly decision?: { readonly sequence: number; readonly outcome: string } | null;
}

interface ShownAcceptance {
  readonly by?: { readonly login: string };
  readonly about?: string;
  readonly reason?: string;
  readonly until?: string;
  readonly selfAccepted?: boolean;
}

interface ShownFreeze {
  readonly agents?: 'all' | readonly string[];
  readonly until?: string | null;
  readonly by?: { readonly login: string };
  readonly reason?: string;
  readonly where?: string | null;
}

interface ShownRedaction {
  readonly by?: string;
  readonly what?: string;
  readonly reason?: string;
  readonly redacted?: unknown;
}

const TOLD = ['decision', 'merge', 'waiver', 'not_agent', 'override'];

/** Whether `recordText` has words for entries of this kind. */
export const isToldByRecord = (kind: string): boolean => TOLD.includes(kind);

/** One entry as a person reads it: when, what, why, who. */
export const recordText = (entry: ShownEntry): string => [entryHead(entry), ...linesOf(entry)].join('\n');

/** Which entry it is, when, and of what. */
export function entryHead({ sequence, at, subject, body, hash }: ShownEntry): string {
  const { head = '' } = body as ShownDecision;
  const time = `${at.slice(0, 19).replace('T', ' ')} UTC`;
  return `${sequence}  ${time}  ${plain(subject, 300)}  ${String(head).slice(0, 7)}  ${hash.slice(0, 12)}`;
}

function linesOf({ kind, body }: ShownEntry): string[] {
  switch (kind) {
    case 'merge':
      return mergeLines(body);
    case 'waiver':
      return acceptanceLines('Waived', body);
    case 'not_agent':
      return acceptanceLines('Declared to be no agent’s', body);
    case 'override':
      return acceptanceLines('Gate overridden', body);
    case 'freeze':
      return freezeLines(body);
    case 'redaction':
      return redactionLines(body);
    default:
      return decisionLines(body);
  }
}

const MARGIN = '    ';
const WIDEST_LABEL = 'not counted';

const line = (text: string): string => `${MARGIN}${plain(text, 300)}`;
const labelled = (label: string, text: string, max = 300): string =>
  `${MARGIN}${label.padEnd(WIDEST_LABEL.length)}  ${plain(text, max)}`;

function mergeLines({ mergedBy, decision }: ShownDecision): string[] {
  const who = `Merged by ${mergedBy ?? 'an account that was deleted'}.`;
  if (!decision) return [line(`${who} No decision had been made on this head: nobody answered for it here.`)];
  return [
    line(`${who} The decision that stood on this head is entry ${decision.sequence}: ${decision.outcome}.`),
  ];
}

function acceptanceLines(
  what: string,
  { by, about, reason, until, selfAccepted }: ShownAcceptance,
): string[] {
  const self = selfAccepted ? ', who had a hand in it: nobody else could' : '';
  return [
    line(`${what} by ${by?.login ?? 'an unknown account'}${self}.`),
    labelled('about', about ?? 'unknown'),
    labelled('reason', reason ?? 'none', 500),
    labelled('until', until === undefined ? 'unknown' : minute(until)),
  ];
}

function redactionLines({ by, what, reason, redacted }: ShownRedaction): string[] {
  const entries = Array.isArray(redacted) ? redacted.length : 'an unknown number of';
  return [
    line(
      `Personal data of ${what ?? 'people'} was taken out of ${entries} entries by ${by ?? 'somebody unknown'}.`,
    ),
    labelled('reason', reason ?? 'none', 500),
  ];
}

function freezeLines({ agents, until, by, reason, where }: ShownFreeze): string[] {
  const who = Array.isArray(agents) ? agents.join(', ') : 'All agents';
  const what = until === null ? 'no longer frozen' : 'frozen';
  return [
    line(`${who} ${what} by ${by?.login ?? 'an unknown account'}.`),
    labelled('reason', reason ?? 'none', 500),
    ...(until === null ? [] : [labelled('until', until === undefined ? 'unknown' : minute(until))]),
    labelled('asked', where ? `in ${where}` : 'on a page'),
  ];
}

function decisionLines(body: ShownDecision): string[] {
  return [
    line(`Decided: ${body.outcome ?? 'unknown'}. ${body.gated?.reason ?? ''}`),
    ...(body.override
      ? [labelled('override', `by ${body.override.by} until ${minute(body.override.until)}`)]
      : []),
    ...(body.findings ?? []).map(({ rule, action, count, waivedBy }) =>
      labelled(
        'finding',
        `${rule} (${waivedBy ? `waived by ${waivedBy}` : action}${count > 1 ? `, ${count} places` : ''})`,
      ),
    ),
    ...(body.gaps ?? []).map(({ what }) => labelled('unread', what)),
    ...(body.obligations ?? []).map(({ name, asked, who, met, counted, opposed }) =>
      labelled(
        met ? 'met' : 'owed',
        `${name}: ${asked ?? who ?? 'unknown'}${people('; approved by', counted)}${people('; changes asked for by', opposed)}`,
      ),
    ),
    ...rejections(body.obligations ?? []).map(({ login, reason, names }) =>
      labelled('not counted', `${login} for ${names.join(', ')}: ${reason}`),
    ),
    labelled('policy', body.policy?.source ?? 'unknown'),
  ];
}

const people = (label: string, logins: readonly string[]): string =>
  logins.length === 0 ? '' : `${label} ${logins.join(', ')}`;
