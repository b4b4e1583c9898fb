import { freezesInForce, type FreezeWord, type RecordedWord } from '../decision/freezes.ts';
import type { ProvenanceEntry } from '../decision/decision.ts';
import { cannotCount, machineUsersOf } from '../decision/who-counts.ts';
import { AGENTS } from '../agents/catalogue.ts';
import { FLOOR_REPOSITORY } from '../facts/control-files.ts';
import {
  PERMISSIONS,
  type Account,
  type Permission,
  type PersonFacts,
  type RepositoryId,
} from '../facts/facts.ts';
import type { Policy } from '../policy/policy.ts';
import { didYouMean } from '../policy/suggest.ts';
import type { FreezeAsked } from './parse.ts';

/** What an answer to `freeze` and `unfreeze` rests on. */
export interface FreezeSituation {
  /** Where it was written: in the organisation's `.github` it goes for all of its repositories. */
  readonly repository: RepositoryId;
  /** Whoever wrote it, as GitHub says at this moment; null: they have no access. */
  readonly person: PersonFacts | null;
  readonly policy: Pick<Policy, 'agents'>;
  /** Who had a hand in the pull request under which it was written; nobody, if it was in an issue. */
  readonly provenance: readonly ProvenanceEntry[];
  /** What was recorded of this place, oldest first. */
  readonly recorded: readonly RecordedWord[];
  /** ISO 8601 in UTC. */
  readonly now: string;
}

export type FreezeAnswer =
  | { readonly kind: 'refuse'; readonly why: string; readonly unsure: false }
  | { readonly kind: 'word'; readonly word: Pick<FreezeWord, 'agents' | 'until' | 'reason' | 'by' | 'at'> };

/** How far a word goes that is written in this repository. */
export const freezeScope = ({ name }: RepositoryId): 'repository' | 'organization' =>
  name.toLowerCase() === FLOOR_REPOSITORY ? 'organization' : 'repository';

/** What the record calls the place that a word goes for. */
export const freezeSubject = (repository: RepositoryId): string =>
  freezeScope(repository) === 'organization' ? repository.owner : `${repository.owner}/${repository.name}`;

/**
 * Answers who wants agents to stop, or to go on. Whoever may stop them may always do so; to let them go on takes somebody
 * without a hand in the pull request it is asked under. Pure.
 */
export function answerFreeze(
  asked: FreezeAsked,
  { author, at }: { readonly author: Account; readonly at: string },
  situation: FreezeSituation,
): FreezeAnswer {
  const refusal = notEntitled(asked, author, situation) ?? unknownAgent(asked.agent, situation);
  if (refusal !== null) return refuse(refusal);
  const agents = asked.agent === ALL ? ALL : [asked.agent];
  const word = { agents, reason: asked.reason, by: author, at: new Date(at).toISOString() } as const;
  if (asked.verb === 'freeze') {
    const until = new Date(Date.parse(at) + asked.minutes * 60_000).toISOString();
    if (Date.parse(until) > Date.parse(situation.now)) return { kind: 'word', word: { ...word, until } };
    return refuse('It came too late: what it would have stopped has ended already. Give it again.');
  }
  return notFrozen(asked.agent, at, situation) ?? { kind: 'word', word: { ...word, until: null } };
}

const ALL = 'all';

const refuse = (why: string): FreezeAnswer => ({ kind: 'refuse', why, unsure: false });

function notEntitled(
  { verb }: FreezeAsked,
  author: Account,
  { repository, person, policy, provenance }: FreezeSituation,
): string | null {
  const machineUsers = machineUsersOf(policy);
  const unable = cannotCount(author, { provenance: [], machineUsers });
  if (unable !== null) return `${author.login}: ${unable}.`;
  const ids = [author.id, person?.account.id ?? null];
  if (!ids.includes(null) && ids[0] !== ids[1]) {
    return `The login ${author.login} belongs to another account now.`;
  }
  const isWide = freezeScope(repository) === 'organization';
  const needed: Permission = isWide ? 'admin' : 'maintain';
  const has = person?.permission ?? 'no';
  if (has === 'no' || PERMISSIONS.indexOf(has) < PERMISSIONS.indexOf(needed)) {
    const what = isWide
      ? `Here it goes for all of ${repository.owner}, which takes admin access to ${repository.owner}/${FLOOR_REPOSITORY}`
      : 'This takes someone with maintain access';
    return `${what}; at this moment ${author.login} has ${has} access.`;
  }
  const involved = verb === 'unfreeze' ? cannotCount(author, { provenance, machineUsers }) : null;
  return involved && `This takes somebody else, since ${author.login} ${involved}.`;
}

function unknownAgent(agent: string, { policy }: FreezeSituation): string | null {
  const known = [ALL, ...AGENTS.map(({ id }) => id), ...policy.agents.identities.map((own) => own.agent)];
  if (known.includes(agent)) return null;
  return `There is no agent \`${agent}\`.${didYouMean(agent, known)} docs/agents.md has the ids of all that are known, and \`all\` stops every one.`;
}

/** Whoever lets something go on that nobody's word here has stopped means another place. */
function notFrozen(agent: string, at: string, situation: FreezeSituation): FreezeAnswer | null {
  const { recorded, repository, now } = situation;
  const inForce = freezesInForce(recorded, freezeScope(repository), now).filter(
    // What was stopped since goes on being so.
    (freeze) => Date.parse(freeze.at) <= Date.parse(at),
  );
  const names = inForce.map(({ agents }) => (agents === ALL ? ALL : agents.join()));
  if (names.length > 0 && (agent === ALL || names.includes(agent))) return null;
  const place = freezeSubject(repository);
  if (names.includes(ALL)) {
    return refuse(`In ${place} all agents are frozen, and not \`${agent}\` by itself. Unfreeze \`all\`.`);
  }
  const others =
    names.length > 0 ? ` Frozen there are ${names.map((name) => `\`${name}\``).join(', ')}.` : '';
  const what = agent === ALL ? 'Nobody’s word' : `Nobody’s word freezes \`${agent}\``;
  const tail = agent === ALL ? ' freezes agents' : '';
  return refuse(
    `${what}${tail} in ${place} now.${others} A freeze in the policy ends when the policy says so, and one of the whole organisation is lifted in its \`${FLOOR_REPOSITORY}\` repository.`,
  );
}
