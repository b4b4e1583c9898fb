import { pullRequestPages } from '../../../src/pages/pull-request/pages.tsx';
import { SourceError } from '../../../src/ports.ts';
import type { PullRequest } from '../../../demo/github/github.ts';
import { describeInBrowser, tooWide, violations } from '../../support/browser.ts';
import { createGate, type Gate } from '../../support/gate.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../../support/organization.ts';
import { pagesWorld, served, signedIn, viewed, viewerOf } from '../../support/viewed-pages.ts';

let gate: Gate;
let acme: Acme;
let pull: PullRequest;
let world: ReturnType<typeof pagesWorld>;

beforeAll(async () => {
  gate = await createGate();
  acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  pull = acme.agentOpens({ 'db/1.sql': 'DROP TABLE customers;\n' }, { title: 'Tidy' });
  await gate.answer(pull);
  acme.review(pull, acme.bela);
  await gate.answer(pull);
  world = pagesWorld(gate);
});
afterAll(async () => {
  await world.close();
  await gate.close();
});

const ask = (path: string, options: Partial<typeof world> = {}) =>
  signedIn(viewerOf(viewed(gate, pull)), pullRequestPages({ ...world, ...options })).request(path);

test('the page says what the check says, quotes the line, and compares the last two evaluations', async () => {
  const response = await ask('/repos/acme/shop/pull/1');
  const html = await response.text();
  expect(response.status).toBe(200);
  expect(html).toMatch(/^<!doctype html><html lang="en">/);
  expect(html).toContain((await gate.answer(pull)).output.title ?? 'no title');
  expect(html).toContain('DROP TABLE customers;');
  expect(html).toContain(`${gate.github.url}/acme/shop/blob/${pull.head.sha}/db/1.sql#L1`);
  expect(html).toContain('approved by bela');
  expect(html.match(/type="radio"/g)).toHaveLength(4);
});

test('nothing is changed by looking', async () => {
  const before = { record: (await gate.record(pull)).length, runs: gate.github.state.checkRuns.length };
  await ask('/repos/acme/shop/pull/1');
  await gate.settled();
  expect({ record: (await gate.record(pull)).length, runs: gate.github.state.checkRuns.length }).toEqual(
    before,
  );
});

test.each([
  ['a repository that the viewer cannot see', '/repos/acme/other/pull/1'],
  ['another owner', '/repos/evil/shop/pull/1'],
  ['a pull request that is not there', '/repos/acme/shop/pull/99'],
  ['no number', '/repos/acme/shop/pull/0'],
  ['something else', '/repos/acme/shop/pull/1e3'],
])('%s is not there', async (_, path) => {
  expect((await ask(path)).status).toBe(404);
});

test('an address in another case is the same pull request', async () => {
  const html = await (await ask('/repos/ACME/Shop/pull/1')).text();
  expect(html).toContain('acme/shop#1');
  expect(html).toContain('approved by bela');
});

test('when GitHub cannot be asked the record is shown', async () => {
  const readsOf: (typeof world)['readsOf'] = (id) => ({
    ...world.readsOf(id),
    source: {
      ...world.readsOf(id).source,
      snapshot: () => Promise.reject(new SourceError('Could not read it: GitHub rests.')),
    },
  });
  const known = await ask('/repos/acme/shop/pull/1', { readsOf });
  expect(known.status).toBe(200);
  expect(await known.text()).toContain('Could not read it: GitHub rests.');
  const unknown = await ask('/repos/acme/shop/pull/77', { readsOf });
  expect(unknown.status).toBe(503);
  expect(await unknown.text()).toContain('the record has no decision on it yet');
});

test('a merge past the gate is said first', async () => {
  // No rule requires the check here.
  const repository = gate.github.createRepository({
    owner: acme.organization,
    name: 'free',
    private: true,
    files: { 'README.md': '# Free\n' },
    collaborators: [[acme.nadia, 'write']],
  });
  const other = acme.agentOpens({ 'db/2.sql': 'SELECT 1;\n' }, { title: 'Seed', repository });
  await gate.answer(other);
  expect((await gate.merge(other, acme.ada)).status).toBe(200);
  await gate.settled();
  const app = signedIn(viewerOf(viewed(gate, other)), pullRequestPages(world));
  const html = await (await app.request(`/repos/acme/free/pull/${other.number}`)).text();
  expect(html).toContain(
    'Merged by ada past the gate. The answer that stood on this head was: waits for a review.',
  );
});

describeInBrowser('in a browser', (browser) => {
  test('nothing for axe to say, in either theme and width', async () => {
    const { url, close } = await served(signedIn(viewerOf(viewed(gate, pull)), pullRequestPages(world)));
    try {
      const page = await browser.page();
      await page.goto(`${url}/repos/acme/shop/pull/1`);
      expect(await page.textContent('h1')).toContain('Tidy');
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await violations(page)).toEqual([]);
      }
      expect(await tooWide(page)).toBe(0);
    } finally {
      await close();
    }
  });

  test('two evaluations are chosen and compared by the keyboard alone', async () => {
    const { url, close } = await served(signedIn(viewerOf(viewed(gate, pull)), pullRequestPages(world)));
    try {
      const page = await browser.page();
      await page.goto(`${url}/repos/acme/shop/pull/1`);
      await page.focus('button:text("Compare the two")');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\?to=\d+&from=\d+#what-changed$/);
      expect(await page.textContent('section[aria-labelledby="what-changed"]')).toContain('approved by bela');
    } finally {
      await close();
    }
  });
});
