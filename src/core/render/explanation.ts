import {
  SHOWN_KEY,
  type AcceptanceState,
  type AskState,
  type Because,
  type ConditionState,
  type Decision,
  type EntryState,
  type JudgedFinding,
  type ObligationState,
  type Owed,
} from '../decision/decision.ts';
import { countOf } from '../decision/entitled.ts';
import { holds } from '../decision/owed.ts';
import { isRecovery } from '../decision/recovery.ts';
import { worstFirst } from './summary/findings.ts';
import { minute } from './time.ts';

/** How a thing stands. `plain`: it is only told. */
export type Mark = 'met' | 'open' | 'refused' | 'idle' | 'plain';

/** Our own words, or (`name`) a text that is quoted as it is: a path, a login, somebody's reason. */
export type Part = string | { readonly name: string };

/** One line, and what belongs under it. */
export interface Line {
  readonly mark: Mark;
  readonly text: readonly Part[];
  readonly under: readonly Line[];
}

/** How the policy was applied, as a tree: sections with lines. Both forms of `explain` are made of it. */
export interface Section {
  readonly heading: string;
  readonly lines: readonly Line[];
}

const PEOPLE_NAMED = 5;
const FILES_NAMED = 3;
const FINDINGS_SHOWN = 30;
const REVIEWS_SHOWN = 10;

