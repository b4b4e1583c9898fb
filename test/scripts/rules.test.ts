import { rulePages } from '../../scripts/generate/rules.ts';
import { RULES } from '../../src/core/rules/catalogue.ts';
import { scanPrivateKeys } from '../../src/core/rules/secret-added/_private-keys.ts';
import { scanProviders } from '../../src/core/rules/secret-added/_providers.ts';

const pages = rulePages(process.cwd());

test('every rule has a page and a row of the index', () => {
  const paths = RULES.map((rule) => `docs/rules/${rule.id}.md`);
  expect(Object.keys(pages).toSorted()).toEqual(['docs/rules/README.md', ...paths].toSorted());
  for (const rule of RULES) expect(pages['docs/rules/README.md']).toContain(`](${rule.id}.md)`);
});

test.each(Object.entries(pages))('%s has nothing that looks like a credential', (path, text) => {
  const lines = text.split('\n').map((line, index) => ({ line: index + 1, text: line.replace(/^\+/, '') }));
  expect([...scanProviders(lines, path), ...scanPrivateKeys(lines)]).toEqual([]);
});

test('a page tells the options and shows examples as diffs', () => {
  const page = pages['docs/rules/large-change.md'] ?? '';
  expect(page).toContain('| `lines` | integer | `1500` |');
  expect(page).toMatch(/```diff\n@@ -0,0 \+1,3 @@\n\+line 1\n/);
});
