import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { newAgent } from '../../scripts/new/agent.ts';
import { newRule } from '../../scripts/new/rule.ts';
import type { Agent } from '../../src/core/agents/agent.ts';
import type { Rule } from '../../src/core/rules/rule.ts';
import { changeFacts } from '../support/change.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'agentguard-new-'));
  cpSync('src/core', join(root, 'src/core'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

/** What a written file holds, built as it stands there. */
async function loaded(path: string, name: string): Promise<unknown> {
  const outfile = join(root, 'built.mjs');
  await build({
    entryPoints: [join(root, path)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    nodePaths: [resolve('node_modules')],
    logLevel: 'silent',
  });
  return ((await import(pathToFileURL(outfile).href)) as Record<string, unknown>)[name];
}

test('a new rule is in the catalogue, and fails its example until it is filled in', async () => {
  const path = newRule(root, 'auth-removed/session-kept');
  expect(path).toBe('src/core/rules/auth-removed/session-kept.ts');
  const catalogue = readFileSync(join(root, 'src/core/rules/catalogue.ts'), 'utf8');
  expect(catalogue).toContain("import { sessionKept } from './auth-removed/session-kept.ts';");
  expect(catalogue).toContain('  sessionKept as Rule,');
  const rule = (await loaded(path, 'sessionKept')) as Rule;
  expect([rule.id, rule.family]).toEqual(['session-kept', 'auth-removed']);
  const [example] = rule.flagged;
  const found = rule.inspect(changeFacts(example?.files ?? []), rule.options.parse({}));
  expect(found.flatMap(({ places }) => places)).not.toEqual(example?.places);
});

test('a new agent is in the catalogue, and does not match its example until it is filled in', async () => {
  const path = newAgent(root, 'editor/quill');
  const catalogue = readFileSync(join(root, 'src/core/agents/catalogue.ts'), 'utf8');
  expect(catalogue).toContain("import { quill } from './rows/editor/quill.ts';");
  const row = (await loaded(path, 'quill')) as Agent;
  expect(row.id).toBe('quill');
  expect(row.signals.every(({ pattern, examples }) => examples.every((each) => pattern.test(each)))).toBe(
    false,
  );
});

test.each([
  ['', 'Write <family>/<rule-id>. The families are guard-changed,'],
  ['nowhere/session-kept', 'Write <family>/<rule-id>.'],
  ['auth-removed/a/b', 'Write <family>/<rule-id>.'],
  ['auth-removed/Session', '"Session" is no id'],
  ['auth-removed/../x', 'Write <family>/<rule-id>.'],
  ['auth-removed/_x', '"_x" is no id'],
  ['mass-change/csrf-off', 'There is a rule csrf-off already, in auth-removed.'],
])('refuses the rule %j and writes nothing', (name, message) => {
  const before = readFileSync(join(root, 'src/core/rules/catalogue.ts'), 'utf8');
  expect(() => newRule(root, name)).toThrow(message);
  expect(readFileSync(join(root, 'src/core/rules/catalogue.ts'), 'utf8')).toBe(before);
});

test.each([
  ['quill', 'Write <kind>/<agent-id>. The kinds are hosted, terminal,'],
  ['toString/quill', 'Write <kind>/<agent-id>.'],
  ['editor/Quill', '"Quill" is no id'],
  ['hosted/cline', 'There is an agent cline already, in editor.'],
])('refuses the agent %j', (name, message) => {
  expect(() => newAgent(root, name)).toThrow(message);
});
