import type { SentDelivery } from '../../../src/ports/sweeps.ts';
import { createSweepStage, sent, type SweepStage } from './stage.ts';

let stage: SweepStage;
beforeEach(async () => {
  stage = await createSweepStage();
});
afterEach(() => stage.close());

describe('failed deliveries', () => {
  const again = async (): Promise<number[]> => {
    stage.redelivered = [];
    await stage.run('sweep:failed-deliveries');
    return stage.redelivered;
  };

  test.each<[string, SentDelivery[], number[]]>([
    ['one that never arrived', [sent()], [1]],
    ['an answer of 500', [sent({ status: 500 })], [1]],
    ['one that arrived', [sent({ status: 202 })], []],
    ['one that arrived the second time', [sent({ id: 2, status: 202 }), sent()], []],
    ['twice in vain: the newest attempt is named', [sent({ id: 2 }), sent()], [2]],
    ['of a suspended installation', [sent({ installationId: 43 })], []],
    ['of an installation that is gone', [sent({ installationId: 44 })], []],
    ['of no installation', [sent({ installationId: null })], []],
    ['five times in vain', [5, 4, 3, 2, 1].map((id) => sent({ id })), []],
    ['from before GitHub keeps them', [sent({ at: '2026-11-19T11:59:59Z' })], []],
  ])('%s', async (_, items, expected) => {
    stage.listing(...items);
    expect(await again()).toEqual(expected);
  });

  test('one that was stored, although GitHub got no answer', async () => {
    stage.listing(sent());
    await stage.store.accept(
      { id: 'g1', event: 'push', action: null, receivedAt: stage.now.toISOString() },
      { jobs: [] },
    );
    expect(await again()).toEqual([]);
  });

  test('one that is listed only after another that was sent later', async () => {
    const later = sent({ id: 2, guid: 'g2', status: 202, at: '2026-11-22T11:58:00Z' });
    stage.listing(later);
    expect(await again()).toEqual([]);
    stage.listing(later, sent({ at: '2026-11-22T11:57:50Z' }));
    stage.minutes(5);
    expect(await again()).toEqual([1]);
  });

  test('page by page back to where the last run ended, and not past what is still to come', async () => {
    const asked: (string | null)[] = [];
    const pages: Record<string, SentDelivery[]> = {
      first: [sent({ id: 3, guid: 'g3', status: 202, at: '2026-11-22T11:30:00Z' })],
      second: [sent({ id: 2, guid: 'g2', at: '2026-11-22T11:20:00Z' })],
      third: [sent({ status: 202 })],
    };
    const next: Record<string, string | null> = { first: 'second', second: 'third', third: null };
    stage.github.deliveries = async (cursor) => {
      asked.push(cursor);
      const page = cursor ?? 'first';
      return { items: pages[page] ?? [], next: next[page] ?? null };
    };
    expect(await again()).toEqual([2]);
    expect(asked.splice(0)).toEqual([null, 'second', 'third']);
    // Still in vain: the run goes back as far as this one.
    pages['first']?.unshift(sent({ id: 4, guid: 'g2', at: '2026-11-22T12:00:00Z' }));
    stage.minutes(5);
    expect(await again()).toEqual([4]);
    expect(asked.splice(0)).toEqual([null, 'second', 'third']);
    pages['first']?.unshift(sent({ id: 5, guid: 'g2', status: 202, at: '2026-11-22T12:05:00Z' }));
    stage.minutes(5);
    expect(await again()).toEqual([]);
    asked.splice(0);
    stage.minutes(5);
    expect(await again()).toEqual([]);
    expect(asked).toEqual([null]);
  });

  test('a hundred a run, those that were never tried again first; the others a minute later', async () => {
    const many = Array.from({ length: 105 }, (_, index) => sent({ id: 200 - index, guid: `m${index}` }));
    stage.listing(sent({ id: 500, guid: 'm0' }), ...many);
    const asked = await again();
    expect(asked).toHaveLength(100);
    expect(asked).not.toContain(500);
    const [next] = (await stage.store.jobs()).filter(({ key }) => key === 'sweep:failed-deliveries');
    expect(next?.runAt).toBe('2026-11-22T12:00:05.000Z');
  });

  test('given up once, aloud; its installation is evaluated', async () => {
    stage.listing(
      ...[5, 4, 3, 2, 1].map((id) => sent({ id })),
      sent({ id: 9, guid: 'g9', at: '2026-11-22T10:00:00Z' }),
    );
    for (let times = 0; times < 3; times++) await again();
    expect((await stage.store.jobs()).map(({ key }) => key)).toContain('installation:42');
    expect(stage.lines.filter(({ level }) => level === 50)).toMatchObject([{ delivery: 'g1', attempts: 5 }]);
  });

  test('what GitHub has no longer is given up', async () => {
    stage.listing(sent());
    stage.github.redeliver = async () => false;
    await again();
    await again();
    expect(stage.lines.filter(({ level }) => level === 50)).toMatchObject([{ delivery: 'g1', attempts: 1 }]);
  });
});
