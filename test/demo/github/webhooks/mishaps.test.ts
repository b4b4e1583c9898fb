import { openTheatre, SECRET } from './receiver.ts';
import { asApp, propose } from '../stage.ts';
import type { Received, Theatre } from './receiver.ts';
import type { Stage } from '../stage.ts';

let theatre: Theatre;
let stage: Stage;
let received: Received[];
const install: Theatre['install'] = (repositories) => theatre.install(repositories);
const during: Theatre['during'] = (act) => theatre.during(act);

beforeEach(async () => {
  theatre = await openTheatre();
  ({ stage, received } = theatre);
});
afterEach(() => theatre.close());

describe('deliveries go astray on request', () => {
  test('dropped, and found in the list', async () => {
    install();
    await stage.github.settle();
    stage.github.deliveries.mishap = ({ event }) => (event === 'pull_request' ? { drop: true } : null);
    expect(await during(() => propose(stage, stage.ann))).toEqual(['push']);
    const { data } = await asApp(stage).apps.listWebhookDeliveries();
    expect(data.map(({ event, status, status_code: code }) => [event, status, code])).toEqual([
      ['pull_request', 'failed to connect to host', 0],
      ['push', 'OK', 202],
      ['installation', 'OK', 202],
    ]);
  });

  test('asked for again, with the same GUID', async () => {
    install();
    theatre.answerWith = 500;
    await during(() => propose(stage, stage.ann));
    theatre.answerWith = 202;
    const app = asApp(stage);
    const failed = (await app.apps.listWebhookDeliveries()).data.find(
      ({ event }) => event === 'pull_request',
    );
    expect(failed).toMatchObject({ status_code: 500, redelivery: false });
    received.length = 0;
    await app.apps.redeliverWebhookDelivery({ delivery_id: failed?.id ?? 0 });
    await stage.github.settle();
    expect(received.map(({ guid, event }) => [guid, event])).toEqual([[failed?.guid, 'pull_request']]);
    expect((await app.apps.listWebhookDeliveries()).data[0]).toMatchObject({
      guid: failed?.guid,
      status_code: 202,
      redelivery: true,
    });
  });

  test('duplicated', async () => {
    install();
    await stage.github.settle();
    stage.github.deliveries.mishap = ({ event }) => (event === 'push' ? { copies: 3 } : null);
    expect(await during(() => propose(stage, stage.ann))).toEqual([
      'pull_request.opened',
      'push',
      'push',
      'push',
    ]);
    expect(new Set(received.filter(({ event }) => event === 'push').map(({ guid }) => guid)).size).toBe(1);
  });

  test('delayed', async () => {
    install();
    await stage.github.settle();
    stage.github.deliveries.mishap = ({ event }) => (event === 'push' ? { delayMs: 200 } : null);
    await during(() => propose(stage, stage.ann));
    expect(received.map(({ event }) => event)).toEqual(['pull_request', 'push']);
  });

  test('held and turned round', async () => {
    install();
    await stage.github.settle();
    stage.github.deliveries.hold();
    expect(await during(() => propose(stage, stage.ann))).toEqual([]);
    stage.github.deliveries.release((held) => held.filter(({ event }) => event === 'pull_request'));
    await stage.github.settle();
    expect(received.map(({ event }) => event)).toEqual(['pull_request']);
  });

  test('nobody listens', async () => {
    install();
    await stage.github.settle();
    stage.app.app.webhook = { url: 'http://127.0.0.1:9/', secret: SECRET };
    await during(() => propose(stage, stage.ann));
    expect(stage.github.deliveries.list.at(-1)).toMatchObject({
      statusCode: 0,
      status: 'failed to connect to host',
    });
  });
});
