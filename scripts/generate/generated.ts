import { agentsDoc } from './agents.ts';
import { agentCatalogue, ruleCatalogue } from './catalogue.ts';
import { commandLineDoc } from './command-line.ts';
import { doctorDoc } from './doctor.ts';
import { incidentsDoc } from './incidents.ts';
import { policyDoc, policyJsonSchema } from './policy.ts';
import { rulePages } from './rules.ts';

/** Every generated file, by path from the root, and what makes its text. */
export const GENERATED: Readonly<Record<string, (root: string) => string>> = {
  'docs/agents.md': agentsDoc,
  'docs/command-line.md': commandLineDoc,
  'docs/doctor.md': doctorDoc,
  'docs/incidents.md': incidentsDoc,
  'docs/policy.md': policyDoc,
  'schema/agentguard.schema.json': policyJsonSchema,
  'src/core/agents/catalogue.ts': agentCatalogue,
  'src/core/rules/catalogue.ts': ruleCatalogue,
};

/** What makes many files at once: their texts by path from the root. */
export const GENERATED_PAGES: readonly ((root: string) => Readonly<Record<string, string>>)[] = [rulePages];
