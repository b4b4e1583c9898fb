/** Ways to hide what a change touches, or to change the gate along with it. The judge is GitHub's merge endpoint. */
import type { FileInput } from '../../demo/github/git/objects.ts';
import type { PullRequest } from '../../demo/github/github.ts';
import { LIMITS } from '../../demo/github/state/limits.ts';
import { sample } from '../../src/core/rules/secret-added/_sample.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../support/organization.ts';
import { createGate, type Gate } from '../support/gate.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterEach(() => {
  Object.assign(gate.github.state.limits, LIMITS);
  gate.github.state.patchless.clear();
});
afterAll(() => gate.close());

/** What the merge button says after bela, with write access and nothing more, and then after this person. */
async function mergesAfter(acme: Acme, pull: PullRequest, person: Acme['ada']) {
  acme.review(pull, acme.bela);
  const bela = await gate.verdict(pull, acme.nadia);
  acme.review(pull, person);
  const both = await gate.verdict(pull, acme.nadia);
  return { bela: bela.merge, title: bela.title, both: both.merge };
}

describe('24: the gate is changed in the same pull request', () => {
  // What a repository could say to get around: nothing is asked of anyone in particular, and no rule is on.
  const LAX = `version: 1
reviews:
  - { name: anyone, from: { permission: write } }
rules: { guard-changed: off, workflow-privilege: off, agent-config-changed: off }
`;
  const files: [string, string, string][] = [
    ['the policy', '.agentguard.yml', 'version: 1\nmode: observe\n'],
    ['code owners, first place', '.github/CODEOWNERS', '* @bela\n'],
    ['code owners, second place', 'CODEOWNERS', '* @bela\n'],
    ['code owners, third place', 'docs/CODEOWNERS', '* @bela\n'],
    ['a workflow', '.github/workflows/build.yml', 'on: push\njobs: {}\n'],
    ['a ruleset as code', '.github/rulesets/main.json', '{}\n'],
    ['instructions to agents', 'CLAUDE.md', 'Be brief.\n'],
    ['instructions to agents in a folder', 'src/AGENTS.md', 'Be brief.\n'],
  ];

  test.each(files)('by an agent: %s', async (_, path, text) => {
    const acme = createAcme(gate, { '.agentguard.yml': LAX });
    const pull = acme.agentOpens({ [path]: text });
    expect(await mergesAfter(acme, pull, acme.ada)).toEqual({
      bela: 405,
      title: 'Waiting for an admin (control files)',
      both: 200,
    });
  });

  test.each(files.slice(0, 4))('by a person, who may be an agent: %s', async (_, path, text) => {
    const acme = createAcme(gate, { '.agentguard.yml': LAX });
    const pull = acme.personOpens({ [path]: text });
    expect(await mergesAfter(acme, pull, acme.ada)).toMatchObject({ bela: 405, both: 200 });
  });

  test('new code owners do not answer for their own appointment', async () => {
    const acme = createAcme(gate, { 'docs/CODEOWNERS': '* @olga\n' });
    const pull = acme.agentOpens({ '.github/CODEOWNERS': '* @bela\n', 'docs/CODEOWNERS': null });
    expect(await mergesAfter(acme, pull, acme.olga)).toMatchObject({ bela: 405, both: 200 });
  });
});

test('25: a file is moved out of the folder that is looked after', async () => {
  const table = 'CREATE TABLE orders (id bigint PRIMARY KEY, total numeric NOT NULL);\n';
  const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY, 'db/1.sql': table });
  const pull = acme.agentOpens({ 'db/1.sql': null, 'old/1.txt': table });
  expect(await mergesAfter(acme, pull, acme.olga)).toMatchObject({ bela: 405, both: 200 });
});

describe('26, 27: the path is disguised', () => {
  test.each<[string, string, FileInput]>([
    ['in capitals', 'DB/2.sql', 'SELECT 1;\n'],
    ['in full-width letters', 'ｄｂ/2.sql', 'SELECT 1;\n'],
    ['with a zero-width character', 'd\u200bb/2.sql', 'SELECT 1;\n'],
    ['with a change of direction', 'db\u202e/2.sql', 'SELECT 1;\n'],
    ['with a backslash', 'db\\2.sql', 'SELECT 1;\n'],
    ['as a link in the place of the folder', 'db', { mode: '120000', content: '../elsewhere' }],
    ['as a submodule in the place of the folder', 'db', { submodule: 'b'.repeat(40) }],
  ])('%s', async (_, path, content) => {
    const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
    const pull = acme.agentOpens({ [path]: content });
    expect(await mergesAfter(acme, pull, acme.olga)).toMatchObject({ bela: 405, both: 200 });
  });
});

describe('28: more than GitHub shows', () => {
  const SECRET = `export const token = '${'ghp_' + sample(36)}';\n`;

  test('a file whose difference GitHub leaves out is read', async () => {
    gate.github.state.patchless.add('src/large.ts');
    const acme = createAcme(gate);
    const pull = acme.agentOpens({ 'src/large.ts': SECRET });
    acme.review(pull, acme.bela);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
      merge: 405,
      title: 'Blocked: provider-token (src/large.ts:1)',
    });
  });

  test.each<[string, 'pullFiles' | 'pullCommits']>([
    ['files', 'pullFiles'],
    ['commits', 'pullCommits'],
  ])('%s beyond the limit of the list', async (what, limit) => {
    gate.github.state.limits[limit] = 2;
    const acme = createAcme(gate);
    const pull = acme.agentOpens({ 'a.txt': 'a\n', 'b.txt': 'b\n', 'src/z.ts': SECRET });
    for (const version of [1, 2]) acme.push(pull, { 'a.txt': `${version}\n` });
    acme.review(pull, acme.bela);
    const { merge, summary } = await gate.verdict(pull, acme.nadia);
    expect(merge).toBe(405);
    expect(summary).toContain(`**${what}**: GitHub counts 3`);
  });
});

test('29: marks that ask tools to look away', async () => {
  const token = 'ghp_' + sample(36);
  const acme = createAcme(gate, {
    '.gitattributes': 'vendor/** linguist-generated linguist-vendored -diff\n',
  });
  const pull = acme.agentOpens({
    'vendor/client.js': [
      '// Code generated by a tool. DO NOT EDIT. @generated',
      '/* eslint-disable */ /* agentguard-disable */ // nosec',
      `const token = '${token}'; // gitleaks:allow pragma: allowlist secret noqa`,
      '',
    ].join('\n'),
  });
  acme.review(pull, acme.bela);
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
    merge: 405,
    title: 'Blocked: provider-token (vendor/client.js:3)',
  });
});
