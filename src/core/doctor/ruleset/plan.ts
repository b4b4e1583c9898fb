import { matchRef } from './ref-pattern.ts';
import { difference, rulesetLines } from './text.ts';
import { checksOf, CHECKS, type WrittenRule, type WrittenRuleset } from './written.ts';

/** What has to be so that branches require the check, as a ruleset of the repository. */
export interface Wanted {
  readonly appId: number;
  readonly context: string;
  readonly branches: readonly string[];
  readonly defaultBranch: string;
  /** The check is named after its base: the ruleset has to name these branches and no others. */
  readonly perBase: boolean;
}

/** What is sent to GitHub. */
export interface RulesetBody {
  readonly name: string;
  readonly target: 'branch';
  readonly enforcement: 'active';
  readonly conditions: NonNullable<WrittenRuleset['conditions']>;
  readonly bypass_actors: readonly [];
  readonly rules: readonly WrittenRule[];
}

/** Each with sentences that the admin has to know, also where nothing is to be done. */
export type Plan =
  | { readonly kind: 'nothing'; readonly name: string; readonly says: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string }
  | {
      readonly kind: 'create' | 'update';
      readonly id: number | null;
      readonly body: RulesetBody;
      /** Lines with `+`, `-` or a blank before them. */
      readonly diff: readonly string[];
      readonly says: readonly string[];
    };

/** The name of a ruleset that is added where the one of the first name cannot be tightened. */
export const nameApart = (name: string): string => `${name} (required)`;

/**
 * Creates the ruleset, or tightens the one there is: nothing that it holds is taken away. Where that could not make the
 * branches require the check, or not without harm, that one is left alone and one of its own is added.
 * @param own the repository's own rulesets; only those of this name and of the name apart are looked at
 */
export function planRuleset(name: string, wanted: Wanted, own: readonly WrittenRuleset[]): Plan {
  const called = (each: string): WrittenRuleset | null =>
    own.find((ruleset) => ruleset.name.toLowerCase() === each.toLowerCase()) ?? null;
  const existing = called(name);
  const obstacles = existing ? obstaclesIn(existing, wanted) : [];
  if (obstacles.length === 0) return tighten(name, wanted, existing, []);

  const apart = called(nameApart(name));
  const again = apart ? obstaclesIn(apart, wanted) : [];
  if (again.length > 0) {
    return { kind: 'refused', reason: [...obstacles, ...again, 'Mend one of the two by hand.'].join(' ') };
  }
  return tighten(nameApart(name), wanted, apart, [
    ...obstacles,
    `The ruleset "${existing?.name}" stays as it is; "${nameApart(name)}" holds beside it.`,
  ]);
}

/** Why this ruleset cannot be made to hold the branches by adding to it, each a sentence. */
function obstaclesIn(ruleset: WrittenRuleset, wanted: Wanted): string[] {
  const called = `The ruleset "${ruleset.name}"`;
  if (ruleset.target !== undefined && ruleset.target !== 'branch') {
    return [`${called} is not one for branches.`];
  }
  const { include = [], exclude = [] } = ruleset.conditions?.ref_name ?? {};
  const left = exclude
    .filter((pattern) => !namesOnly(pattern, wanted))
    .flatMap((pattern) => wanted.branches.map((branch) => leftOut(called, pattern, branch, wanted)))
    .filter((each) => each !== null);
  const all = (ruleset.rules ?? []).flatMap(checksOf);
  const foreign = all.filter(
    ({ context, integration_id: id }) => context === wanted.context && (id ?? wanted.appId) !== wanted.appId,
  );
  const wider =
    wanted.perBase &&
    !all.some(({ context }) => context === wanted.context) &&
    include.some((pattern) => !namesOnly(pattern, wanted));
  return [
    ...left,
    ...foreign.map(
      ({ context, integration_id: id }) =>
        `${called} requires "${context}" of another app (${id}). If that app is no longer yours, take that away by hand: pull requests wait for it for ever.`,
    ),
    ...(wider ? [`${called} also holds for other branches, where "${wanted.context}" never comes.`] : []),
  ];
}

function leftOut(called: string, pattern: string, branch: string, { defaultBranch }: Wanted): string | null {
  const match = matchRef(pattern, branch, defaultBranch);
  if (match === 'no') return null;
  if (match === 'unknown')
    return `${called} has the exception "${pattern}": whether it means ${branch} cannot be told.`;
  return `${called} leaves out ${branch} by the exception "${pattern}", which may mean other branches as well.`;
}

