import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/adapters/store/store.ts';
import type { RecordKind, Store } from '../../src/ports.ts';
import { tellingOf } from '../../src/server/metrics/record.ts';
import { createMetrics } from '../../src/server/metrics.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const ago = (seconds: number): string => new Date(NOW.getTime() - seconds * 1000).toISOString();

let folder: string;
let opened: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agentguard-metrics-'));
  opened = await openStore({ folder });
});
afterEach(async () => {
  await opened.close();
  rmSync(folder, { recursive: true });
});

/** A process with its store: what it adds, and the samples a scrape of it shows. */
function process() {
  const metrics = createMetrics({ version: '1', store: opened, clock: { now: () => NOW } });
  const store = tellingOf(opened, metrics.added);
  return {
    add: (kind: RecordKind, subject: string, secondsAgo: number, body: Record<string, unknown>) =>
      store.append({ owner: 'acme', at: ago(secondsAgo), kind, subject, body }),
    async samples(): Promise<string[]> {
      return (await metrics.text())
        .split('\n')
        .filter((line) => /^agentguard_(?:record_entries|merges|exposure|first_look)/.test(line));
    },
  };
}

const BY_DEVIN = [{ agent: 'devin', role: 'authored', strength: 'attested' }];
const waits = { outcome: 'review_required', agents: BY_DEVIN, obligations: [{ met: false }] };
const approved = { outcome: 'allow', agents: BY_DEVIN, obligations: [{ met: true, counted: ['olga'] }] };
const merge = (more: object) => ({
  agents: ['devin'],
  protected: true,
  observed: false,
  override: null,
  ...more,
});
const decision = (outcome: string) => ({ sequence: 1, hash: 'a', outcome });

test.each<[string, Record<string, unknown>]>([
  ['allowed', merge({ decision: decision('allow') })],
  ['overridden', merge({ decision: decision('allow'), override: { by: 'ada', until: ago(0) } })],
  ['past_the_gate', merge({ decision: decision('review_required') })],
  ['undecided', merge({ decision: null })],
  ['observed', merge({ decision: decision('block'), observed: true })],
  ['not_gated', merge({ decision: null, agents: [] })],
  ['not_gated', merge({ decision: null, protected: false })],
  ['not_gated', {}],
])('a merge that is %s', async (how, body) => {
  const { add, samples } = process();
  await add('merge', 'acme/shop#1', 5, body);
  const grown = (await samples()).filter((line) => /^agentguard_merges_total.* [1-9]/.test(line));
  expect(grown).toEqual([`agentguard_merges_total{how="${how}"} 1`]);
});

test('counts what is added, once, by kind and never by name', async () => {
  const { add, samples } = process();
  await add('override', 'acme/shop#1', 9, { by: { login: 'ada' } });
  await add('freeze', 'acme/shop', 8, { agents: null });
  await add('waiver', 'acme/shop#1', 7, { by: { login: 'ada' } });
  // The same again adds nothing.
  await add('waiver', 'acme/shop#1', 6, { by: { login: 'ada' } });
  await add('answered', 'acme/shop#1', 5, { how: 'reverted', by: 'ada' });
  await add('answered', 'acme/shop#1', 4, { how: 'of another version' });
  const shown = await samples();
  expect(shown).toEqual(
    expect.arrayContaining([
      'agentguard_record_entries_total{kind="override"} 1',
      'agentguard_record_entries_total{kind="freeze"} 1',
      'agentguard_record_entries_total{kind="waiver"} 1',
      'agentguard_record_entries_total{kind="alert"} 0',
      'agentguard_record_entries_total{kind="answered"} 2',
      'agentguard_exposures_ended_total{how="reverted"} 1',
      'agentguard_exposures_ended_total{how="closed"} 0',
    ]),
  );
  expect(shown.join('\n')).not.toMatch(/acme|ada|shop/);
});

