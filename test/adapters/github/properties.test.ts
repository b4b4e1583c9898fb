import { gitHubSource } from '../../../src/adapters/github/source.ts';
import { fakeGitHub, guardRequests, INSTALLATION } from './support/github.ts';
import type { FakeGitHub } from './support/github.ts';

const VALUES = 'GET /repos/acme/shop/properties/values';

let github: FakeGitHub;
guardRequests(() => github);
beforeEach(() => {
  github = fakeGitHub();
});
const read = async () =>
  gitHubSource({
    clients: github.clients,
    installationId: INSTALLATION,
    clock: { now: () => new Date() },
  }).properties({ owner: 'acme', name: 'shop' });

test('each property has its values; one that is not set is left out', async () => {
  github.on(VALUES, {
    body: [
      { property_name: 'stage', value: 'production' },
      { property_name: 'data', value: ['personal', 'payment'] },
      { property_name: 'owner', value: null },
      { property_name: 'note', value: '' },
    ],
  });
  expect(await read()).toEqual({ stage: ['production'], data: ['personal', 'payment'], note: [''] });
});

test('an old server does not tell', async () => {
  github.on(VALUES, { status: 404, body: { message: 'Not Found' } });
  expect(await read()).toBeNull();
});

test.each([
  [403, 'GitHub refused it: No'],
  [500, 'GitHub answered 500'],
])('%i rejects', async (status, why) => {
  github.on(VALUES, { status, body: { message: 'No' } });
  await expect(read()).rejects.toThrow(`Could not read the custom properties of acme/shop: ${why}.`);
});
