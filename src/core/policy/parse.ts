import type { TextFile } from '../facts/facts.ts';
import { AGENTS } from '../agents/catalogue.ts';
import { UNLISTED } from '../agents/tools.ts';
import { RULES } from '../rules/catalogue.ts';
import type { Rule, RuleAction } from '../rules/rule.ts';
import { readDocument, type Keys, type PolicyDocument } from './document.ts';
import type { From, PolicyFile, PolicyProblem, PolicyStatements, RuleSetting } from './policy.ts';
import { complaints, type Complaint } from './problems.ts';
import { policySchema, type WrittenPolicy } from './schema.ts';
import { didYouMean } from './suggest.ts';

/** What a policy may refer to. */
export interface Known {
  readonly rules: readonly Rule[];
  /** Agent ids. */
  readonly agents: readonly string[];
}

/** The rules and agents of this version. */
export const KNOWN: Known = { rules: RULES, agents: [...AGENTS.map((agent) => agent.id), UNLISTED] };

/** A policy file, or all that is wrong with it. Never both, and never a policy read in part. */
export type ParsedPolicy =
  | { readonly policy: PolicyFile; readonly problems: readonly [] }
  | { readonly policy: null; readonly problems: readonly PolicyProblem[] };

/** Reads `.agentguard.yml`. Never throws; each problem says where it is and how to mend it. */
export function parsePolicy(file: Pick<TextFile, 'path' | 'text'>, known: Known = KNOWN): ParsedPolicy {
  const fail = (problems: readonly Omit<PolicyProblem, 'path'>[]): ParsedPolicy => ({
    policy: null,
    problems: problems.map((problem) => ({ path: file.path, ...problem })),
  });
  const { document, problems } = readDocument(file.text);
  if (!document) return fail(problems);
  if (document.value === null) {
    const message = 'The file says nothing. Write `version: 1`, or take the file away to have the defaults.';
    return fail([{ line: 1, column: 1, message }]);
  }
  const schema = schemaFor(known.rules);
  const result = schema.safeParse(document.value);
  const found = result.success
    ? unknownAgents(result.data, known)
    : complaints(schema, document.value, result.error.issues);
  if (!result.success || found.length > 0) return fail(found.map((complaint) => placed(complaint, document)));
  return {
    policy: {
      path: file.path,
      says: statements(result.data, document.value as WrittenPolicy),
      at: (keys) => ({ path: file.path, ...document.at(keys) }),
    },
    problems: [],
  };
}

const placed = (
  { keys, point, message }: Complaint,
  document: PolicyDocument,
): Omit<PolicyProblem, 'path'> => ({
  ...(point === 'key' ? document.at(keys) : document.valueAt(keys)),
  message,
});

const schemas = new WeakMap<readonly Rule[], ReturnType<typeof policySchema>>();

function schemaFor(rules: readonly Rule[]): ReturnType<typeof policySchema> {
  const schema = schemas.get(rules) ?? policySchema(rules);
  schemas.set(rules, schema);
  return schema;
}

/** A mistyped agent would be denied in vain. */
function unknownAgents({ agents }: WrittenPolicy, known: Known): Complaint[] {
  const ids = [...known.agents, ...(agents?.identities ?? []).map((identity) => identity.agent)];
  const check = (list: 'allow' | 'deny'): Complaint[] => {
    const named = agents?.[list] ?? [];
    if (named === 'any') return [];
    return named.flatMap((id, index): Complaint[] => {
      if (ids.includes(id)) return [];
      const hint = didYouMean(id, ids) || ' Name an agent of your own under `agents.identities` first.';
      const keys: Keys = ['agents', list, index];
      return [{ keys, point: 'value', message: `There is no agent \`${id}\`.${hint}` }];
    });
  };
  return [...check('allow'), ...check('deny')];
}

/** Options are taken raw: a default is not something the file says. */
function statements(written: WrittenPolicy, raw: Pick<WrittenPolicy, 'rules'>): PolicyStatements {
  const { mode, applies_to, agents, reviews, limits, override, check } = written;
  return {
    mode,
    appliesTo: applies_to,
    agents: agents ?? {},
    reviews: reviews?.map((entry) => ({ ...entry, approvals: entry.approvals ?? 1, from: from(entry.from) })),
    rules: new Map(Object.entries(raw.rules ?? {}).map(([id, value]) => [id, ruleSetting(value)])),
    limits: {
      openPullRequestsPerAgent: limits?.open_pull_requests_per_agent,
      changedLines: limits?.changed_lines,
      changedFiles: limits?.changed_files,
    },
    override: override && from(override.from),
    perBase: check?.per_base,
  };
}

const from = (written: From): From => ({
  ...written,
  teams: written.teams?.map((team) => team.toLowerCase()),
});

function ruleSetting(value: unknown): RuleSetting {
  if (typeof value === 'string') return { action: value as RuleAction };
  const { action, ...options } = value as { action?: RuleAction } & Record<string, unknown>;
  return { action, options };
}
