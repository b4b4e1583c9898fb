import { provenance } from '../../src/core/agents/provenance.ts';
import { decide, type DecideInput } from '../../src/core/decision/decide.ts';
import type { Decision } from '../../src/core/decision/decision.ts';
import { parseCodeowners } from '../../src/core/facts/codeowners.ts';
import type { Finding } from '../../src/core/rules/rule.ts';
import { byAgent, file, people, policy, pullRequest } from './facts.ts';

/** The people of acme/shop. */
export const staff = people({ olga: 'write', nadia: 'write', ada: 'admin' }, { 'acme/dba': ['olga'] });

/** A finding that blocks. */
export const secret: Finding = {
  rule: 'provider-token',
  family: 'secret-added',
  severity: 'critical',
  message: 'A token.',
  places: [{ path: 'a.ts', line: 1, side: 'head' }],
};

/** An agent's change of one file by nadia, without any review. */
export const decisionInput = (change: Partial<DecideInput> = {}): DecideInput => {
  const facts = change.facts ?? pullRequest({ files: [file('src/a.ts')] });
  return {
    facts,
    policy: policy(),
    attribution: byAgent,
    provenance: provenance(facts, []),
    codeowners: parseCodeowners(''),
    findings: [],
    headDigests: {},
    policyProblems: [],
    openByAgent: new Map(),
    people: staff,
    digests: new Map(),
    acceptances: [],
    gaps: [],
    ...change,
  };
};
export const decided = (change: Partial<DecideInput> = {}): Decision => decide(decisionInput(change));
