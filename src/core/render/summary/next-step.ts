import {
  SHOWN_KEY,
  type AskState,
  type Decision,
  type JudgedFinding,
  type ObligationState,
  type Owed,
} from '../../decision/decision.ts';
import { peopleText } from '../../decision/entitled.ts';
import { holds } from '../../decision/owed.ts';
import { nobodyCanMeet } from '../../decision/reviews.ts';
import { code, ended, listed, sentence, withNames } from '../markdown.ts';
import { minute } from '../time.ts';
import { blocking } from '../title.ts';
import type { Evaluated } from './summary.ts';

type By = Pick<Evaluated, 'facts' | 'policy'>;

/** So many of a kind are said before the tables; the tables have them all. */
const MAX_STEPS = 6;
const MAX_FORBIDDEN = 3;

/** The outcome in a few words, what it comes from, and what can be done about it by whom. */
export function nextStep(decision: Decision, by: By): string {
  const [heading, text] = answer(decision, by);
  const observed = decision.mode === 'observe' ? '**Observing only: nothing is blocked.** ' : '';
  return `### ${heading}\n${observed}${text}`;
}

function answer(decision: Decision, by: By): [heading: string, text: string] {
  const { outcome, gated, obligations } = decision;
  const why = ended(sentence(gated.reason));
  const anyway = gated.yes
    ? why
    : `${why} A change of the policy or of CODEOWNERS takes a review whoever made it.`;
  const open = obligations.filter((obligation) => !obligation.met);
  switch (outcome) {
    case 'block':
      return ['Blocked', `${anyway}\n\n${blocks(decision, open.length, by)}`];
    case 'indeterminate':
      return [
        'Cannot tell yet',
        `${gated.yes ? why : 'No agent was found in what could be read.'} Something this decision rests on could not be read, and what is not known never passes. What to do is said below.`,
      ];
    case 'review_required':
      return [
        open.length === 1 ? 'One review is owed' : 'Reviews are owed',
        `${anyway}\n\n${steps(open, by)}`,
      ];
    case 'allow':
      return allowed(decision, why);
  }
}

function allowed(decision: Decision, why: string): [heading: string, text: string] {
  const { gated, obligations, override, acceptances } = decision;
  if (override) {
    const until = `until ${minute(override.until)}`;
    return [
      'Overridden',
      `${why} ${code(override.by.login)} lifted the gate for this very change ${until}: ${ended(sentence(override.reason))} What stood open is listed below, and all of it is in the record.`,
    ];
  }
  const given = obligations.length > 0 ? ' Every review owed was given.' : '';
  const notAgent = acceptances.find(
    ({ acceptance, lapsed }) => acceptance.kind === 'not_agent' && lapsed === null,
  )?.acceptance;
  if (notAgent) {
    return [
      'Accepted: no agent’s change',
      `${code(notAgent.by.login)} answered for that until ${minute(notAgent.until)}: ${ended(sentence(notAgent.reason))}${given}`,
    ];
  }
  return [gated.yes ? 'May merge' : 'No agent found', `${why}${given}`];
}

/** What blocks, with the way past each. */
function blocks(decision: Decision, owed: number, by: By): string {
  const findings = blocking(decision);
  const ofPolicy = findings.filter(({ family }) => family === 'policy');
  const mend = findings.length - ofPolicy.length;
  const waivable = findings.filter(({ key }) => key !== null);
  const left = findings.length - waivable.length;
  const none = waivable.length === 0 ? 'No waiver is possible here.' : `${left} of them cannot be waived.`;
  return [
    ...(ofPolicy.length > 0 ? [forbidden(ofPolicy)] : []),
    ...(mend > 0
      ? [
          `${mend === 1 ? 'One finding has' : `${mend} findings have`} to be mended before this can merge: see below. Push the mended change; it is evaluated again at once.`,
        ]
      : []),
    ...(waivable.length > 0 ? [waivers(waivable, by)] : []),
    ...(left > 0 ? [`${none} ${wayOut(by)}`] : []),
    ...(owed > 0 ? [owed === 1 ? 'A review is owed as well.' : `${owed} reviews are owed as well.`] : []),
  ].join('\n\n');
}

/** What the policy itself forbids says by itself what to do. */
function forbidden(findings: readonly JudgedFinding[]): string {
  const more = findings.length - MAX_FORBIDDEN;
  return [
    'The policy does not let this merge:',
    ...findings.slice(0, MAX_FORBIDDEN).map(({ message }) => `- ${sentence(message)}`),
    ...(more > 0 ? [`- and ${more} more: see below.`] : []),
  ].join('\n');
}

