import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../src/adapters/store/store.ts';
import type { RecordKind } from '../../../src/ports.ts';
import { agentguardWith, type Run } from '../../support/command-line.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const RECORD_KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const MERGE = {
  head: 'a'.repeat(40),
  mergedBy: 'olga',
  mergedAt: '2026-03-02T12:00:00.000Z',
  agents: ['devin'],
  protected: true,
  observed: false,
  decision: { sequence: 1, outcome: 'review_required' },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentguard-redact-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function fill(...entries: readonly [RecordKind, Record<string, unknown>][]): Promise<void> {
  const store = await openStore({ folder });
  for (const [kind, body] of entries) {
    await store.append({ owner: 'acme', at: '2026-03-02T12:00:00.000Z', kind, subject: 'acme/shop#1', body });
  }
  await store.close();
}
const redact = (...args: string[]): Promise<Run> =>
  agentguardWith(
    { AGENTGUARD_DATA: folder, RECORD_KEY },
    'audit',
    'redact',
    '--reason',
    'erasure request 17',
    '--yes',
    ...args,
  );

test('whoever let in what is exposed still stays named: who may end it is judged by that', async () => {
  await fill(['merge', MERGE]);
  expect(await redact('--person', 'olga')).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^Nothing was redacted\. Exposed still: acme\/shop#1\. /),
  });
  expect(
    (await agentguardWith({ AGENTGUARD_DATA: folder }, 'audit', 'show', 'acme/shop#1')).stdout,
  ).toContain('Merged by olga');
});

test('what has ended, or names somebody else, is no obstacle', async () => {
  await fill(['merge', MERGE], ['answered', { how: 'reverted', by: 'ada', at: '2026-03-02T13:00:00.000Z' }]);
  expect(await redact('--person', 'olga')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('1 entry of the record to redact.'),
  });
  expect(await redact('--person', 'nobody')).toMatchObject({ code: 0 });
});
