import { rejections } from '../decision/reviews.ts';
import { plain } from './markdown.ts';

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
    readonly who: string;
    readonly met: boolean;
    readonly counted: readonly string[];
    readonly opposed: readonly string[];
    readonly rejected: readonly { readonly login: string; readonly reason: string }[];
  }[];
  readonly findings?: readonly { readonly rule: string; readonly action: string; readonly count: number }[];
  readonly gaps?: readonly { readonly what: string }[];
  readonly mergedBy?: string | null;
  readonly decision?: { readonly sequence: number; readonly outcome: string } | null;
}

/** One entry as a person reads it: when, what, why, who. */
export function recordText(entry: ShownEntry): string {
  const body = entry.body as ShownDecision;
  const head = `${entry.sequence}  ${entry.at.slice(0, 19).replace('T', ' ')} UTC  ${entry.subject}  ${(body.head ?? '').slice(0, 7)}  ${entry.hash.slice(0, 12)}`;
  const lines = entry.kind === 'merge' ? mergeLines(body) : decisionLines(body);
  return [head, ...lines].join('\n');
}

const MARGIN = '    ';
const WIDEST_LABEL = 'not counted';

const line = (text: string): string => `${MARGIN}${plain(text, 300)}`;
const labelled = (label: string, text: string): string =>
  `${MARGIN}${label.padEnd(WIDEST_LABEL.length)}  ${plain(text, 300)}`;

function mergeLines({ mergedBy, decision }: ShownDecision): string[] {
  const who = `Merged by ${mergedBy ?? 'an account that was deleted'}.`;
  if (!decision) return [line(`${who} No decision had been made on this head: nobody answered for it here.`)];
  return [
    line(`${who} The decision that stood on this head is entry ${decision.sequence}: ${decision.outcome}.`),
  ];
}

function decisionLines(body: ShownDecision): string[] {
  return [
    line(`Decided: ${body.outcome ?? 'unknown'}. ${body.gated?.reason ?? ''}`),
    ...(body.findings ?? []).map(({ rule, action, count }) =>
      labelled('finding', `${rule} (${action}${count > 1 ? `, ${count} places` : ''})`),
    ),
    ...(body.gaps ?? []).map(({ what }) => labelled('unread', what)),
    ...(body.obligations ?? []).map(({ name, who, met, counted, opposed }) =>
      labelled(
        met ? 'met' : 'owed',
        `${name}: ${who}${people('; approved by', counted)}${people('; changes asked for by', opposed)}`,
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
