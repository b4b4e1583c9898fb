import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStore } from '../../../src/adapters/store/read.ts';
import { openStore } from '../../../src/adapters/store/store.ts';
import { describeOnEachStore } from '../../support/each-store.ts';

const entry = (outcome: string) => ({
  owner: 'acme',
  at: '2026-03-02T12:00:00.000Z',
  kind: 'decision' as const,
  subject: 'acme/shop#1',
  body: { outcome },
});

describeOnEachStore('a reader', (at) => {
  test('reads and verifies while the server works on the store', async () => {
    const store = await openStore(at.place());
    const first = await store.append(entry('block'));
    const reader = readStore(at.place());
    expect(await reader.record({ owner: 'acme', subject: 'acme/shop#1' })).toEqual([first]);
    const second = await store.append(entry('allow'));
    expect(await reader.record({ owner: 'acme' })).toEqual([first, second]);
    expect(await reader.verify('acme')).toBeNull();
    await reader.close();
    await store.close();
  });

  test('reads what a stopped server left', async () => {
    const store = await openStore(at.place());
    const first = await store.append(entry('block'));
    await store.close();
    const reader = readStore(at.place());
    expect(await reader.record({ owner: 'acme' })).toEqual([first]);
    await reader.close();
  });
});

test('makes no store where there is none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-read-'));
  expect(() => readStore({ folder })).toThrow(`There is no store of AgentGuard in ${folder}.`);
  expect(existsSync(join(folder, 'agentguard.db'))).toBe(false);
  rmSync(folder, { recursive: true });
});
