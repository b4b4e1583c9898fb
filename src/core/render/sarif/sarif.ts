import type { Decision } from '../../decision/decision.ts';
import type { Rule } from '../../rules/rule.ts';
import type { CheckJson } from '../json.ts';
import { plain } from '../markdown.ts';
import { MAX_RESULTS, sarifResults, type SarifResult } from './results.ts';
import { sarifRules, type SarifLevel, type SarifRule } from './rules.ts';

interface SarifNotification {
  readonly level: SarifLevel;
  readonly message: { readonly text: string };
}

/** A SARIF 2.1.0 log with one run. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: {
          readonly name: 'AgentGuard';
          readonly semanticVersion: string;
          readonly rules: readonly SarifRule[];
        };
      };
      readonly automationDetails: { readonly id: string };
      readonly columnKind: 'utf16CodeUnits';
      readonly invocations: readonly {
        readonly executionSuccessful: boolean;
        readonly toolExecutionNotifications: readonly SarifNotification[];
        readonly toolConfigurationNotifications: readonly SarifNotification[];
      }[];
      readonly results: readonly SarifResult[];
      readonly properties: Pick<
        CheckJson,
        'base' | 'head' | 'merge_base' | 'mode' | 'decision' | 'agents' | 'bots' | 'obligations'
      > & { readonly gated: string };
    },
  ];
}

/**
 * A checked change for code scanning and editors: findings are results; what could not be read and what is off with the
 * policy are notifications; agents and reviews owed, for which SARIF has no words, are properties of the run.
 */
export function sarif(
  json: CheckJson,
  decision: Decision,
  { rules, version }: { readonly rules: readonly Rule[]; readonly version: string },
): SarifLog {
  const descriptors = sarifRules(rules);
  const indexes = new Map(descriptors.map(({ id }, index) => [id, index]));
  const left = decision.findings.length - MAX_RESULTS;
  const { base, head, merge_base, mode, agents, bots, obligations } = json;
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'AgentGuard', semanticVersion: version, rules: descriptors } },
        automationDetails: { id: 'agentguard/' },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: decision.gaps.length === 0,
            toolExecutionNotifications: [
              ...decision.gaps.map(({ what, reason }) =>
                notification('error', `Not read: ${what}. ${reason}`),
              ),
              ...(left > 0
                ? [notification('warning', `${left} more findings are not listed, the least severe ones.`)]
                : []),
            ],
            toolConfigurationNotifications: decision.warnings.map(({ message }) =>
              notification('warning', message),
            ),
          },
        ],
        results: sarifResults(decision.findings, (id) => indexes.get(id) ?? -1),
        properties: {
          decision: json.decision,
          gated: plain(decision.gated.reason, MAX_TEXT),
          base,
          head,
          merge_base,
          mode,
          agents,
          bots,
          obligations,
        },
      },
    ],
  };
}

const MAX_TEXT = 1000;

const notification = (level: SarifLevel, text: string): SarifNotification => ({
  level,
  message: { text: plain(text, MAX_TEXT) },
});
