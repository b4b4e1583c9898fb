import type { Decision } from '../../decision/decision.ts';
import { binds } from '../../decision/gated.ts';
import { unreadCommitJson, type CommitJson } from '../json.ts';
import { withoutOwner } from '../obligation-json.ts';

/** One commit of a history, with what the summary needs beyond the contract. Plain values: it crosses threads. */
export interface CommitReport {
  readonly json: CommitJson;
  readonly gated: boolean;
  /** Names of the agents it is gated for. */
  readonly agents: readonly string[];
  /** Whom it would have waited for, and why. */
  readonly waits: readonly Wait[];
}

export interface Wait {
  /** Whom and how many: "1 of @dba". */
  readonly asked: string;
  /** The review's name in the policy. */
  readonly name: string;
  /** Rules that asked for it; empty: no finding did. */
  readonly rules: readonly string[];
}

export function reportOf(json: CommitJson, decision: Decision): CommitReport {
  return {
    json,
    gated: decision.gated.yes,
    agents: decision.attribution.agents.filter(binds).map(({ name }) => name),
    waits: decision.obligations
      .filter(({ met }) => !met)
      .map(({ asked, name, because }) => ({
        asked: withoutOwner(asked),
        name,
        rules: because.filter(({ kind }) => kind === 'rule').map(({ value }) => value),
      })),
  };
}

/** A commit of which nothing could be told. */
export const unreadReport = (json: CommitJson): CommitReport => ({
  json,
  gated: false,
  agents: [],
  waits: [],
});

/** A commit whose evaluation broke. */
export function failedReport(sha: string, error: unknown): CommitReport {
  const reason = `The evaluation failed (${error instanceof Error ? error.message : String(error)}). Report it.`;
  return unreadReport(unreadCommitJson(sha, { what: 'evaluation', reason }));
}
