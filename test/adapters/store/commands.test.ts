import { openStore } from '../../../src/adapters/store/store.ts';
import type { Command, Store } from '../../../src/ports.ts';
import { describeOnEachStore } from '../../support/each-store.ts';

let store: Store;

const shop7 = { owner: 'acme', name: 'shop', number: 7 };

const command = (id: string, more: Partial<Command> = {}): Command => ({
  pullRequest: shop7,
  id,
  commentId: 5,
  author: { login: 'Olga', type: 'User', id: 3 },
  text: '/agentguard override Ö\nwe need it',
  at: '2026-11-22T12:00:00.000Z',
  ...more,
});

const tell = (given: Command): Promise<void> =>
  store.accept(
    { id: `d-${given.id}`, event: 'issue_comment', action: 'created', receivedAt: '2026-11-22T12:00:01Z' },
    { jobs: [], command: given },
  );

describeOnEachStore('commands', (at) => {
  beforeEach(async () => {
    store = await openStore(at.place());
  });
  afterEach(() => store.close());

  test('commands wait as they were given, oldest first, until they are answered', async () => {
    const first = command('comment:2');
    const button = command('button:1', { commentId: null, author: { login: 'ada', type: 'User', id: null } });
    await tell(first);
    await tell(button);
    expect(await store.commands(shop7)).toEqual([first, button]);
    await store.saveAnswered(first);
    expect(await store.commands(shop7)).toEqual([button]);
  });

  test('a delivery that comes again gives no command again, answered or not, whatever it says now', async () => {
    const given = command('comment:2');
    await tell(given);
    await tell({ ...given, text: '/agentguard waive everything' });
    expect(await store.commands(shop7)).toEqual([given]);
    await store.saveAnswered(given);
    await tell(given);
    expect(await store.commands(shop7)).toEqual([]);
  });

  test('commands are those of one pull request, whatever the spelling', async () => {
    await tell(command('comment:1', { pullRequest: { owner: 'Acme', name: 'Shop', number: 7 } }));
    await tell(command('comment:2', { pullRequest: { ...shop7, number: 8 } }));
    await tell(command('comment:3', { pullRequest: { ...shop7, name: 'shop2' } }));
    expect((await store.commands(shop7)).map(({ id }) => id)).toEqual(['comment:1']);
  });

  test('a command that cannot be stored takes its job along', async () => {
    const job = { kind: 'pull_request' as const, key: 'acme/shop#7', installationId: 1, priority: 2 };
    const delivery = {
      id: 'd',
      event: 'issue_comment',
      action: 'created',
      receivedAt: '2026-11-22T12:00:01Z',
    };
    await expect(
      store.accept(delivery, { jobs: [job], command: command('comment:1', { at: 'at noon' }) }),
    ).rejects.toThrow('Invalid time');
    expect(await store.jobs()).toEqual([]);
  });
});
