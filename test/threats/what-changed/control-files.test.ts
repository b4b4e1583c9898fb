/** Ways to change the gate along with the change. The judge is GitHub's merge endpoint. */
import { createAcme, DATABASE_POLICY } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';
import { mergesAfter } from '../verdicts.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterAll(() => gate.close());

describe('#24 the gate is changed in the same pull request', () => {
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
    expect(await mergesAfter(gate, acme, pull, acme.ada)).toEqual({
      bela: 405,
      title: 'Waiting for an admin (control files)',
      both: 200,
    });
  });

  test.each(files.slice(0, 4))('by a person, who may be an agent: %s', async (_, path, text) => {
    const acme = createAcme(gate, { '.agentguard.yml': LAX });
    const pull = acme.personOpens({ [path]: text });
    expect(await mergesAfter(gate, acme, pull, acme.ada)).toMatchObject({ bela: 405, both: 200 });
  });

  test('new code owners do not answer for their own appointment', async () => {
    const acme = createAcme(gate, { 'docs/CODEOWNERS': '* @olga\n' });
    const pull = acme.agentOpens({ '.github/CODEOWNERS': '* @bela\n', 'docs/CODEOWNERS': null });
    expect(await mergesAfter(gate, acme, pull, acme.olga)).toMatchObject({ bela: 405, both: 200 });
  });

  test('the policy that the change brings judges nothing yet', async () => {
    const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
    const pull = acme.agentOpens({
      '.agentguard.yml': 'version: 1\nmode: observe\n',
      'db/1.sql': 'SELECT 1;\n',
    });
    acme.review(pull, acme.ada);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
      merge: 405,
      title: 'Waiting for 1 of @acme/dba (db/**)'.replace('acme', acme.organization.login),
    });
    acme.review(pull, acme.olga);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 200 });
  });

  test('code owners that the change brings own nothing yet', async () => {
    const policy =
      'version: 1\nreviews:\n  - { name: owners, paths: ["src/**"], from: { codeowners: true } }\n';
    const acme = createAcme(gate, { '.agentguard.yml': policy, CODEOWNERS: '* @olga\n' });
    const pull = acme.agentOpens({ '.github/CODEOWNERS': '* @bela\n', 'src/a.ts': 'export const a = 1;\n' });
    expect(await mergesAfter(gate, acme, pull, acme.olga)).toMatchObject({ bela: 405, both: 200 });
  });
});
