import type { Acceptance, AcceptanceKind } from '../decision/acceptance.ts';
import { LASTS_HOURS, mayAccept } from '../decision/acceptances.ts';
import { SHOWN_KEY, type Decision, type JudgedFinding } from '../decision/decision.ts';
import { isAmong } from '../decision/entitled.ts';
import { binds } from '../decision/gated.ts';
import { reviewersToAsk } from '../decision/requests.ts';
import type { Account, PeopleFacts, PullRequestFacts } from '../facts/facts.ts';
import type { EffectivePolicy } from '../policy/policy.ts';
import { listed } from '../render/markdown.ts';
import { parseCommand, type FreezeAsked, type Parsed } from './parse.ts';

/** What somebody asked. */
export interface Asked {
  readonly author: Account;
  /** The comment, or what a button stands for. */
  readonly text: string;
  /** When, ISO 8601 in UTC. */
  readonly at: string;
}

/** What somebody could see on the check. */
export interface Seen extends Readonly<Record<Exclude<AcceptanceKind, 'waiver'>, string | null>> {
  /** Keys of the findings. */
  readonly findings: readonly (string | null)[];
}

/** What an answer rests on. */
export interface Situation {
  readonly facts: PullRequestFacts;
  readonly policy: EffectivePolicy;
  readonly people: PeopleFacts;
  readonly decision: Decision;
  /** What the last decision before the command spoke of: that is what whoever gave it could see. null: none. */
  readonly seen: Seen | null;
}

/** What becomes of a command. */
export type Answer =
  | {
      readonly kind: 'refuse';
      /** One or two sentences. */
      readonly why: string;
      /** True: their rights could not be read, so it may only seem so. */
      readonly unsure: boolean;
    }
  | { readonly kind: 'accept'; readonly acceptance: Acceptance; readonly finding: JudgedFinding | null }
  | { readonly kind: 'recheck' | 'explain' | 'request-reviewers' }
  /** It is about the repository, and answered by what is known of that: see freeze.ts. */
  | { readonly kind: 'freeze'; readonly asked: FreezeAsked };

/** Answers a command on an open pull request, by rights that were read afterwards. Pure: the same gives the same. */
export function answer(asked: Asked, situation: Situation): Answer {
  const command = parseCommand(asked.text);
  switch (command.verb) {
    case null:
      return refuse(command.refusal);
    case 'recheck':
      return { kind: 'recheck' };
    case 'explain':
      return isAuthor(asked, situation) ? { kind: 'explain' } : ifWriter(asked, situation, 'explain');
    case 'request-reviewers':
      return request(asked, situation);
    case 'waive':
      return waive(command, asked, situation);
    case 'not-agent':
      return contest(command.reason, asked, situation);
    case 'override':
      return override(command.reason, asked, situation);
    case 'revert':
      return refuse('It is not merged. Close it, and there is nothing to take back.');
    case 'freeze':
    case 'unfreeze':
      return { kind: 'freeze', asked: command };
  }
}

const refuse = (why: string): Answer => ({ kind: 'refuse', why, unsure: false });

const isAuthor = ({ author }: Asked, { facts }: Situation): boolean =>
  facts.author !== null && facts.author.login.toLowerCase() === author.login.toLowerCase();

function ifWriter(
  { author }: Asked,
  { facts, people }: Situation,
  kind: 'explain' | 'request-reviewers',
): Answer {
  if (isAmong(author.login, { permission: 'write' }, facts.repository, people)) return { kind };
  const who =
    kind === 'explain' ? 'someone with write access, or who opened it' : 'someone with write access';
  return { kind: 'refuse', why: `This takes ${who}.`, unsure: people.gaps.length > 0 };
}

function request(asked: Asked, situation: Situation): Answer {
  const { decision, facts, people } = situation;
  const answered = ifWriter(asked, situation, 'request-reviewers');
  const { users, teams } = reviewersToAsk(decision, facts, people, new Set());
  if (answered.kind === 'refuse' || users.length + teams.length > 0) return answered;
  return refuse(
    'There is nobody to ask by name now: no review is owed, those who owe one are asked already, or anyone with a permission may give it.',
  );
}

