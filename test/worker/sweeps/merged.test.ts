import { createSweepStage, pull, type SweepStage } from './stage.ts';

let stage: SweepStage;
beforeEach(async () => {
  stage = await createSweepStage();
});
afterEach(() => stage.close());

describe('merged', () => {
  const KEY = 'sweep:merged:acme/shop';
  const closed = (number: number, mergedAt: string | null) => ({
    number,
    headSha: 'a',
    updatedAt: mergedAt ?? '2026-11-22T11:00:00Z',
    mergedAt,
  });

  test('at first only those taken for open; then whatever the record lacks', async () => {
    await stage.store.savePullRequest(pull(1));
    let items = [closed(1, '2026-11-22T10:00:00Z'), closed(2, '2026-11-22T09:00:00Z')];
    const asked: [readonly string[], string | null][] = [];
    stage.github.closedIfChanged = async (_installation, _repository, etags, since) => {
      asked.push([etags, since]);
      return { etags: ['e1'], items };
    };
    expect(await stage.run(KEY, 42)).toEqual([['acme/shop#1', 0]]);
    items = [
      closed(5, null),
      closed(4, '2026-11-22T11:00:00Z'),
      closed(3, '2026-11-22T10:30:00Z'),
      ...items.slice(1),
    ];
    await stage.store.append({
      owner: 'acme',
      at: stage.now.toISOString(),
      kind: 'merge',
      subject: 'acme/shop#3',
      body: { head: 'a' },
    });
    expect((await stage.run(KEY, 42)).map(([key]) => key)).toEqual(['acme/shop#4']);
    expect(asked).toEqual([
      [[], null],
      [['e1'], '2026-11-22T10:00:00Z'],
    ]);
  });
});