test('the first look is counted when it is recorded, once, also where another process saw the beginning', async () => {
  await process().add('decision', 'acme/shop#1', 5_000, waits);
  const { add, samples } = process();
  await add('decision', 'acme/shop#1', 4_000, { ...waits, head: 'b' });
  const looks = async (): Promise<string[]> =>
    (await samples()).filter((line) => /^agentguard_first_look_seconds_(?:sum|count)/.test(line));
  expect(await looks()).toEqual([
    'agentguard_first_look_seconds_sum 0',
    'agentguard_first_look_seconds_count 0',
  ]);
  await add('decision', 'acme/shop#1', 3_000, approved);
  await add('decision', 'acme/shop#1', 2_000, { ...approved, head: 'c' });
  await add('override', 'acme/shop#1', 1_000, { by: { login: 'ada' } });
  await add('answered', 'acme/shop#1', 950, { how: 'reviewed', by: 'mei' });
  // Another one, which somebody lets through; and a person's own.
  await add('decision', 'acme/shop#2', 900, waits);
  await add('override', 'acme/shop#2', 400, { by: { login: 'ada' } });
  await add('decision', 'acme/shop#3', 900, { ...approved, agents: [] });
  // One that was reviewed after it was merged.
  await add('decision', 'acme/shop#4', 900, waits);
  await add('answered', 'acme/shop#4', 200, { how: 'reviewed', by: 'mei', at: ago(300) });
  expect(await looks()).toEqual([
    'agentguard_first_look_seconds_sum 3100',
    'agentguard_first_look_seconds_count 3',
  ]);
  expect(await samples()).toContain('agentguard_first_look_seconds_bucket{le="900"} 2');
});

test('exposures are those of the store, on every replica', async () => {
  const writer = process();
  await writer.add('merge', 'acme/shop#1', 3_600, merge({ decision: null }));
  await writer.add('merge', 'acme/shop#2', 600, merge({ decision: decision('block') }));
  await writer.add('merge', 'acme/shop#3', 500, merge({ decision: decision('allow') }));
  await opened.append({
    owner: 'umbrella',
    at: ago(100),
    kind: 'push',
    subject: 'umbrella/site@main',
    body: { pushedBy: 'mei', commits: [{ agents: ['devin'] }] },
  });
  for (const each of [writer, process()]) {
    expect(await each.samples()).toEqual(
      expect.arrayContaining(['agentguard_exposures_open 3', 'agentguard_exposure_oldest_seconds 3600']),
    );
  }
  await writer.add('answered', 'acme/shop#1', 50, { how: 'reviewed', by: 'olga' });
  expect(await process().samples()).toEqual(
    expect.arrayContaining(['agentguard_exposures_open 2', 'agentguard_exposure_oldest_seconds 600']),
  );
});

test('where the record cannot be read nothing is said of exposures, and what is added is added', async () => {
  const clock = { now: () => NOW };
  const unread = {
    queue: opened.queue,
    owners: () => Promise.reject(new Error('gone')),
    stream: opened.stream,
  };
  const metrics = createMetrics({ version: '1', store: unread, clock });
  expect(await metrics.text()).toContain('agentguard_exposures_open Nan\n');
  const store = tellingOf({ ...opened, record: () => Promise.reject(new Error('gone')) }, metrics.added);
  const entry = { owner: 'acme', at: ago(1), kind: 'override', subject: 'acme/shop#1', body: {} } as const;
  expect(await store.append(entry)).toMatchObject({ sequence: 1, kind: 'override' });
});

test('several scrapes at a time read exposures once', async () => {
  let asked = 0;
  const counting: Store = {
    ...opened,
    owners: () => {
      asked++;
      return opened.owners();
    },
  };
  const metrics = createMetrics({ version: '1', store: counting, clock: { now: () => NOW } });
  await Promise.all([metrics.text(), metrics.text()]);
  await metrics.text();
  expect(asked).toBe(1);
});
