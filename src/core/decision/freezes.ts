import type { Account } from '../facts/facts.ts';
import type { EffectivePolicy, Freeze } from '../policy/policy.ts';

/** Somebody's recorded word that agents stop, or go on: the body of entries of the kind `freeze`. */
export interface FreezeWord {
  readonly agents: 'all' | readonly string[];
  /** ISO 8601 in UTC; null: they go on. */
  readonly until: string | null;
  readonly by: Account;
  readonly reason: string;
  /** When it was given, ISO 8601 in UTC. */
  readonly at: string;
  /** The command's id. */
  readonly command: string;
  /** The conversation in which it was given: `acme/shop#7`; null: on a page. */
  readonly where: string | null;
}

/** What the record says of one place: a repository, or an organisation. */
export interface RecordedWord {
  /** When it was recorded. */
  readonly at: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A freeze by somebody's word, of one agent or of all of them. */
export interface GivenFreeze extends Freeze {
  readonly given: NonNullable<Freeze['given']>;
  /** When. */
  readonly at: string;
}

/**
 * The freezes in force in one place, by all that was recorded there, oldest first. Of two words about the same agent the
 * one that was given later holds, whichever was recorded first. Pure.
 * @param now ISO 8601
 */
export function freezesInForce(
  recorded: readonly RecordedWord[],
  scope: GivenFreeze['given']['scope'],
  now: string,
): GivenFreeze[] {
  const byAgent = new Map<string, GivenFreeze>();
  const lifted = new Map<string, string>();
  for (const { at: recordedAt, body } of recorded) {
    const word = body as Partial<FreezeWord>;
    const at = word.at ?? recordedAt;
    for (const agent of agentsOf(word)) {
      if (word.until === null) lift(agent, at, byAgent, lifted);
      else {
        const isOld = [byAgent.get(agent)?.at, lifted.get(agent), lifted.get(ALL)].some(
          (later) => later !== undefined && Date.parse(later) > Date.parse(at),
        );
        if (!isOld) byAgent.set(agent, freezeOf(agent, at, word, scope));
      }
    }
  }
  return [...byAgent.values()].filter(isOn(now));
}

/** Adds what people's words stop in a repository to what its policy stops. */
export const withFreezes = (policy: EffectivePolicy, given: readonly GivenFreeze[]): EffectivePolicy =>
  given.length === 0 ? policy : { ...policy, freeze: [...policy.freeze, ...given] };

/** Whether a freeze holds at a time, ISO 8601. One whose end makes no sense holds. */
export const isOn =
  (now: string) =>
  ({ until }: Pick<Freeze, 'until'>): boolean =>
    !(Date.parse(until) <= Date.parse(now));

const ALL = 'all';

/** Words that name nobody they should speak of stop everybody. */
const agentsOf = ({ agents }: Partial<FreezeWord>): readonly string[] =>
  Array.isArray(agents) ? (agents as readonly string[]) : [ALL];

function freezeOf(
  agent: string,
  at: string,
  { until, reason = '', by }: Partial<FreezeWord>,
  scope: GivenFreeze['given']['scope'],
): GivenFreeze {
  return {
    agents: agent === ALL ? ALL : [agent],
    until: until ?? 'unknown',
    reason,
    given: { by: by?.login ?? 'Somebody', scope },
    at,
  };
}

/** What was stopped before somebody let it go on; letting all go on lets each go on. */
function lift(
  agent: string,
  at: string,
  byAgent: Map<string, GivenFreeze>,
  lifted: Map<string, string>,
): void {
  const before = lifted.get(agent);
  if (before === undefined || Date.parse(before) < Date.parse(at)) lifted.set(agent, at);
  for (const [stopped, freeze] of byAgent) {
    const isMeant = agent === ALL || stopped === agent;
    if (isMeant && Date.parse(freeze.at) <= Date.parse(at)) byAgent.delete(stopped);
  }
}