function waive(
  { finding: prefix, reason }: Extract<Parsed, { verb: 'waive' }>,
  asked: Asked,
  situation: Situation,
): Answer {
  const { findings } = situation.decision;
  const seen = situation.seen?.findings ?? [];
  const meant = findings.filter(({ key }) => key?.startsWith(prefix));
  const [finding] = meant;
  if (finding?.key === undefined || finding.key === null) {
    const all = findings.flatMap((each) => (each.key === null ? [] : [`\`${shown(each.key)}\``]));
    const there =
      all.length > 0
        ? `Those that can be waived are ${listed([...new Set(all)], 5)}.`
        : 'There is none here that can be waived.';
    return refuse(
      `No finding has the key \`${shown(prefix)}\` now; one that changed is another one. ${there}`,
    );
  }
  if (meant.some(({ key }) => key !== finding.key)) {
    return refuse(`Several findings have a key that begins with \`${prefix}\`. Write more of it.`);
  }
  // One of those that were seen may have been taken away, so that another is left which was not meant.
  if (seen.includes(finding.key) && seen.some((key) => key?.startsWith(prefix) && key !== finding.key)) {
    return refuse(`Several findings had a key that begins with \`${prefix}\`. Write more of it.`);
  }
  const about = placeOf(finding);
  return accept({ kind: 'waiver', bound: finding.key, about, reason, finding }, asked, situation);
}

/** People's eyes and a key's use: enough to tell findings of one pull request apart. */
const shown = (key: string): string => key.slice(0, SHOWN_KEY);

function placeOf({ rule, places }: JudgedFinding): string {
  const paths = [...new Set(places.map(({ path }) => path))];
  return paths.length === 0 ? rule : `${rule} in ${listed(paths, 1)}`;
}

function contest(reason: string, asked: Asked, situation: Situation): Answer {
  const { decision, policy } = situation;
  const bound = decision.bounds.not_agent;
  if (bound === null) return refuse('Nothing here is taken for an agent’s mark.');
  if (policy.appliesTo === 'everyone') {
    return refuse('The policy applies to everyone’s changes, so it makes no difference who made this one.');
  }
  const agents = decision.attribution.agents.filter(binds).map(({ name }) => name);
  const about = agents.length > 0 ? `marks of ${agents.join(', ')}` : 'commits that nobody is named for';
  return accept({ kind: 'not_agent', bound, about, reason, finding: null }, asked, situation);
}

function override(reason: string, asked: Asked, situation: Situation): Answer {
  const { decision, facts } = situation;
  const about = `the whole change at ${facts.headSha.slice(0, 7)}`;
  const given = { kind: 'override' as const, bound: decision.bounds.override, about, reason, finding: null };
  const answered = accept(given, asked, situation);
  if (answered.kind === 'accept' && decision.outcome === 'allow') {
    return refuse('Nothing holds this change back, so there is nothing to override.');
  }
  return answered;
}

interface Given extends Pick<Acceptance, 'bound' | 'about' | 'reason'> {
  readonly kind: AcceptanceKind;
  readonly finding: JudgedFinding | null;
}

/** Whoever may gives their word, for what they could see when they gave it. */
function accept({ finding, ...given }: Given, { author, at }: Asked, situation: Situation): Answer {
  const { facts, policy, people, decision, seen } = situation;
  const { refusal, selfAccepted } = mayAccept(given.kind, author, {
    facts,
    policy,
    people,
    provenance: decision.provenance,
  });
  if (refusal !== null) return { kind: 'refuse', why: refusal, unsure: people.gaps.length > 0 };
  // It is given for what stood there then, and something else may have been pushed since. That goes for findings, too:
  // the few characters of a key that people write can be made to fit another one.
  const wasSeen =
    given.kind === 'waiver'
      ? seen?.findings.includes(given.bound) === true
      : seen?.[given.kind] === given.bound;
  if (!wasSeen) {
    return refuse(
      'The change is another one than when this was written, or had not been evaluated yet. Look at it again, and give the command again if it still holds.',
    );
  }
  const until = new Date(Date.parse(at) + LASTS_HOURS[given.kind] * 60 * 60 * 1000).toISOString();
  if (!(Date.parse(until) > Date.parse(facts.now))) {
    return refuse('It came too late: what it would have allowed has ended already. Give it again.');
  }
  const acceptance = { ...given, by: author, at: new Date(at).toISOString(), until, selfAccepted };
  return { kind: 'accept', acceptance, finding };
}