/** True: the pattern means one of these branches and nothing else. */
const namesOnly = (pattern: string, { branches, defaultBranch }: Wanted): boolean =>
  branches.some(
    (branch) =>
      pattern === `refs/heads/${branch}` || (pattern === '~DEFAULT_BRANCH' && branch === defaultBranch),
  );

function tighten(
  name: string,
  wanted: Wanted,
  existing: WrittenRuleset | null,
  before: readonly string[],
): Plan {
  if (existing && existing.bypass_actors === undefined) {
    return {
      kind: 'refused',
      reason: `GitHub does not show this token who may bypass "${name}", so it may not change it. Take the token of an admin of the repository.`,
    };
  }
  const body: RulesetBody = {
    name: existing?.name ?? name,
    target: 'branch',
    enforcement: 'active',
    conditions: { ...existing?.conditions, ref_name: refsOf(existing, wanted) },
    bypass_actors: [],
    rules: [...(existing?.rules ?? []).filter(({ type }) => type !== CHECKS), checkRule(existing, wanted)],
  };
  const says = [...before, ...(existing ? changesOf(existing, body, wanted) : [])];
  const diff = difference(existing ? rulesetLines(existing) : [], rulesetLines(body));
  if (diff.every((line) => line.startsWith(' '))) return { kind: 'nothing', name: body.name, says };
  return { kind: existing ? 'update' : 'create', id: existing?.id ?? null, body, diff, says };
}

/** Everything that was covered, and the branches; what names just one of them is no exception any more. */
function refsOf(existing: WrittenRuleset | null, wanted: Wanted): { include: string[]; exclude: string[] } {
  const { include = [], exclude = [] } = existing?.conditions?.ref_name ?? {};
  const { branches, defaultBranch, perBase } = wanted;
  const added = branches
    .filter((branch) => !include.some((pattern) => matchRef(pattern, branch, defaultBranch) === 'yes'))
    .map((branch) => (branch === defaultBranch && !perBase ? '~DEFAULT_BRANCH' : `refs/heads/${branch}`));
  return {
    include: [...include, ...added],
    exclude: exclude.filter((pattern) => !namesOnly(pattern, wanted)),
  };
}

/** One rule with the checks of all that there are, as strict as the strictest of them. */
function checkRule(existing: WrittenRuleset | null, { context, appId }: Wanted): WrittenRule {
  const old = (existing?.rules ?? []).filter(({ type }) => type === CHECKS);
  const others = old.flatMap(checksOf).filter((check) => check.context !== context);
  const distinct = new Map(others.map((check) => [`${check.integration_id ?? ''} ${check.context}`, check]));
  const says = (key: string) => old.map(({ parameters }) => parameters?.[key] === true);
  const onCreate = says('do_not_enforce_on_create');
  return {
    type: CHECKS,
    parameters: {
      ...Object.assign({}, ...old.map(({ parameters }) => parameters)),
      strict_required_status_checks_policy: says('strict_required_status_checks_policy').includes(true),
      do_not_enforce_on_create: onCreate.length > 0 && onCreate.every(Boolean),
      required_status_checks: [...distinct.values(), { context, integration_id: appId }],
    },
  };
}

/** What lines of a difference do not tell by themselves. */
function changesOf(existing: WrittenRuleset, body: RulesetBody, wanted: Wanted): string[] {
  const called = `The ruleset "${existing.name}"`;
  const rules = existing.rules ?? [];
  const others = rules.filter(({ type }) => type !== CHECKS).map(({ type }) => type);
  const also = others.length > 0 ? `, with what else it holds: ${others.join(', ')}` : '';
  const lifted = (existing.conditions?.ref_name?.exclude ?? []).filter((each) => namesOnly(each, wanted));
  const anySource = rules
    .flatMap(checksOf)
    .some(({ context, integration_id: id }) => context === wanted.context && (id ?? null) === null);
  const onCreate = body.rules.find(({ type }) => type === CHECKS)?.parameters?.['do_not_enforce_on_create'];
  return [
    ...(existing.enforcement === 'active'
      ? []
      : [`${called} ${STANDS[existing.enforcement] ?? 'was not in force'}; now it is active${also}.`]),
    ...(lifted.length > 0
      ? [`${called} left out ${wanted.branches.join(', ')}; now it holds there${also}.`]
      : []),
    ...(anySource ? [`"${wanted.context}" counted from any source; now only this app's does.`] : []),
    ...(onCreate === true && !others.includes('deletion')
      ? [
          `${called} does not require checks when a branch is created, and that is kept: a branch that somebody may delete can be made anew with anything in it. Add "Restrict deletions" to it.`,
        ]
      : []),
  ];
}

const STANDS: Readonly<Record<string, string>> = {
  evaluate: 'was only evaluated',
  disabled: 'was disabled',
};
