import { whoIs } from '../bypass-actor.ts';
import { checksOf, CHECKS, type WrittenRule, type WrittenRuleset } from './written.ts';

/** A ruleset as people read it, one thing a line. */
export function rulesetLines({
  name,
  enforcement,
  conditions,
  rules = [],
  bypass_actors: actors = [],
}: Omit<WrittenRuleset, 'id'>): string[] {
  const { include = [], exclude = [] } = conditions?.ref_name ?? {};
  return [
    `name: ${name}`,
    `enforcement: ${enforcement}`,
    ...include.map((ref) => `branch: ${refText(ref)}`),
    ...exclude.map((ref) => `not branch: ${refText(ref)}`),
    ...rules.flatMap(ruleLines),
    ...(actors.length === 0 ? ['bypass: nobody'] : actors.map(actorLine)),
  ];
}

/** What is taken away and added, with `-`, `+` or a blank before each line. */
export function difference(before: readonly string[], after: readonly string[]): string[] {
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.map((line) => `${before.includes(line) ? ' ' : '+'} ${line}`),
  ];
}

const refText = (ref: string): string =>
  ref === '~DEFAULT_BRANCH' ? 'the default branch' : ref === '~ALL' ? 'all branches' : ref;

function ruleLines(rule: WrittenRule): string[] {
  const { type, parameters = {} } = rule;
  if (type !== CHECKS)
    return [`rule: ${type}${Object.keys(parameters).length > 0 ? ` ${JSON.stringify(parameters)}` : ''}`];
  return [
    ...checksOf(rule).map(
      ({ context, integration_id: id }) =>
        `requires: "${context}" of ${(id ?? null) === null ? 'any source' : `the app ${id}`}`,
    ),
    `branch has to be up to date: ${parameters['strict_required_status_checks_policy'] === true ? 'yes' : 'no'}`,
    ...(parameters['do_not_enforce_on_create'] === true ? ['not required when a branch is created'] : []),
  ];
}

const MODES: Readonly<Record<string, string>> = {
  pull_request: 'on pull requests',
  exempt: 'exempt, unseen',
};

const actorLine = ({
  actor_id: id,
  actor_type: type,
  bypass_mode: mode,
  name,
}: NonNullable<WrittenRuleset['bypass_actors']>[number]): string =>
  `bypass: ${whoIs({ type, id, mode, name: name ?? null }).called}, ${MODES[mode] ?? mode}`;
