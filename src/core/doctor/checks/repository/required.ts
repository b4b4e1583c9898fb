import type { Check } from '../../check.ts';
import type { Branch, RepositoryState } from '../../facts.ts';
import { opening, pass, problem, unsure, warning, type Line } from '../../line.ts';
import { nameOf, namesOn, policyOf, requirementsOn, type Requirement } from './_expected.ts';
import { EXAMPLES } from './required-examples.ts';

export const required: Check<RepositoryState> = {
  id: 'required',
  title: 'Whether the check is required',
  why: 'A check stops nobody by itself: a ruleset has to require it. It has to name this very app as the source, since otherwise anybody who can push can post a check of that name. A check that is required and never published keeps every pull request waiting.',
  inspect(state) {
    if (state.archived) return [pass('It is archived: nothing can be merged.')];
    if (state.branches.length === 0) return [pass('It is empty: there is no branch to protect yet.')];
    return state.branches.flatMap((branch) => ofBranch(state, branch));
  },
  examples: EXAMPLES,
};

function ofBranch(state: RepositoryState, branch: Branch): Line[] {
  const policy = policyOf(state);
  const all = requirementsOn(branch);
  const names = namesOn(policy, branch.name);
  const named = all.filter(({ context }) => names.includes(context));
  const others = all.filter((each) => !named.includes(each));
  const lines = others.map((each) => neverPublished(each, branch, names, policy?.mode === 'observe'));
  const hidden = [branch.rules, branch.classic].find((each) => !each.seen);

  const ours = named.filter(({ appId }) => appId !== null && appId === state.appId);
  if (ours.length > 0) {
    const [first] = ours as [Requirement];
    const byAdmins = ours.some(({ bindsAdmins }) => bindsAdmins);
    lines.push(pass(`${branch.name} requires "${first.context}" of this app, by ${first.by}.`));
    if (!byAdmins) {
      lines.push(
        opening(
          `Branch protection of ${branch.name} does not hold for admins: they merge without the check.`,
          `Tick "Do not allow bypassing the above settings" for ${branch.name}, or run ${fix(state, branch)}.`,
        ),
      );
    }
    return lines;
  }
  if (policy?.mode === 'observe') {
    return [
      ...lines,
      opening(
        `The policy only observes: nothing that it says is enforced on ${branch.name}.`,
        `When you have seen enough, write \`mode: enforce\` into .agentguard.yml, then run ${fix(state, branch)}.`,
      ),
    ];
  }
  const fromAnyone = named.find(({ appId }) => appId === null);
  if (fromAnyone) {
    return [
      ...lines,
      opening(
        `${branch.name} requires "${fromAnyone.context}" from any source, by ${fromAnyone.by}: anybody who can push can post it.`,
        `Choose this app as its source, or run ${fix(state, branch)}.`,
      ),
    ];
  }
  const [foreign] = named;
  if (foreign && state.appId === null) {
    return [
      ...lines,
      unsure(
        `${branch.name} requires "${foreign.context}" of the app ${foreign.appId}, by ${foreign.by}; which app is yours is not known here.`,
        'Set APP_ID to the number on the settings page of your app.',
      ),
    ];
  }
  if (foreign) {
    return [
      ...lines,
      opening(
        `${branch.name} requires "${foreign.context}" of another app (${foreign.appId}), by ${foreign.by}; this one is ${state.appId}.`,
        `Choose this app as its source, or run ${fix(state, branch)} and take the other requirement away.`,
      ),
    ];
  }
  if (hidden && !hidden.seen) {
    return [
      ...lines,
      unsure(`Whether ${branch.name} requires the check cannot be seen. ${hidden.reason}`, hidden.mend),
    ];
  }
  return [...lines, ...notRequired(state, branch)];
}

/** A check of that name never comes, so whoever waits for it waits for ever. */
function neverPublished(
  { context, by }: Requirement,
  { name }: Branch,
  names: readonly string[],
  observing: boolean,
): Line {
  if (observing) {
    return problem(
      `${name} requires "${context}", by ${by}, while the policy only observes: the check has another name then, and every pull request waits for ever.`,
      'Take the requirement away while you observe, or write `mode: enforce` into .agentguard.yml.',
    );
  }
  return problem(
    `${name} requires "${context}", by ${by}, and by the policy the check is called "${names.join('" or "')}": every pull request waits for ever.`,
    'Let the ruleset require that name. `check.per_base` in the policy decides whether the branch is a part of it.',
  );
}

function notRequired(state: RepositoryState, branch: Branch): Line[] {
  const mend = `Run ${fix(state, branch)} with the token of an admin, or require "${namesOn(policyOf(state), branch.name)[0]}" of this app in a ruleset.`;
  const lines = [opening(`Nothing requires AgentGuard on ${branch.name}.`, mend)];
  const isDefault = branch.name === state.repository.defaultBranch;
  const dormant = isDefault && state.dormant.seen ? state.dormant.value : [];
  for (const { name, source, enforcement } of dormant) {
    const stands = enforcement === 'evaluate' ? 'is only evaluated' : 'is disabled';
    lines.push(
      warning(
        `The ruleset "${name}" of ${source} would require it, and ${stands}.`,
        'Set its enforcement to "Active".',
      ),
    );
  }
  return lines;
}

const fix = (state: RepositoryState, { name }: Branch): string =>
  `\`agentguard doctor ${nameOf(state)} --fix${name === state.repository.defaultBranch ? '' : ` --branch ${name}`}\``;
