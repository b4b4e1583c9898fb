import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RULES } from '../../src/core/rules/catalogue.ts';
import { agentguard } from '../support/command-line.ts';
import { CLAUDE, testRepositories } from '../support/git.ts';
import { zooCases, type ZooCase } from './zoo-case.ts';

const repositories = testRepositories();
afterAll(() => repositories.remove());

interface Checked {
  readonly decision: string;
  readonly findings: readonly {
    readonly rule: string;
    readonly action: string;
    readonly places: readonly { readonly path: string }[];
  }[];
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

/** Whether the rule's own finding blocks, or a person is asked because of it. */
function stoppedBy({ findings, obligations }: Checked, rule: string): boolean {
  const found = findings.filter((finding) => finding.rule === rule);
  if (found.some(({ action }) => action === 'block')) return true;
  const paths = new Set(found.flatMap(({ places }) => places.map(({ path }) => path)));
  return obligations.some(({ because }) =>
    because.some(
      ({ kind, value }) =>
        // A control file asks for a person of its own whatever the rule on it does, and is named by its path.
        (kind === 'rule' && value === rule) || (kind === 'control file' && paths.has(value)),
    ),
  );
}

const zoo = zooCases(fileURLToPath(new URL('.', import.meta.url)));
const cases = zoo.map((one) => [one.name, one] as const);

test('there are at least fifteen, and every family that stops something has one', () => {
  expect(cases.length).toBeGreaterThanOrEqual(15);
  const families = new Map(RULES.map(({ id, family }) => [id, family]));
  const stopping = RULES.filter(({ action }) => action !== 'warn').map(({ family }) => family);
  expect([...new Set(zoo.map(({ rule }) => families.get(rule)))].toSorted()).toEqual(
    [...new Set(stopping)].toSorted(),
  );
});

describe.each(cases)('%s', (_name, one) => {
  test('is stopped', async () => {
    const checked = await check(one, 'after');
    expect(checked.gaps).toEqual([]);
    const rules = checked.findings.map(({ rule }) => rule);
    expect({ rules, stopped: stoppedBy(checked, one.rule) }).toEqual({
      rules: expect.arrayContaining([one.rule]),
      stopped: true,
    });
    const blocked = checked.findings.some(({ action }) => action === 'block');
    expect(checked.decision).toBe(blocked ? 'block' : 'review_required');
  });

  test('its harmless twin passes with the default review', async () => {
    const { decision, findings, obligations, gaps } = await check(one, 'harmless');
    expect(gaps).toEqual([]);
    expect(findings.filter(({ action }) => action !== 'warn')).toEqual([]);
    expect(obligations.map(({ because }) => because)).toEqual([[{ kind: 'agent', value: 'Claude Code' }]]);
    expect(decision).toBe('review_required');
  });
});