/** From the entries of the policy to what could not be read: who was asked for what, why, and how it stands. */
export function explanation(decision: Decision): Section[] {
  const { entries, obligations, findings, gaps, limits, warnings } = decision;
  const own = obligations.filter(({ entry }) => entry === null);
  const sections: Section[] = [
    { heading: 'About the policy', lines: warnings.map(({ message }) => line('plain', [message])) },
    {
      heading: 'What the policy asks',
      lines:
        entries.length > 0
          ? entries.map((entry, index) => entryLine(entry, ofEntry(obligations, index)))
          : [line('idle', [withoutEntries(decision)])],
    },
    { heading: 'What the gate itself asks', lines: own.flatMap(ownLines) },
    { heading: 'Findings', lines: findingLines(findings, obligations) },
    { heading: 'Accepted by people', lines: decision.acceptances.map(acceptanceLine) },
    { heading: 'Could not be read', lines: told('refused', gaps) },
    { heading: 'Cannot be known here', lines: told('plain', limits) },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

const line = (mark: Mark, text: readonly Part[], under: readonly Line[] = []): Line => ({
  mark,
  text,
  under,
});

/** A line of words and quoted texts: a template's values are the quoted ones. */
const say = (words: TemplateStringsArray, ...values: readonly (string | readonly Part[])[]): Part[] =>
  words.flatMap((word, index) => {
    const value = values[index];
    return [word, ...(value === undefined ? [] : typeof value === 'string' ? [{ name: value }] : value)];
  });

/** "a, b and 3 more", each quoted. */
function list(items: readonly string[], max: number, more = items.length - max): Part[] {
  const shown = items.slice(0, max).flatMap((name, index) => (index === 0 ? [{ name }] : [', ', { name }]));
  return more > 0 ? [...shown, ` and ${more} more`] : shown;
}

const told = (mark: Mark, items: readonly { readonly what: string; readonly reason: string }[]): Line[] =>
  items.map(({ what, reason }) => line(mark, [`${what}: ${reason}`]));

const ofEntry = (obligations: readonly ObligationState[], index: number): ObligationState[] =>
  obligations.filter(({ entry }) => entry === index);

function entryLine({ name, conditions, triggered }: EntryState, owed: readonly ObligationState[]): Line {
  const wanted = conditions.map(conditionLine);
  if (!triggered) return line('idle', say`${name}: does not ask here`, wanted);
  const always = conditions.length === 0 ? [line('plain', ['always asks'])] : wanted;
  if (owed.length === 0) {
    return line('idle', say`${name}: applies here, and asks nobody`, always);
  }
  const met = owed.every((each) => each.met);
  return line(met ? 'met' : 'open', say`${name}: asks, and is ${[met ? 'met' : 'open']}`, [
    ...always,
    ...owed.map(({ requires }) => owedLine(requires)),
  ]);
}

function conditionLine({ key, wants, holds: met, unknown, found }: ConditionState): Line {
  const what = say`${[`${key}: wants `]}${wants}${[met ? '; found ' : '; but found ']}`;
  const taken = unknown ? [', which does not tell: taken to hold'] : [];
  return line(met ? 'met' : 'idle', [...what, ...list(found, FILES_NAMED), ...taken]);
}

/** What no entry asks for: what is not covered, control files, findings. */
function ownLines({ name, because, met, requires }: ObligationState): Line[] {
  return [
    line(
      met ? 'met' : 'open',
      [...say`${name}: asked because of `, ...reasons(because)],
      [owedLine(requires)],
    ),
  ];
}

const reasons = (because: readonly Because[]): Part[] =>
  list(
    because.map(({ value }) => value),
    FILES_NAMED,
  );

/** @param unmet how to mark what is not met: once one alternative is, the others are not waited for */
function owedLine(owed: Owed<AskState>, unmet: Mark = 'open'): Line {
  const isMet = holds(owed, ({ met }) => met);
  const mark = isMet ? 'met' : unmet;
  if ('anyOf' in owed) {
    const others = isMet ? 'idle' : unmet;
    return line(
      mark,
      ['any one of'],
      owed.anyOf.map((part) => owedLine(part, others)),
    );
  }
  if ('allOf' in owed) {
    return line(
      mark,
      ['all of'],
      owed.allOf.map((part) => owedLine(part, unmet)),
    );
  }
  const files = owed.covers === null ? ['the whole change'] : list(owed.covers, FILES_NAMED);
  return line(mark, [`${countOf(owed.approvals, owed.who)}, for `, ...files], standing(owed));
}

/** Who has answered, who could, and whose review does not count. */
function standing(ask: AskState): Line[] {
  const { met, counted, opposed, rejected, claimedOut } = ask;
  return [
    ...(counted.length > 0 ? [line('met', ['approved by ', ...list(counted, PEOPLE_NAMED)])] : []),
    ...(opposed.length > 0
      ? [
          line('refused', [
            ...list(opposed, PEOPLE_NAMED),
            ' asked for changes, which keeps it open until they approve or their review is dismissed',
          ]),
        ]
      : []),
    ...rejected
      .slice(0, REVIEWS_SHOWN)
      .map(({ login, reason }) => line('refused', say`the review of ${login} does not count: ${[reason]}`)),
    ...(rejected.length > REVIEWS_SHOWN
      ? [line('refused', [`${rejected.length - REVIEWS_SHOWN} more reviews do not count`])]
      : []),
    ...(opposed.length > 0 && ask.eligible.length === 0 ? [] : [line('plain', eligible(ask))]),
    ...(!met && claimedOut.length > 0
      ? [
          line('plain', [
            'only the change’s own text (authors, co-authors) takes out ',
            ...list(claimedOut, PEOPLE_NAMED),
          ]),
        ]
      : []),
  ];
}

function eligible({ met, approvals, counted, eligible: logins, moreEligible }: AskState): Part[] {
  const others = met ? 'others who could: ' : 'could answer: ';
  if (logins.length === 0) {
    if (moreEligible) return [`${others}not known by name`];
    return [met ? 'nobody else could' : 'nobody is left who could'];
  }
  const hidden = logins.length - PEOPLE_NAMED;
  if (!moreEligible) {
    const short = logins.length + counted.length < approvals ? [', and nobody else: too few'] : [];
    return [others, ...list(logins, PEOPLE_NAMED), ...short];
  }
  const more = hidden > 0 ? ` and at least ${hidden} more` : ', and there may be more';
  return [others, ...list(logins, PEOPLE_NAMED, 0), more];
}

const FINDING_SAYS = { block: 'blocks', review: 'needs a review', warn: 'is for your information' } as const;

function findingLines(findings: readonly JudgedFinding[], obligations: readonly ObligationState[]): Line[] {
  const shown = worstFirst(findings)
    .slice(0, FINDINGS_SHOWN)
    .map((finding) => findingLine(finding, findingMark(finding, obligations)));
  const more = findings.length - FINDINGS_SHOWN;
  return more > 0 ? [...shown, line('plain', [`and ${more} more`])] : shown;
}

/** A finding that needs a review stands as the reviews do that it asks for. */
function findingMark({ rule, action }: JudgedFinding, obligations: readonly ObligationState[]): Mark {
  if (action !== 'review') return action === 'block' ? 'refused' : 'plain';
  const owed = obligations.filter(({ because }) =>
    because.some(({ kind, value }) => kind === 'rule' && value === rule),
  );
  return owed.length > 0 && owed.every(({ met }) => met) ? 'met' : 'open';
}

function findingLine({ rule, severity, action, places, key, waived }: JudgedFinding, mark: Mark): Line {
  const paths = places.map(({ path, line: at }) => `${path}${at === null ? '' : `:${at}`}`);
  const where = paths.length > 0 ? [', in ', ...list(paths, FILES_NAMED)] : [];
  const name = key === null ? [] : [', finding ', { name: key.slice(0, SHOWN_KEY) }];
  const what: Part[] = [`${rule} (${severity}) ${FINDING_SAYS[action]}`, ...where, ...name];
  if (!waived) return line(mark, what);
  return line('met', what, [
    line('met', say`waived by ${waived.by.login} until ${[minute(waived.until)]}: ${waived.reason}`),
  ]);
}

const ACCEPTED = {
  waiver: 'accepts the finding ',
  not_agent: 'says that this is no agent’s change',
  override: 'lifts the gate for this very change',
} as const;

function acceptanceLine({ acceptance, lapsed }: AcceptanceState): Line {
  const { kind, by, until, reason, about, selfAccepted } = acceptance;
  const self = selfAccepted ? ', with a hand in this change, because nobody else could,' : '';
  const what: Part[] = [
    { name: by.login },
    `${self} ${ACCEPTED[kind]}`,
    ...(kind === 'waiver' ? [{ name: about }] : []),
  ];
  const says = say`${what} until ${[minute(until)]}: ${reason}`;
  return lapsed === null
    ? line('met', says)
    : line('idle', says, [line('refused', [`does not hold: ${lapsed}`])]);
}

function withoutEntries({ gated, recovery }: Decision): string {
  if (!gated.yes) return 'Nothing of a change without an agent.';
  if (!isRecovery(recovery)) return 'It has no entries.';
  return 'Nothing but what `recovery` says: AgentGuard opened it to take a change back.';
}
