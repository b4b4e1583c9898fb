import { personOf, type Eyes } from '../../adapters/github/doctor/eyes.ts';
import { findRulesets, writeRuleset } from '../../adapters/github/doctor/write-ruleset.ts';
import { namesOn, policyOf } from '../../core/doctor/checks/repository/_expected.ts';
import type { AccountState, RepositoryState } from '../../core/doctor/facts.ts';
import { besideRuleset } from '../../core/doctor/ruleset/beside.ts';
import { nameApart, planRuleset, type Plan } from '../../core/doctor/ruleset/plan.ts';
import type { Facts } from '../../core/doctor/report.ts';
import { NOT_ALLOWED, USAGE_ERROR } from '../exit-codes.ts';
import { agreed, type Terminal } from '../local/agreed.ts';
import { InputError, note } from '../local/input.ts';
import { print } from '../local/output.ts';

type Change = Extract<Plan, { kind: 'create' | 'update' }>;

/**
 * Shows what it will do, asks, and does it.
 * @returns whether to look again: not where it was refused, with the exit code set
 * @throws {InputError} if there is no token of a person, or it is not known which app is meant
 */
export async function fix(
  { accounts, repositories }: Facts,
  eyes: Eyes & { readonly token: string | null },
  options: { readonly branch?: readonly string[]; readonly yes?: true },
  terminal: Terminal,
): Promise<boolean> {
  const [state] = repositories;
  if (!state || 'unread' in state) throw new InputError('The repository could not be read.');
  const person = personOf(eyes);
  if (!person || eyes.token === null) {
    throw new InputError(
      '--fix takes the token of an admin in GITHUB_TOKEN or GH_TOKEN; the app changes no rules.',
    );
  }
  if (eyes.token.startsWith('ghs_')) {
    throw new InputError(
      "--fix takes the token of a person: the one in GITHUB_TOKEN or GH_TOKEN is an app's.",
    );
  }
  if (state.appId === null) throw new InputError('--fix has to know which app to require. Set APP_ID.');
  const reason = whyNot(state, accounts);
  if (reason !== null) return refuse(reason);

  const changes: Change[] = [];
  for (const { context, branches } of wantedRulesets(state, options.branch)) {
    const names = [context, nameApart(context)];
    const { defaultBranch } = state.repository;
    const perBase = policyOf(state)?.check.perBase === true;
    const wanted = { appId: state.appId, context, branches, defaultBranch, perBase };
    const plan = planRuleset(context, wanted, await findRulesets(person, state.repository, names));
    if (plan.kind === 'refused') return refuse(plan.reason);
    if (plan.kind === 'nothing') note(`The ruleset "${plan.name}" is as it should be: nothing to do.`);
    else changes.push(plan);
    for (const sentence of [...plan.says, ...besideRuleset(state, wanted, names)]) note(sentence);
  }
  if (changes.length === 0) return true;
  const { owner, name } = state.repository;
  for (const { kind, body, diff } of changes) {
    const what = kind === 'create' ? 'A new ruleset' : 'A change of the ruleset';
    await print(
      `${what} "${body.name}" in ${owner}/${name}:\n${diff.map((line) => `  ${line}`).join('\n')}\n\n`,
    );
  }
  const answer = options.yes ? 'yes' : await agreed('Do this? [y/N] ', terminal);
  if (answer === 'no') return refuse('You did not say yes.');
  if (answer === 'no terminal') {
    note(
      'Nothing was changed: there is no terminal to ask on. Say --yes to have it done without a question.',
    );
    process.exitCode = USAGE_ERROR;
    return false;
  }
  for (const { id, body } of changes) await writeRuleset(person, state.repository, id, body);
  note('Done. What binds now:');
  return true;
}

/** Where to require the check would do harm, or nothing. */
function whyNot(state: RepositoryState, [account]: readonly AccountState[]): string | null {
  const { owner, name } = state.repository;
  if (account?.installation.seen && account.installation.value?.suspended === true) {
    return `The installation on ${account.login} is suspended: a check that is required would never come. Lift that on ${account.installation.value.url} first.`;
  }
  if (state.archived) return `${owner}/${name} is archived: nothing can be merged there.`;
  if (state.covered.seen && !state.covered.value) {
    return `The installation does not cover ${owner}/${name}: a check that is required there would never come. Add it to the installation first.`;
  }
  const policy = policyOf(state);
  if (!policy) return 'The policy cannot be seen, so the name of the check is not known.';
  if (policy.mode === 'observe') {
    return 'The policy only observes: a required check would never come. Write `mode: enforce` into .agentguard.yml first.';
  }
  return null;
}

/** One ruleset for all branches; where the check is named after its base, one for each. It is called as the check. */
function wantedRulesets(
  state: RepositoryState,
  chosen: readonly string[] = [state.repository.defaultBranch],
): { context: string; branches: string[] }[] {
  const policy = policyOf(state);
  const groups = new Map<string, string[]>();
  for (const branch of new Set(chosen)) {
    const [context = ''] = namesOn(policy, branch);
    groups.set(context, [...(groups.get(context) ?? []), branch]);
  }
  return [...groups].map(([context, branches]) => ({ context, branches }));
}

function refuse(reason: string): false {
  note(`Nothing was changed. ${reason}`);
  process.exitCode = NOT_ALLOWED;
  return false;
}
