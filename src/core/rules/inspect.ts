import { POLICY_PATH } from '../facts/control-files.ts';
import type { FileChange, Gap } from '../facts/facts.ts';
import type { ParserName } from '../parsers/parsers.ts';
import { providerSecrets } from './secret-added/_providers.ts';
import type { ChangeFacts, Finding, Need, Rule } from './rule.ts';

/** A rule that is switched on, with the options it runs with. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly options: unknown;
}

/** What has to be loaded before `inspect`: sides of files, and parsers. */
export interface Needs {
  readonly contents: readonly {
    readonly file: FileChange;
    readonly sides: 'none' | 'head' | 'both';
    readonly modes?: boolean;
  }[];
  readonly parsers: readonly ParserName[];
}

const ORDER: readonly Need['content'][] = ['nothing', 'patch', 'head', 'both'];

/**
 * Collects what the rules want of each file. A wanted patch that is not there takes both sides instead; modes are asked
 * for where the source did not tell them. A new policy is always read: whether it is valid does not depend on any rule.
 */
export function needsOf(files: readonly FileChange[], rules: readonly ActiveRule[]): Needs {
  const parsers = new Set<ParserName>();
  const contents = files.flatMap((file): Needs['contents'] => {
    let most: Need['content'] = file.path === POLICY_PATH ? 'both' : 'nothing';
    let modes = false;
    for (const { rule } of rules) {
      const need = rule.needs(file);
      modes ||= need.modes === true && file.headMode === undefined;
      if (need.parser) parsers.add(need.parser);
      if (ORDER.indexOf(need.content) > ORDER.indexOf(most)) most = need.content;
    }
    const asked = modes ? { modes } : {};
    const wanted = most === 'patch' && file.patch !== null ? 'nothing' : most;
    if (wanted === 'nothing') return modes ? [{ file, sides: 'none', ...asked }] : [];
    const sides = wanted === 'patch' || file.patch === null ? 'both' : wanted;
    return [{ file, sides, ...asked }];
  });
  return { contents, parsers: [...parsers] };
}

/** Runs the rules. What could not be read, and a rule that broke, are gaps: never a pass. */
export function inspect(
  facts: ChangeFacts,
  rules: readonly ActiveRule[],
): { readonly findings: readonly Finding[]; readonly gaps: readonly Gap[] } {
  const findings: Finding[] = [];
  const gaps: Gap[] = facts.files.flatMap(unread);
  for (const { rule, options } of rules) {
    try {
      findings.push(...rule.inspect(facts, options).map(withoutSecrets));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      gaps.push({
        what: `rule ${rule.id}`,
        reason: `The rule failed on this change (${message}). Report it, and set the rule to off if it keeps you waiting.`,
      });
    }
  }
  return { findings, gaps };
}

/** A name in a lockfile or a host in a configuration can hold a credential; nothing of it may be told. */
function withoutSecrets(finding: Finding): Finding {
  const secrets = providerSecrets(finding.message);
  if (secrets.length === 0) return finding;
  const message = secrets.reduce((text, { secret }) => text.replaceAll(secret, '[secret]'), finding.message);
  return { ...finding, message };
}

function unread(file: FileChange): Gap[] {
  const what = `content of ${file.path}`;
  for (const content of [file.head, file.base]) {
    if (content?.state === 'unread') return [{ what, reason: content.reason }];
  }
  if (file.head?.state === 'absent' && file.status !== 'removed') {
    return [
      {
        what,
        reason:
          'The file is listed as changed and is not there at the head. Push again or re-run this check.',
      },
    ];
  }
  return file.modesUnread === undefined ? [] : [{ what: `mode of ${file.path}`, reason: file.modesUnread }];
}
