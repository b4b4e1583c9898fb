import type { TextFile } from '../facts/facts.ts';
import { AGENTS } from '../agents/catalogue.ts';
import { UNLISTED } from '../agents/tools.ts';
import { RULES } from '../rules/catalogue.ts';
import type { Rule } from '../rules/rule.ts';
import { contradictions } from './contradictions.ts';
import { MAX_PROBLEMS, readDocument, type PolicyDocument } from './document.ts';
import type { PolicyFile, PolicyProblem } from './policy.ts';
import { complaints, type Complaint } from './problems.ts';
import { policySchema, type WrittenPolicy } from './schema/policy.ts';
import { statementsOf } from './statements.ts';

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

/** A floor may say more than the file of any other repository. */
export type PolicyKind = 'floor' | 'repository';

/** Reads `.agentguard.yml`. Never throws; each problem says where it is and how to mend it. */
export function parsePolicy(
  file: Pick<TextFile, 'path' | 'text'>,
  known: Known = KNOWN,
  kind: PolicyKind = 'floor',
): ParsedPolicy {
  const fail = (problems: readonly Omit<PolicyProblem, 'path'>[]): ParsedPolicy => ({
    policy: null,
    problems: problems.slice(0, MAX_PROBLEMS).map((problem) => ({ path: file.path, ...problem })),
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
    ? contradictions(result.data, known, kind)
    : complaints(schema, document.value, result.error.issues);
  if (!result.success || found.length > 0) return fail(found.map((complaint) => placed(complaint, document)));
  return {
    policy: {
      path: file.path,
      says: statementsOf(result.data, document.value as WrittenPolicy),
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
