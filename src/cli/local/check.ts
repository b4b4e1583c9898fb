import type { GitRepository } from '../../adapters/git/repository.ts';
import { hasUncommittedWork } from '../../adapters/git/uncommitted.ts';
import type { Decision, Outcome } from '../../core/decision/decision.ts';
import { RULES } from '../../core/rules/catalogue.ts';
import { changeText } from '../../core/render/change.ts';
import type { CheckJson } from '../../core/render/json.ts';
import { sarif } from '../../core/render/sarif/sarif.ts';
import { NOT_ALLOWED } from '../exit-codes.ts';
import { VERSION } from '../version.ts';
import { NO_FLOOR, note, readPolicyFile } from './input.ts';
import { judgeChange } from './judge.ts';
import { endWithReader, print } from './output.ts';

/** What `agentguard check` was asked for. */
export interface CheckOptions {
  readonly base?: string;
  readonly head: string;
  readonly policy?: string;
  readonly format: 'text' | 'json' | 'sarif';
  readonly failOn: 'block' | 'review';
}

/** Checks the change from the merge base to the head as one pull request, prints it and sets the exit code. */
export async function check(repository: GitRepository, options: CheckOptions): Promise<void> {
  const given = options.policy === undefined ? null : await readPolicyFile(options.policy);
  endWithReader();
  const { json, decision, source } = await judgeChange(repository, options, given);
  note(`Policy: ${source}. ${NO_FLOOR}`);
  if (await hasUncommittedWork(repository, json.head)) {
    note('Uncommitted work is left out: only commits are checked.');
  }
  await print(rendered(options.format, json, decision));
  if (fails(decision.outcome, options.failOn)) process.exitCode = NOT_ALLOWED;
}

function rendered(format: CheckOptions['format'], json: CheckJson, decision: Decision): string {
  if (format === 'json') return `${JSON.stringify(json)}\n`;
  if (format === 'sarif')
    return `${JSON.stringify(sarif(json, decision, { rules: RULES, version: VERSION }))}\n`;
  return changeText(json, decision, (id) => RULES.find((rule) => rule.id === id)?.remediation ?? '');
}

const fails = (outcome: Outcome, failOn: CheckOptions['failOn']): boolean =>
  outcome === 'block' ||
  outcome === 'indeterminate' ||
  (outcome === 'review_required' && failOn === 'review');
