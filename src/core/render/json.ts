import type { Attribution, Role, Strength } from '../agents/agent.ts';
import type { Acceptance } from '../decision/acceptance.ts';
import type { Decision, JudgedFinding, Outcome } from '../decision/decision.ts';
import type { Gap } from '../facts/facts.ts';
import type { FindingFamily, Severity, Side } from '../rules/rule.ts';
import { obligationJson, type ObligationJson } from './obligation-json.ts';

/** The version of the contract in docs/json.md. Fields may be added to it, never renamed. */
export const SCHEMA = 1;

export interface AgentJson {
  readonly id: string;
  readonly role: Role;
  readonly strength: Strength;
  readonly evidence: readonly { readonly kind: string; readonly value: string }[];
}

export interface FindingJson {
  readonly rule: string;
  readonly family: FindingFamily;
  readonly severity: Severity;
  readonly action: JudgedFinding['action'];
  /** With `path` and `line` that of the first place; null if the finding is about the change as a whole. */
  readonly side: Side | null;
  readonly path: string | null;
  readonly line: number | null;
  readonly message: string;
  readonly places: readonly { readonly path: string; readonly line: number | null; readonly side: Side }[];
  /** Names it together with the change it is about; null: nobody can accept it. */
  readonly key: string | null;
  /** Whose waiver holds. */
  readonly waived: AcceptanceJson | null;
}

export interface AcceptanceJson {
  readonly kind: Acceptance['kind'];
  readonly by: string;
  readonly at: string;
  readonly until: string;
  readonly reason: string;
  /** What it was given for, for people. */
  readonly about: string;
  readonly self_accepted: boolean;
}

/** What `check` and `history` say alike. */
export interface DecisionJson {
  readonly mode: Decision['mode'];
  readonly agents: readonly AgentJson[];
  readonly bots: readonly string[];
  readonly findings: readonly FindingJson[];
  readonly obligations: readonly ObligationJson[];
  readonly gaps: readonly Gap[];
  readonly decision: Outcome;
}

/** One line of `history`. */
export interface CommitJson extends DecisionJson {
  readonly schema: typeof SCHEMA;
  readonly commit: string;
  readonly subject: string;
  /** `Name <e-mail>` as committed. */
  readonly author: string;
}

/** The object of `check`. */
export interface CheckJson extends DecisionJson {
  readonly schema: typeof SCHEMA;
  readonly base: string;
  readonly head: string;
  readonly merge_base: string;
  readonly commits: readonly {
    readonly commit: string;
    readonly agents: readonly AgentJson[];
    readonly bots: readonly string[];
  }[];
}

/** A commit of a history, decided. */
export const commitJson = (
  commit: { readonly sha: string; readonly subject: string; readonly author: string },
  decision: Decision,
): CommitJson => ({
  schema: SCHEMA,
  commit: commit.sha,
  subject: commit.subject,
  author: commit.author,
  ...decisionJson(decision),
});

/** A commit that could not be read: nothing is known of it but that. */
export const unreadCommitJson = (sha: string, gap: Gap): CommitJson => ({
  schema: SCHEMA,
  commit: sha,
  subject: '',
  author: '',
  mode: 'enforce',
  agents: [],
  bots: [],
  findings: [],
  obligations: [],
  gaps: [gap],
  decision: 'indeterminate',
});

/** A change from a merge base to a head, decided as one pull request. */
export const checkJson = (
  range: { readonly base: string; readonly head: string; readonly mergeBase: string },
  commits: readonly { readonly sha: string; readonly attribution: Attribution }[],
  decision: Decision,
): CheckJson => ({
  schema: SCHEMA,
  base: range.base,
  head: range.head,
  merge_base: range.mergeBase,
  commits: commits.map(({ sha, attribution }) => ({ commit: sha, ...attributionJson(attribution) })),
  ...decisionJson(decision),
});

/** What every one of these objects says of a decision. */
export function decisionJson(decision: Decision): DecisionJson {
  return {
    mode: decision.mode,
    ...attributionJson(decision.attribution),
    findings: decision.findings.map(findingJson),
    obligations: decision.obligations.map(obligationJson),
    gaps: decision.gaps.map(({ what, reason }) => ({ what, reason })),
    decision: decision.outcome,
  };
}

function attributionJson({ agents, bots }: Attribution): Pick<DecisionJson, 'agents' | 'bots'> {
  return {
    agents: agents.map(({ agent, role, strength, evidence }) => ({
      id: agent,
      role,
      strength,
      evidence: evidence.map(({ kind, value }) => ({ kind, value })),
    })),
    bots,
  };
}

function findingJson(finding: JudgedFinding): FindingJson {
  const { rule, family, severity, action, message, places, key, waived } = finding;
  const [first] = places;
  return {
    rule,
    family,
    severity,
    action,
    side: first?.side ?? null,
    path: first?.path ?? null,
    line: first?.line ?? null,
    message,
    places: places.map(({ path, line, side }) => ({ path, line, side })),
    key,
    waived: waived && acceptanceJson(waived),
  };
}

export const acceptanceJson = ({
  kind,
  by,
  at,
  until,
  reason,
  about,
  selfAccepted,
}: Acceptance): AcceptanceJson => ({
  kind,
  by: by.login,
  at,
  until,
  reason,
  about,
  self_accepted: selfAccepted,
});
