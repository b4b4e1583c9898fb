import { planRuleset, type Plan, type Wanted } from '../../../../src/core/doctor/ruleset/plan.ts';
import type { WrittenRule, WrittenRuleset } from '../../../../src/core/doctor/ruleset/written.ts';

const MAIN: Wanted = {
  appId: 7,
  context: 'AgentGuard',
  branches: ['main'],
  defaultBranch: 'main',
  perBase: false,
};

const ours = { context: 'AgentGuard', integration_id: 7 };

const checks = (list: readonly object[], parameters: object = {}): WrittenRule => ({
  type: 'required_status_checks',
  parameters: {
    strict_required_status_checks_policy: false,
    do_not_enforce_on_create: false,
    ...parameters,
    required_status_checks: list,
  },
});

/** As `--fix` creates it, but for what is given. */
const ruleset = (
  refs: { include?: string[]; exclude?: string[] } = {},
  others: Partial<WrittenRuleset> = {},
): WrittenRuleset => ({
  id: 1,
  name: 'AgentGuard',
  target: 'branch',
  enforcement: 'active',
  conditions: { ref_name: { include: refs.include ?? ['~DEFAULT_BRANCH'], exclude: refs.exclude ?? [] } },
  rules: [checks([ours])],
  bypass_actors: [],
  ...others,
});

const plan = (existing: WrittenRuleset | null, wanted: Partial<Wanted> = {}): Plan =>
  planRuleset('AgentGuard', { ...MAIN, ...wanted }, existing ? [existing] : []);

/** The plan that writes something; fails the test if there is none. */
function written(found: Plan): Extract<Plan, { kind: 'create' | 'update' }> {
  if (found.kind !== 'create' && found.kind !== 'update') throw new Error(JSON.stringify(found));
  return found;
}

const checksIn = (found: Plan): unknown =>
  written(found).body.rules.find(({ type }) => type === 'required_status_checks')?.parameters;

test('there is none: one is created', () => {
  expect(plan(null)).toEqual({
    kind: 'create',
    id: null,
    says: [],
    body: {
      name: 'AgentGuard',
      target: 'branch',
      enforcement: 'active',
      conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
      bypass_actors: [],
      rules: [checks([ours])],
    },
    diff: [
      '+ name: AgentGuard',
      '+ enforcement: active',
      '+ branch: the default branch',
      '+ requires: "AgentGuard" of the app 7',
      '+ branch has to be up to date: no',
      '+ bypass: nobody',
    ],
  });
});

describe('branches that are covered need nothing', () => {
  test.each<[string, string[], string[], Partial<Wanted>]>([
    ['the default branch', ['~DEFAULT_BRANCH'], [], {}],
    ['by name', ['refs/heads/main'], [], {}],
    ['all', ['~ALL'], [], {}],
    ['by a pattern', ['refs/heads/m*'], [], {}],
    ['all, with exceptions for others', ['~ALL'], ['refs/heads/agents/**/*', 'refs/heads/wip*'], {}],
    ['two', ['~DEFAULT_BRANCH', 'refs/heads/release/*'], [], { branches: ['main', 'release/1'] }],
    ['its own base', ['refs/heads/main'], [], { perBase: true }],
  ])('%s', (_name, include, exclude, wanted) => {
    expect(plan(ruleset({ include, exclude }), wanted)).toEqual({
      kind: 'nothing',
      name: 'AgentGuard',
      says: [],
    });
  });
});

describe('branches that are not covered are added', () => {
  test.each<[string, string[], Partial<Wanted>, string[]]>([
    ['another branch', ['refs/heads/release'], {}, ['refs/heads/release', '~DEFAULT_BRANCH']],
    ['none', [], {}, ['~DEFAULT_BRANCH']],
    [
      'a pattern that does not reach it',
      ['refs/heads/*'],
      { branches: ['a/b'] },
      ['refs/heads/*', 'refs/heads/a/b'],
    ],
    ['a pattern that cannot be read', ['refs/heads/{main}'], {}, ['refs/heads/{main}', '~DEFAULT_BRANCH']],
    ['its own base', [], { perBase: true }, ['refs/heads/main']],
  ])('%s', (_name, include, wanted, expected) => {
    const { kind, body } = written(plan(ruleset({ include }), wanted));
    expect([kind, body.conditions.ref_name?.include]).toEqual(['update', expected]);
  });
});

