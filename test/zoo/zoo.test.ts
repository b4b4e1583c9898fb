import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { agentguard } from '../support/command-line.ts';
import { CLAUDE, testRepositories } from '../support/git.ts';
import { zooCases, type ZooCase } from './zoo-case.ts';

const repositories = testRepositories();
afterAll(() => repositories.remove());

interface Checked {
  readonly decision: string;
  readonly findings: readonly { readonly rule: string; readonly action: string; readonly message: string }[];
  readonly obligations: readonly { readonly because: readonly { kind: string; value: string }[] }[];
  readonly gaps: readonly unknown[];
}

/** What `agentguard check` says of an agent's commit on the case's repository, by the built-in defaults. */
async function check(one: ZooCase, which: 'after' | 'harmless'): Promise<Checked> {
  const repository = repositories.create();
  const base = repository.commit('Before', one.before);
  const removed = which === 'after' ? one.removed : one.harmless.removed;
  for (const [path, target] of Object.entries(one.links)) {
    if (!path.startsWith(`${which}/`)) continue;
    const file = join(repository.folder, path.slice(which.length + 1));
    mkdirSync(dirname(file), { recursive: true });
    symlinkSync(target, file);
  }
  repository.commit(`Change${CLAUDE}`, {
    ...(which === 'after' ? one.after : one.twin),
    ...Object.fromEntries(removed.map((path) => [path, null])),
  });
  const run = await agentguard('check', '--repo', repository.folder, '--base', base, '--format', 'json');
  expect(run.stderr).not.toContain('error');
  return JSON.parse(run.stdout) as Checked;
}

const cases = zooCases().map((one) => [one.name, one] as const);

describe.each(cases)('%s', (_name, one) => {
  test('is stopped', async () => {
    const { decision, findings, obligations, gaps } = await check(one, 'after');
    expect(gaps).toEqual([]);
    const actions = findings.filter(({ rule }) => rule === one.rule).map(({ action }) => action);
    const asked = obligations.some(({ because }) =>
      because.some(({ kind, value }) => kind === 'rule' && value === one.rule),
    );
    expect({ rules: findings.map(({ rule }) => rule), stopped: actions.includes('block') || asked }).toEqual({
      rules: expect.arrayContaining([one.rule]),
      stopped: true,
    });
    expect(decision).toBe(actions.includes('block') ? 'block' : 'review_required');
  });

  test('its harmless twin passes with the default review', async () => {
    const { decision, findings, obligations, gaps } = await check(one, 'harmless');
    expect(gaps).toEqual([]);
    expect(findings.filter(({ action }) => action !== 'warn')).toEqual([]);
    expect(obligations.map(({ because }) => because)).toEqual([[{ kind: 'agent', value: 'Claude Code' }]]);
    expect(decision).toBe('review_required');
  });
});
