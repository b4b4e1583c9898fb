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

test('#39 the floor is made invisible', async () => {
  const { github } = gate;
  const acme = createAcme(gate);
  const installation = github.state.installations.at(-1)!;
  installation.repositories = new Set([acme.shop]);
  const pull = acme.agentOpens(CODE);
  acme.review(pull, acme.bela);
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
    merge: 405,
    summary: expect.stringContaining('floor cannot be seen'),
  });
  acme.review(pull, acme.ada);
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 200 });
});
