import { z } from 'zod';
import { parsePolicy, type Known } from '../../../src/core/policy/parse.ts';
import type { PolicyFile } from '../../../src/core/policy/policy.ts';
import type { Family, Rule } from '../../../src/core/rules/rule.ts';

/** A rule that never finds anything, to set. */
export const rule = (
  id: string,
  family: Family,
  action: Rule['action'],
  options: Rule['options'] = z.strictObject({}),
): Rule => ({
  id,
  family,
  action,
  options,
  summary: `Sees ${id}.`,
  why: '',
  remediation: '',
  severity: 'high',
  needs: () => ({ content: 'nothing' }),
  inspect: () => [],
  flagged: [],
  clean: [],
});

const count = (fallback: number) => z.int().min(1).default(fallback);

export const RULES: readonly Rule[] = [
  rule('token', 'secret-added', 'block', z.strictObject({ samples: z.array(z.string()).default([]) })),
  rule('password', 'secret-added', 'review', z.strictObject({ length: count(8) })),
  rule('large-change', 'mass-change', 'warn', z.strictObject({ lines: count(1500), files: count(60) })),
];

export const KNOWN: Known = { rules: RULES, agents: ['claude-code', 'devin', 'jules'] };

/** A policy file from its text without the version, which has to be valid. */
export function policyFile(text: string): PolicyFile {
  const { policy, problems } = parsePolicy({ path: '.agentguard.yml', text: `version: 1\n${text}` }, KNOWN);
  if (!policy) throw new Error(problems.map((problem) => problem.message).join('\n'));
  return policy;
}
