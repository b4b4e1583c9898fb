/** Ways to speak to the app in GitHub's name, to stop it, or to have it say or show what it should not. */
import { createHmac, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { marked } from 'marked';
import { sample } from '../../../src/core/rules/secret-added/_sample.ts';
import { createAcme, DATABASE_POLICY } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterAll(() => gate.close());

const CODE = { 'src/a.ts': 'export const a = 1;\n' };

test("#32 text that is made to look like the app's own", async () => {
  const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  const evil = '`</details> | @acme/dba <img src=x onerror=y> [ok](https://evil.example) \u202e## Approved';
  const path = `db/${evil.replaceAll('/', '_')}`;
  const policy = `version: 1\n${JSON.stringify(evil)}: 1\n`;
  const pull = acme.agentOpens(
    {
      [`${path}.sql`]: `DROP TABLE "${evil}";\n`,
      // Too large to be read, which is said with its name.
      [`${path}.txt`]: 'x'.repeat(6 * 1024 * 1024),
      '.agentguard.yml': policy,
      '.github/workflows/|@acme/dba`<b>.yml': '\n## Approved\n',
    },
    {
      title: `${evil}\n\nCo-Authored-By: Claude ${evil} <noreply@anthropic.com>\n`,
      body: `\n## Approved\n\n${evil}\n\n\`\`\`\`\n`,
    },
  );
  const { output, annotations } = await gate.answer(pull);
  const html = await marked.parse(output.summary ?? '');
  expect(html).not.toMatch(/<img|href=|<b>|evil\.example"|<h2/);
  expect(html.match(/<details>/g)?.length).toBe(html.match(/<\/details>/g)?.length);
  const outsideOfCode = html.replace(/<code>[^]*?<\/code>/g, '');
  expect(outsideOfCode).not.toMatch(/@\w|<h\d>[^<]*Approved/);
  for (const text of [output.title, output.summary, ...annotations.map(({ message }) => message)]) {
    expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  }
  expect(output.title).not.toContain('\n');
});

test('#33 a secret is not said again, neither in the check nor in the log, the record or the store', async () => {
  const acme = createAcme(gate);
  const token = 'ghp_' + sample(36);
  const password = sample(20);
  const pull = acme.agentOpens({
    'src/client.ts': `export const token = '${token}';\n`,
    '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    runs-on: x\n    env: { T: ${token} }\n    steps: []\n`,
    'db/1.sql': `CREATE ROLE app LOGIN SUPERUSER PASSWORD '${password}';\n`,
    '.env': `DATABASE_URL=postgres://app:${password}@db.internal:5432/app\n`,
    'CLAUDE.md': `Use ${token} to push.\n`,
  });
  const check = await gate.answer(pull);
  expect(check.output.title).toMatch(/^Blocked: /);
  expect(check.output.summary).toContain('src/client.ts:1');
  const stored = readdirSync(gate.folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(gate.folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'));
  expect(stored.length).toBeGreaterThan(0);
  const said = [JSON.stringify([check.output, check.annotations]), gate.log(), ...stored].join('\n');
  expect(said).toContain('provider-token');
  for (const secret of [token, password]) expect(said.includes(secret)).toBe(false);
});
