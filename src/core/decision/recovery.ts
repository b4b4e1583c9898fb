import { sameChange, type FileDigests } from '../facts/digests.ts';
import type { PullRequestFacts } from '../facts/facts.ts';

/** What the record keeps of a pull request that AgentGuard opened to take another one back. */
export interface RecordedRevert {
  readonly takesBack: number;
  /** Login of who asked for it. */
  readonly by: string;
  readonly reason: string;
  /** The head as it was opened; null: that is not known for sure. */
  readonly head: string | null;
  readonly base: string;
}

/** What a pull request is for that AgentGuard opened itself. */
export interface Recovery {
  /** Number of the pull request that it takes back; null: the record does not say. */
  readonly takesBack: number | null;
  /** Login of who asked for it, and why. */
  readonly by: string;
  readonly reason: string;
  /** Why it owes all that any change owes, as a clause; null: it is as it was opened, and owes what the policy's `recovery` says. */
  readonly lapsed: string | null;
}

/** Whether the fast lane of the policy is open to a pull request. */
export const isRecovery = (recovery: Recovery | null | undefined): recovery is Recovery =>
  recovery?.lapsed === null;

/**
 * What the record, and nothing else, says of a pull request that AgentGuard opened. null: it opened it not. Title, body and
 * branch are anybody's to write.
 * @param recorded the reverts recorded on this very pull request, oldest first
 * @param digests of heads evaluated before and of this one, by SHA
 */
export function recoveryOf(
  recorded: readonly RecordedRevert[],
  facts: Pick<PullRequestFacts, 'headSha' | 'baseRef' | 'openedByAgentGuard'>,
  digests: ReadonlyMap<string, FileDigests>,
): Recovery | null {
  const [first] = recorded;
  if (!first) {
    if (facts.openedByAgentGuard !== true) return null;
    const lapsed = 'the record does not say yet what for';
    return { takesBack: null, by: '', reason: '', lapsed };
  }
  const { takesBack, by, reason } = first;
  return { takesBack, by, reason, lapsed: lapsedOf(first, facts, digests) };
}

function lapsedOf(
  { head, base }: RecordedRevert,
  facts: Pick<PullRequestFacts, 'headSha' | 'baseRef'>,
  digests: ReadonlyMap<string, FileDigests>,
): string | null {
  if (facts.baseRef !== base) return 'its base branch was changed since';
  if (head === null) return 'what it was opened with is not known for sure';
  if (facts.headSha === head) return null;
  const [then, now] = [digests.get(head), digests.get(facts.headSha)];
  return then && now && sameChange(then, now) ? null : 'it was changed since';
}

/** Why it is gated, in one sentence. */
export function whyGated({ takesBack, by, reason, lapsed }: Recovery): string {
  const what =
    takesBack === null ? 'AgentGuard opened it' : `AgentGuard opened it to take back #${takesBack}`;
  if (lapsed !== null) return `${what}, and ${lapsed}.`;
  return `It takes back #${takesBack}, as ${by} asked: ${reason}`;
}

/** The heads whose digests tell whether a revert is what it was. */
export const headsOf = (recorded: readonly RecordedRevert[]): string[] =>
  recorded.flatMap(({ head }) => (head === null ? [] : [head]));

/** Reads a body of the record's kind `revert` on the pull request that was opened; null: it is about another matter. */
export function recordedRevert(body: Readonly<Record<string, unknown>>): RecordedRevert | null {
  const { takesBack, by, reason, head, base } = body;
  if (typeof takesBack !== 'number' || typeof base !== 'string') return null;
  return {
    takesBack,
    by: typeof by === 'string' ? by : '',
    reason: typeof reason === 'string' ? reason : '',
    head: typeof head === 'string' ? head : null,
    base,
  };
}