describe('an exception', () => {
  test.each([
    ['refs/heads/main', '- not branch: refs/heads/main'],
    ['~DEFAULT_BRANCH', '- not branch: the default branch'],
  ])('%s means this branch alone and is lifted', (exclude, line) => {
    const found = written(
      plan(
        ruleset(
          { include: ['~ALL'], exclude: [exclude, 'refs/heads/wip'] },
          { rules: [checks([ours]), { type: 'deletion' }] },
        ),
      ),
    );
    expect(found).toMatchObject({
      kind: 'update',
      id: 1,
      says: [
        'The ruleset "AgentGuard" left out main; now it holds there, with what else it holds: deletion.',
      ],
    });
    expect(found.body.conditions).toEqual({ ref_name: { include: ['~ALL'], exclude: ['refs/heads/wip'] } });
    expect(found.diff).toContain(line);
  });

  const WIDER = 'leaves out main by the exception';
  const UNKNOWN = 'whether it means main cannot be told';
  test.each([
    ['refs/heads/m*', WIDER],
    ['refs/heads/**/*', WIDER],
    ['~ALL', WIDER],
    ['refs/heads/[lm]ain', WIDER],
    ['refs/heads/{main,next}', UNKNOWN],
    ['main', UNKNOWN],
    ['~SOMETHING_NEW', UNKNOWN],
  ])('%s gets a ruleset beside it', (exclude, says) => {
    const existing = ruleset({ include: ['~ALL'], exclude: [exclude] });
    const found = written(plan(existing));
    expect(found).toMatchObject({
      kind: 'create',
      id: null,
      body: {
        name: 'AgentGuard (required)',
        conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
        rules: [checks([ours])],
      },
    });
    expect(found.says).toEqual([
      expect.stringContaining(says),
      'The ruleset "AgentGuard" stays as it is; "AgentGuard (required)" holds beside it.',
    ]);
    expect(found.says[0]).toContain(`"${exclude}"`);

    // A second time: the one beside it is there, and it is still said why.
    const beside = { ...ruleset(), id: 2, name: 'AgentGuard (required)' };
    expect(planRuleset('AgentGuard', MAIN, [existing, beside])).toEqual({
      kind: 'nothing',
      name: 'AgentGuard (required)',
      says: found.says,
    });
    // And where that one has the same exception nothing is claimed.
    const both = { ...beside, conditions: existing.conditions ?? {} };
    expect(planRuleset('AgentGuard', MAIN, [existing, both])).toEqual({
      kind: 'refused',
      reason: expect.stringMatching(/Mend one of the two by hand\.$/) as string,
    });
  });
});

describe('not in force', () => {
  test.each([
    ['evaluate', 'The ruleset "AgentGuard" was only evaluated; now it is active.'],
    ['disabled', 'The ruleset "AgentGuard" was disabled; now it is active.'],
  ])('%s', (enforcement, says) => {
    const found = written(plan(ruleset({}, { enforcement })));
    expect([found.kind, found.body.enforcement, found.says]).toEqual(['update', 'active', [says]]);
    expect(found.diff).toContain(`- enforcement: ${enforcement}`);
  });

  test('what else becomes active with it is said', () => {
    const rules = [checks([ours]), { type: 'required_signatures' }];
    expect(written(plan(ruleset({}, { enforcement: 'disabled', rules }))).says).toEqual([
      'The ruleset "AgentGuard" was disabled; now it is active, with what else it holds: required_signatures.',
    ]);
  });
});

describe('a check of the same name', () => {
  test.each([{}, { integration_id: null }])('from any source (%j) is narrowed to this app', (any) => {
    const found = plan(
      ruleset({}, { rules: [checks([{ context: 'AgentGuard', ...any }, { context: 'ci' }])] }),
    );
    expect(written(found).diff).toContain('- requires: "AgentGuard" of any source');
    expect(checksIn(found)).toMatchObject({ required_status_checks: [{ context: 'ci' }, ours] });
    expect(written(found).says).toEqual(['"AgentGuard" counted from any source; now only this app\'s does.']);
  });

  test.each<[string, WrittenRule[]]>([
    ['alone', [checks([{ context: 'AgentGuard', integration_id: 99 }])]],
    ['beside ours', [checks([ours, { context: 'AgentGuard', integration_id: 99 }])]],
    ['in a second rule', [checks([ours]), checks([{ context: 'AgentGuard', integration_id: 99 }])]],
  ])('of another app, %s, is kept, and ours required beside it', (_name, rules) => {
    const found = written(plan(ruleset({}, { rules })));
    expect([found.kind, found.body.name, found.body.rules]).toEqual([
      'create',
      'AgentGuard (required)',
      [checks([ours])],
    ]);
    expect(found.says[0]).toBe(
      'The ruleset "AgentGuard" requires "AgentGuard" of another app (99). If that app is no longer yours, take that away by hand: pull requests wait for it for ever.',
    );
  });
});

