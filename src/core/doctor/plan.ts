/** What has to be so that a branch requires the check, as a ruleset of the repository. */
export interface Wanted {
  readonly appId: number;
  readonly context: string;
  /** As conditions name them: `~DEFAULT_BRANCH`, `refs/heads/release`. */
  readonly refs: readonly string[];
}

/** A ruleset as REST writes it; what is not named here is kept as it is. */
export interface WrittenRuleset {
  readonly id: number;
  readonly name: string;
  readonly enforcement: string;
  readonly target?: string;
  readonly conditions?: {
    readonly ref_name?: { readonly include?: readonly string[]; readonly exclude?: readonly string[] };
  };
  readonly rules?: readonly {
    readonly type: string;
    readonly parameters?: Readonly<Record<string, unknown>>;
  }[];
  readonly bypass_actors?: readonly object[];
}

/** What is sent to GitHub. */
export interface RulesetBody {
  readonly name: string;
  readonly target: 'branch';
  readonly enforcement: 'active';
  readonly conditions: object;
  readonly bypass_actors: readonly object[];
  readonly rules: readonly object[];
}

export type Plan =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refused'; readonly reason: string }
  | {
      readonly kind: 'create' | 'update';
      readonly id: number | null;
      readonly body: RulesetBody;
      /** Lines with `+`, `-` or a blank before them. */
      readonly diff: readonly string[];
    };

interface RequiredCheck {
  readonly context: string;
  readonly integration_id?: number;
}

const TYPE = 'required_status_checks';

/**
 * Creates the ruleset, or tightens the one there is: nothing that it holds is taken away.
 * @param existing the repository's own of this name; null: there is none
 */
export function planRuleset(name: string, wanted: Wanted, existing: WrittenRuleset | null): Plan {
  if (existing && existing.target !== undefined && existing.target !== 'branch') {
    return {
      kind: 'refused',
      reason: `The ruleset "${name}" is not one for branches. Give that one another name.`,
    };
  }
  if (existing && existing.bypass_actors === undefined) {
    return {
      kind: 'refused',
      reason: `GitHub does not show this token who may bypass "${name}", so it may not change it. Take the token of an admin of the repository.`,
    };
  }
  const rules = existing?.rules ?? [];
  const old = rules.find(({ type }) => type === TYPE);
  const checks = (old?.parameters?.['required_status_checks'] ?? []) as readonly RequiredCheck[];
  const foreign = checks.find(
    ({ context, integration_id: id }) => context === wanted.context && (id ?? wanted.appId) !== wanted.appId,
  );
  if (foreign) {
    return {
      kind: 'refused',
      reason: `The ruleset "${name}" requires "${foreign.context}" of another app (${foreign.integration_id}). To take that away could weaken it: do that by hand if that app is no longer yours.`,
    };
  }
  const others = checks.filter(({ context }) => context !== wanted.context);
  const rule = {
    type: TYPE,
    parameters: {
      strict_required_status_checks_policy: false,
      do_not_enforce_on_create: false,
      ...old?.parameters,
      required_status_checks: [...others, { context: wanted.context, integration_id: wanted.appId }],
    },
  };
  const include = existing?.conditions?.ref_name?.include ?? [];
  const covered = include.includes('~ALL') ? [...include] : [...new Set([...include, ...wanted.refs])];
  const exclude = (existing?.conditions?.ref_name?.exclude ?? []).filter((ref) => !wanted.refs.includes(ref));
  const body: RulesetBody = {
    name,
    target: 'branch',
    enforcement: 'active',
    conditions: { ...existing?.conditions, ref_name: { include: covered, exclude } },
    bypass_actors: [],
    rules: [...rules.filter(({ type }) => type !== TYPE), rule],
  };
  const before = existing ? lines(existing) : [];
  const after = lines(body as unknown as WrittenRuleset);
  const diff = [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.map((line) => `${before.includes(line) ? ' ' : '+'} ${line}`),
  ];
  if (diff.every((line) => line.startsWith(' '))) return { kind: 'nothing' };
  return { kind: existing ? 'update' : 'create', id: existing?.id ?? null, body, diff };
}

/** A ruleset as people read it, one thing a line. */
function lines({
  name,
  enforcement,
  conditions,
  rules = [],
  bypass_actors: actors = [],
}: WrittenRuleset): string[] {
  const { include = [], exclude = [] } = conditions?.ref_name ?? {};
  return [
    `name: ${name}`,
    `enforcement: ${enforcement}`,
    ...include.map((ref) => `branch: ${ref === '~DEFAULT_BRANCH' ? 'the default branch' : ref}`),
    ...exclude.map((ref) => `not branch: ${ref}`),
    ...rules.flatMap(ruleLines),
    ...(actors.length === 0 ? ['bypass: nobody'] : actors.map((actor) => `bypass: ${JSON.stringify(actor)}`)),
  ];
}

function ruleLines({ type, parameters = {} }: NonNullable<WrittenRuleset['rules']>[number]): string[] {
  if (type !== TYPE)
    return [`rule: ${type}${Object.keys(parameters).length > 0 ? ` ${JSON.stringify(parameters)}` : ''}`];
  const checks = (parameters['required_status_checks'] ?? []) as readonly RequiredCheck[];
  return [
    ...checks.map(
      ({ context, integration_id: id }) =>
        `requires: "${context}" of ${id === undefined ? 'any source' : `the app ${id}`}`,
    ),
    `branch has to be up to date: ${parameters['strict_required_status_checks_policy'] === true ? 'yes' : 'no'}`,
  ];
}
