import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decisionBody } from '../../../demo/story/quarter-bodies.ts';
import { openStore } from '../../../src/adapters/store/store.ts';
import { percent } from '../../../src/pages/charts/percent.ts';
import type { RecordKind, Store } from '../../../src/ports.ts';
import { pagesFor, viewerOf } from './support.ts';

const NOW = new Date('2026-11-19T15:00:00Z');
const clock = { now: () => NOW };
const HEADING = 'Who answers for agents’ changes';

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agentguard-answers-'));
  store = await openStore({ folder });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const append = (kind: RecordKind, subject: string, hoursAgo: number, body: Record<string, unknown>) =>
  store.append({
    owner: 'acme',
    at: new Date(NOW.getTime() - hoursAgo * 3_600_000).toISOString(),
    kind,
    subject,
    body,
  });

const TOLD = {
  owner: 'acme',
  operator: 'nadia',
  head: 'a'.repeat(40),
  agents: ['devin'],
  asked: [{ name: 'database', asked: '1 of @acme/dba' }],
  findings: [{ rule: 'sql-access', severity: 'high', action: 'review', path: 'a.sql' }],
  reviewer: null,
  overriddenBy: null,
  gap: null,
};

/** Gated, approved so many hours later by somebody, and merged an hour after that. */
async function approved(subject: string, reviewer: string, hours: number, agents = ['devin']): Promise<void> {
  await append('decision', subject, 90, decisionBody({ ...TOLD, agents }));
  const { sequence, hash } = await append(
    'decision',
    subject,
    90 - hours,
    decisionBody({ ...TOLD, agents, reviewer }),
  );
  const decision = { sequence, hash, outcome: 'allow' };
  await append('merge', subject, 89 - hours, { mergedBy: 'nadia', agents, protected: true, decision });
}

/** The text of the section for somebody who can read these; empty: there is none. */
async function section(names: readonly string[], query = ''): Promise<string> {
  const answer = await pagesFor(viewerOf('olga', names), { store, clock }).request(`/orgs/acme${query}`);
  const page = await answer.text();
  expect(answer.status).toBe(200);
  const [found = ''] = /<section aria-labelledby="answers">.*?<\/section>/s.exec(page) ?? [];
  return found.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
}

test('nothing is shown where nothing happened, also for what one chose', async () => {
  expect(await section(['acme/shop'])).toBe('');
  await approved('acme/shop#1', 'olga', 4);
  expect(await section(['acme/shop'])).toContain(HEADING);
  expect(await section(['acme/shop'], '?agent=jules')).toBe('');
});

test('each number says what it counts', async () => {
  await approved('acme/shop#1', 'olga', 4);
  await approved('acme/shop#2', 'olga', 6);
  await approved('acme/shop#3', 'mei', 20, ['jules']);
  await append('decision', 'acme/shop#4', 80, decisionBody(TOLD));
  await append('merge', 'acme/shop#4', 78, {
    mergedBy: 'nadia',
    agents: ['devin'],
    protected: true,
    decision: null,
  });
  await append('decision', 'acme/shop#5', 80, decisionBody({ ...TOLD, agents: [], asked: [], findings: [] }));
  await append('waiver', 'acme/shop#3', 60, { kind: 'waiver', by: { login: 'Mei', type: 'User' } });
  const text = await section(['acme/shop']);
  for (const said of [
    'First human look 6 hours Median from AgentGuard’s first decision to a person’s first look. 3 of 4 were looked at.',
    'Merged unseen 1 Of 4 merged, those at which no person had looked before.',
    'Approved by others 75% 3 of 4 merged had an approval by somebody without a hand in the change. By 2 people; olga approved 67% of them.',
    'Agents’ share 80% 4 of 5 pull requests that AgentGuard decided on had an agent’s hand in them.',
    'Overrides and waivers 0 and 1 Overrides: none; waivers by mei (1). 0 of 4 merged by an override (0%).',
    'Exposed now 1 Changes on a protected branch that no decision had allowed: 1 in all. Longest 3 days.',
    'The same in numbers: Who approved',
    'Person Pull requests Share olga 2 67% mei 1 33%',
    'Most severe Pull requests Share Critical 0 0% High 4 100%',
    'Agent Pull requests Share Devin 3 60% Google Jules 1 20%',
    'How Merged Share Allowed 3 75% Never decided 1 25%',
  ]) {
    expect(text).toContain(said);
  }
  const jules = await section(['acme/shop'], '?agent=jules');
  expect(jules).toContain('First human look 20 hours');
  expect(jules).not.toContain('olga');
  expect(jules).not.toContain('Exposed now');
});

test('nothing of what one cannot see is counted or named', async () => {
  await approved('acme/shop#1', 'olga', 4);
  await approved('acme/secret#1', 'hidden-reviewer', 2);
  await append('waiver', 'acme/secret#1', 80, { kind: 'waiver', by: { login: 'hidden-waiver' } });
  await append('push', 'acme/secret@main', 5, {
    pushedBy: 'hidden-pusher',
    commits: [{ agents: ['devin'] }],
  });
  const text = await section(['acme/shop']);
  expect(text).toContain('1 of 1 were looked at');
  for (const hidden of ['hidden', 'Exposed now', 'Overrides']) expect(text).not.toContain(hidden);
  expect(await section(['acme/secret'])).toContain('hidden-reviewer');
});

test('an exposure that was raised before these weeks goes on', async () => {
  const about = { what: 'merged past the gate', entry: 900, agents: ['devin'] };
  for (const number of [1, 2]) {
    const since = new Date(NOW.getTime() - 200 * 24 * 3_600_000).toISOString();
    await append('alert', `acme/shop#${number}`, 200 * 24, { ...about, entry: 900 + number, since });
  }
  await append('answered', 'acme/shop#2', 150 * 24, { how: 'reviewed', by: 'olga' });
  expect(await section(['acme/shop'])).toContain(
    'Exposed now 1 Changes on a protected branch that no decision had allowed: 1 in all. Longest 200 days.',
  );
});

test.each([
  [0, 0, '–'],
  [0, 9, '0%'],
  [1, 1000, 'under 1%'],
  [1, 3, '33%'],
  [999, 1000, 'over 99%'],
  [9, 9, '100%'],
])('%d of %d is %s', (count, all, expected) => {
  expect(percent(count, all)).toBe(expected);
});