describe('two rules that require checks', () => {
  const ci = { context: 'ci', integration_id: 3 };
  const lint = { context: 'lint' };
  test('become one, and none of their checks is lost', () => {
    const rules = [checks([ci, ours]), { type: 'deletion' }, checks([lint, ci])];
    const found = plan(ruleset({}, { rules, enforcement: 'disabled' }));
    expect(written(found).body.rules).toEqual([{ type: 'deletion' }, checks([ci, lint, ours])]);
  });

  test('are as strict as the stricter of them', () => {
    const loose = checks([ci], { do_not_enforce_on_create: true });
    const strict = checks([lint], { strict_required_status_checks_policy: true });
    for (const rules of [
      [loose, strict],
      [strict, loose],
    ]) {
      expect(checksIn(plan(ruleset({}, { rules })))).toMatchObject({
        strict_required_status_checks_policy: true,
        do_not_enforce_on_create: false,
      });
    }
  });
});

describe('not required when a branch is created', () => {
  const rule = checks([ours], { do_not_enforce_on_create: true });
  const SAID = [expect.stringContaining('can be made anew with anything in it') as string];

  test('is kept and said, also where nothing is to be done', () => {
    expect(plan(ruleset({}, { rules: [rule] }))).toEqual({ kind: 'nothing', name: 'AgentGuard', says: SAID });
    const found = written(plan(ruleset({ include: [] }, { rules: [rule] })));
    expect(checksIn(found)).toMatchObject({ do_not_enforce_on_create: true });
    expect(found.diff).toContain('  not required when a branch is created');
    expect(found.says).toEqual(SAID);
  });

  test('does not matter where the branch cannot be deleted', () => {
    const rules = [rule, { type: 'deletion' }];
    expect(plan(ruleset({}, { rules }))).toMatchObject({ kind: 'nothing', says: [] });
  });
});

test('who may bypass is taken away, by name', () => {
  const actors = [
    { actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' },
    { actor_id: 12, actor_type: 'Team', bypass_mode: 'pull_request', name: 'acme/platform' },
    { actor_id: 31, actor_type: 'Integration', bypass_mode: 'exempt' },
  ];
  const { body, diff } = written(plan(ruleset({}, { bypass_actors: actors })));
  expect(body.bypass_actors).toEqual([]);
  expect(diff.filter((line) => line.includes('bypass'))).toEqual([
    '- bypass: repository admins, always',
    '- bypass: the team acme/platform, on pull requests',
    '- bypass: the app 31, exempt, unseen',
    '+ bypass: nobody',
  ]);
});

test('what GitHub does not show this token it may not change', () => {
  const { bypass_actors: _hidden, ...rest } = ruleset();
  expect(plan(rest)).toMatchObject({
    kind: 'refused',
    reason: expect.stringContaining('does not show this token who may bypass') as string,
  });
});

test('one for tags is left alone', () => {
  const found = written(plan(ruleset({}, { target: 'tag' })));
  expect(found.body.name).toBe('AgentGuard (required)');
  expect(found.says[0]).toBe('The ruleset "AgentGuard" is not one for branches.');
});

test('a check that is named after its base is not put on other branches', () => {
  const wanted = { ...MAIN, context: 'AgentGuard: main', perBase: true };
  const existing = ruleset(
    { include: ['~ALL'] },
    { name: 'AgentGuard: main', rules: [{ type: 'deletion' }] },
  );
  const found = written(planRuleset('AgentGuard: main', wanted, [existing]));
  expect(found.body).toMatchObject({
    name: 'AgentGuard: main (required)',
    conditions: { ref_name: { include: ['refs/heads/main'] } },
  });
  expect(found.says[0]).toBe(
    'The ruleset "AgentGuard: main" also holds for other branches, where "AgentGuard: main" never comes.',
  );
});
