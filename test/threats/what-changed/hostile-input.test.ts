/** Ways to make the reading of a change fail, or go on for ever. The judge is GitHub's merge endpoint. */
import { createAcme } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';
import { blockedBecause, mergesAfter, withoutAndWithOlga } from '../verdicts.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterAll(() => gate.close());

const CODE = { 'src/a.ts': 'export const a = 1;\n' };
const ALIASES = Array.from({ length: 9 }, (_, i) => `k${i + 1}: &k${i + 1} [${'*k' + i}, ${'*k' + i}]`);
const path = (pattern: string): string =>
  `version: 1\nreviews:\n  - { name: slow, paths: ["${pattern}"], from: { permission: write } }\n`;

const HOSTILE: [string, string][] = [
  ['aliases of aliases', `version: 1\nk0: &k0 [a, b]\n${ALIASES.join('\n')}\n`],
  ['nested deeply', `version: 1\nreviews: ${'['.repeat(30_000)}${']'.repeat(30_000)}\n`],
  ['of 1 MB', `version: 1\n# ${'x'.repeat(1024 * 1024)}\n`],
  ["with another organisation's file", 'version: 1\nextends: elsewhere/.github\n'],
  ['with a pattern of many wildcards', path('*a'.repeat(50))],
  ['with a pattern of many alternatives', path('{a,b}'.repeat(20))],
];

describe('#30 a policy made to be slow or to say nothing', () => {
  test.each(HOSTILE)('%s: on the base, the strict defaults hold', async (_, policy) => {
    const acme = createAcme(gate, { '.agentguard.yml': policy });
    const pull = acme.agentOpens(CODE);
    expect(await mergesAfter(gate, acme, pull, acme.ada)).toEqual({
      bela: 405,
      title: 'Waiting for someone with maintain access (anything an agent wrote)',
      both: 200,
    });
  });

  test.each(HOSTILE)('%s: where it is brought in, it blocks', async (_, policy) => {
    const acme = createAcme(gate);
    const pull = acme.personOpens({ '.agentguard.yml': policy });
    acme.review(pull, acme.ada);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
      merge: 405,
      title: expect.stringMatching(/^Blocked: policy-invalid \(\.agentguard\.yml:\d+\)/),
    });
  });

  test('a team of another organisation answers for nothing here', async () => {
    const policy =
      'version: 1\nreviews:\n  - { name: all, from: { teams: [elsewhere/dba], users: [olga] } }\n';
    const acme = createAcme(gate, { '.agentguard.yml': policy });
    const elsewhere = gate.github.createOrganization('elsewhere', { owners: [acme.bela] });
    gate.github.createTeam(elsewhere, 'dba', { members: [acme.bela] });
    const pull = acme.agentOpens(CODE);
    acme.review(pull, acme.bela);
    acme.review(pull, acme.olga);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
      merge: 405,
      title: 'Cannot tell yet: team elsewhere/dba could not be read',
    });
  });
});

describe('#30 what is read is made to be slow', () => {
  test('code owners and paths that match each other in very many ways', async () => {
    const owners = `${Array.from({ length: 200 }, () => `${'*a'.repeat(40)}b @olga`).join('\n')}\n* @olga\n`;
    const policy = 'version: 1\nreviews:\n  - { name: owners, from: { codeowners: true } }\n';
    const acme = createAcme(gate, { '.agentguard.yml': policy, CODEOWNERS: owners });
    const files = Array.from({ length: 50 }, (_, index) => [`${'a'.repeat(200)}${index}`, 'text\n']);
    const pull = acme.agentOpens(Object.fromEntries(files));
    const began = performance.now();
    acme.review(pull, acme.bela);
    expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(blockedBecause('is not among them'));
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  test('a path that is endless is not judged, and blocks', async () => {
    const acme = createAcme(gate);
    const pull = acme.agentOpens({ [`${'a/'.repeat(200)}b.ts`]: 'export {};\n' });
    for (const person of [acme.bela, acme.ada]) acme.review(pull, person);
    const { merge, summary } = await gate.verdict(pull, acme.nadia);
    expect(merge).toBe(405);
    expect(summary).toContain('which are not judged');
  });
});
