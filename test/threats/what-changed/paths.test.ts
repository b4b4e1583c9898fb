/** Ways to hide which file is touched. The judge is GitHub's merge endpoint. */
import type { FileInput } from '../../../demo/github/git/objects.ts';
import { createAcme, DATABASE_POLICY } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';
import { blockedBecause, mergesAfter, withoutAndWithOlga } from '../verdicts.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterAll(() => gate.close());

test('#25 a file is moved out of the folder that is looked after', async () => {
  const table = 'CREATE TABLE orders (id bigint PRIMARY KEY, total numeric NOT NULL);\n';
  const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY, 'db/1.sql': table });
  const pull = acme.agentOpens({ 'db/1.sql': null, 'old/1.txt': table });
  expect(await mergesAfter(gate, acme, pull, acme.olga)).toMatchObject({ bela: 405, both: 200 });
});

describe('#26 the path is disguised', () => {
  test.each<[string, string]>([
    ['in capitals', 'DB/2.sql'],
    ['in full-width letters', 'ｄｂ/2.sql'],
    ['with a zero-width character', 'd\u200bb/2.sql'],
    ['with a change of direction', 'db\u202e/2.sql'],
    ['with a backslash', 'db\\2.sql'],
  ])('%s', async (_, path) => {
    const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
    const pull = acme.agentOpens({ [path]: 'SELECT 1;\n' });
    expect(await mergesAfter(gate, acme, pull, acme.olga)).toMatchObject({ bela: 405, both: 200 });
  });

  test('characters that nobody sees in a name are a finding, wherever the file is', async () => {
    const acme = createAcme(gate);
    const pull = acme.agentOpens({ 'docs/in\u200bvisible.md': 'Text.\n' });
    expect((await gate.answer(pull)).output.summary).toContain('**invisible-character**');
  });
});

describe('#27 what is changed is no file', () => {
  test.each<[string, FileInput]>([
    ['a link in the place of the folder', { mode: '120000', content: '../elsewhere' }],
    ['a submodule in the place of the folder', { submodule: 'b'.repeat(40) }],
  ])('%s', async (_, content) => {
    const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
    const pull = acme.agentOpens({ db: content });
    expect(await mergesAfter(gate, acme, pull, acme.olga)).toMatchObject({ bela: 405, both: 200 });
  });

  const script = '#!/bin/sh\necho build\n';
  const submodule = '[submodule "lib"]\n\tpath = lib\n\turl = https://evil.example/lib.git\n';
  test.each<[string, string, Record<string, FileInput>]>([
    ['a link out of the repository', 'symlink-outside', { log: { mode: '120000', content: '../../etc' } }],
    ['a link within', 'symlink-added', { 'src/b.ts': { mode: '120000', content: 'index.ts' } }],
    ['a submodule', 'submodule-source', { '.gitmodules': submodule, lib: { submodule: 'c'.repeat(40) } }],
    ['only an executable bit', 'executable-bit', { build: { mode: '100755', content: script } }],
  ])('%s is a finding', async (_, rule, files) => {
    const acme = createAcme(gate, { build: script });
    const { output } = await gate.answer(acme.agentOpens(files));
    expect(output.summary).toContain(`**${rule}**`);
  });

  test.each<[string, string]>([
    ['as the rules are', 'version: 1\n'],
    ['with the rules on links off', 'version: 1\nrules: { opaque-change: off }\n'],
  ])('#6, #27 a file that was approved becomes a link, %s', async (_, policy) => {
    const acme = createAcme(gate, { '.agentguard.yml': policy });
    const target = '../../etc/passwd';
    const pull = acme.agentOpens({ 'docs/where': target });
    acme.review(pull, acme.bela);
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
    // The same blob and the same patch: only the mode tells.
    acme.push(pull, { 'docs/where': { mode: '120000', content: target } });
    expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(
      blockedBecause('since then changed: docs/where'),
    );
  });
});