function waivers(findings: readonly JudgedFinding[], by: By): string {
  const lines = findings.slice(0, MAX_STEPS).map(({ rule, places, key }) => {
    const [place] = places;
    const where = place ? ` in ${code(place.path, 100)}` : '';
    return `- **${sentence(rule)}**${where}: ${code(`/agentguard waive ${(key ?? '').slice(0, SHOWN_KEY)} <reason>`)}`;
  });
  const more = findings.length - MAX_STEPS;
  const who = withNames(peopleText(by.policy.waiver, by.facts.repository.owner));
  return [
    `Or ${who} without a hand in this change accepts ${findings.length === 1 ? 'it as it is' : 'one as it is'}, with a comment:`,
    ...lines,
    ...(more > 0 ? [`- and ${more} more: each finding below has its own name.`] : []),
  ].join('\n');
}

/** The way out that always is one. */
function wayOut({ policy, facts }: By): string {
  const who = withNames(peopleText(policy.override, facts.repository.owner));
  return `If it cannot wait, ${who} can lift the gate for this very change, with a comment ${code('/agentguard override <reason>')}; the reason is recorded.`;
}

function steps(open: readonly ObligationState[], by: By): string {
  const lines = open
    .slice(0, MAX_STEPS)
    .map((state) => `- **${sentence(state.name)}**: ${step(state)}`)
    .join('\n');
  const more = open.length - MAX_STEPS;
  const all = open.length > 1 ? inAll(open.map(({ requires }) => completers(requires))) : [];
  const names = listed(
    all.map((login) => code(login)),
    3,
  );
  return [
    more > 0 ? `${lines}\n- and ${more} more: see the table.` : lines,
    ...(names === '' ? [] : [`One approval answers all of them if it comes from ${names}.`]),
    ...(open.some(nobodyCanMeet) ? [wayOut(by)] : []),
  ].join('\n\n');
}

/** Known people whose one approval would complete it. */
function completers(owed: Owed<AskState>): string[] {
  if ('anyOf' in owed) return [...new Set(owed.anyOf.flatMap(completers))];
  if ('allOf' in owed) return inAll(owed.allOf.filter((part) => !isMet(part)).map(completers));
  const { approvals, counted, opposed, eligible } = owed;
  return approvals - counted.length === 1 && opposed.length === 0 ? [...eligible] : [];
}

const isMet = (owed: Owed<AskState>): boolean => holds(owed, ({ met }) => met);

/** What all lists hold. */
function inAll([first = [], ...others]: readonly (readonly string[])[]): string[] {
  return first.filter((item) => others.every((other) => other.includes(item)));
}

const names = (logins: readonly string[]): string =>
  listed(
    logins.map((login) => code(login)),
    5,
  );

function step(state: ObligationState): string {
  if (nobodyCanMeet(state)) {
    const claimed = names(state.claimedOut);
    const why =
      claimed === ''
        ? 'and everyone who is had a hand in this change. Give someone else that role'
        : `and nobody is left: ${claimed} would be, but the change’s own text (authors, co-authors) names them. If that is not so, have those lines taken out of the commits and push again, or give someone else that role`;
    return `${withNames(state.asked)} is asked, ${why}.`;
  }
  if (state.opposed.length > 0) {
    return `${names(state.opposed)} asked for changes. It stays open until they approve or their review is dismissed.`;
  }
  return missing(state.requires, '  ');
}

/** What is still missing of it: a sentence, or alternatives as a nested list. */
function missing(owed: Owed<AskState>, indent: string): string {
  const several = (head: string, parts: readonly Owed<AskState>[]): string =>
    [head, ...parts.map((part) => `${indent}- ${missing(part, `${indent}  `)}`)].join('\n');
  if ('anyOf' in owed) return several('any one of', owed.anyOf);
  if ('allOf' in owed) {
    const left = owed.allOf.filter((part) => !isMet(part));
    const [only] = left;
    return left.length === 1 && only ? missing(only, indent) : several('all of', left);
  }
  const count = Math.max(1, owed.approvals - owed.counted.length);
  const from = `${count} more ${count === 1 ? 'approval' : 'approvals'} from ${withNames(owed.who)}`;
  if (!owed.moreEligible && owed.eligible.length < count) return `${from}: nobody is left who could.`;
  // Who is asked by name needs no example.
  const named = owed.eligible.every((login) => owed.who.includes(`@${login}`));
  return named ? `${from}.` : `${from}, for example ${names(owed.eligible)}.`;
}
