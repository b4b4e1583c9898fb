import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { decisionBody } from '../../../demo/story/quarter-bodies.ts';
import { fillQuarter } from '../../../demo/story/quarter.ts';
import { openStore } from '../../../src/adapters/store/store.ts';
import { decisionRecord } from '../../../src/core/decision/record.ts';
import { RULES } from '../../../src/core/rules/catalogue.ts';
import type { Store } from '../../../src/ports.ts';
import { describeInBrowser, tooWide, violations } from '../../support/browser.ts';
import { decision } from '../../support/decision.ts';
import { policy, pullRequest } from '../../support/facts.ts';
import { pagesFor, viewerOf } from './support.ts';

const NOW = new Date('2026-11-19T15:00:00Z');
const clock = { now: () => NOW };
const ago = (hours: number): string => new Date(NOW.getTime() - hours * 3_600_000).toISOString();
const HARBOUR = ['clinic', 'billing', 'website', 'infrastructure', 'mobile'].map((name) => `harbour/${name}`);

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agentguard-overview-'));
  store = await openStore({ folder });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const TOLD = {
  owner: 'acme',
  operator: 'nadia',
  head: 'a'.repeat(40),
  agents: ['devin'],
  asked: [{ name: 'database', asked: '1 of @acme/dba' }],
  findings: [],
  reviewer: null,
  overriddenBy: null,
  gap: null,
};

const decide = (subject: string, hours: number, body: Record<string, unknown> = decisionBody(TOLD)) =>
  store.append({ owner: 'acme', at: ago(hours), kind: 'decision', subject, body });

async function opened(name: string, number: number, agents: string[] = ['devin']): Promise<void> {
  const id = { owner: 'acme', name, number };
  await store.savePullRequest({
    id,
    open: true,
    headSha: 'a',
    agents,
    updatedAt: null,
    bindingRef: 'main',
    teams: [],
  });
}

/** What `names` see at an address, its text without markup. */
async function see(
  names: readonly string[],
  path = '/orgs/acme',
): Promise<{ status: number; page: string; text: string }> {
  const answer = await pagesFor(viewerOf('olga', names), { store, clock }).request(path);
  const page = await answer.text();
  const text = page
    .replaceAll(/<option[^>]*>[^<]*<\/option>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
  return { status: answer.status, page, text };
}

describe('what is shown', () => {
  test.each([
    ['nothing can be seen', [], '/orgs/acme'],
    ['the owner is another', ['umbrella/shop'], '/orgs/acme'],
    ['a repository cannot be seen', ['acme/shop'], '/orgs/acme?repository=secret'],
  ])('nothing where %s', async (_, names, path) => {
    await opened('secret', 1);
    expect((await see(names, path)).status).toBe(404);
  });

  test('where nothing happened yet it says what will be here', async () => {
    const { status, text } = await see(['acme/shop']);
    expect(status).toBe(200);
    for (const said of [
      'As soon as an agent opens a pull request, it is listed here',
      'A merge is listed here when no decision had allowed it',
      'The first one starts this chart.',
      'Nothing was found',
      'No approval ended a wait',
    ]) {
      expect(text).toContain(said);
    }
    expect(text).toContain('Waiting now 0 of 0 open by agents');
  });

  test('who waits for whom and how long, longest first', async () => {
    await opened('shop', 1);
    await decide('acme/shop#1', 5);
    await opened('shop', 2, ['devin', 'my-own-agent']);
    await decide('acme/shop#2', 72);
    await decide('acme/shop#2', 2, decisionBody({ ...TOLD, gap: 'team acme/dba' }));
    await opened('shop', 3);
    await decide('acme/shop#3', 1, decisionBody({ ...TOLD, reviewer: 'olga' }));
    await opened('shop', 4);
    const { text, page } = await see(['acme/shop']);
    expect(text).toContain('Waiting now 2 of 4 open by agents');
    const rows = [
      'shop#2 on GitHub Devin, my-own-agent ? Cannot be told 1 of @acme/dba for database AgentGuard, which could not read team acme/dba 3 days since 16 Nov 15:00 UTC',
      'shop#1 on GitHub Devin ◔ Waits for a review 1 of @acme/dba for database 5 hours since 19 Nov 10:00 UTC',
      'shop#4 on GitHub Devin Not decided yet AgentGuard, which has not looked at it yet',
      'shop#3 on GitHub Devin ✓ Passed Nobody: it can be merged 60 minutes',
    ].map((row) => text.indexOf(row.replace('60 minutes', '1 hour passed since 19 Nov 14:00 UTC')));
    expect(rows).toEqual(rows.toSorted((a, b) => a - b));
    expect(rows.every((row) => row > 0)).toBe(true);
    expect(page).toContain('href="/repos/acme/shop/pull/2"');
    expect(page).toContain('href="https://github.com/acme/shop/pull/2"');
    expect(page).toContain('href="/repos/acme/shop/policy"');
  });

  test('numbers and names of what one cannot see are nowhere', async () => {
    for (const name of ['shop', 'secret']) {
      await opened(name, 1, [name === 'secret' ? 'jules' : 'devin']);
      const agents = [name === 'secret' ? 'jules' : 'devin'];
      await decide(`acme/${name}#1`, 5, decisionBody({ ...TOLD, agents }));
      await store.append({
        owner: 'acme',
        at: ago(1),
        kind: 'merge',
        subject: `acme/${name}#7`,
        body: { mergedBy: `${name}-merger`, decision: null },
      });
    }
    const { page, text } = await see(['acme/shop']);
    for (const hidden of ['secret', 'jules', 'Jules']) expect(page).not.toContain(hidden);
    expect(text).toContain('shop-merger');
    expect(text).toContain('Waiting now 1 of 1 open by agents');
    expect(text).toContain('Merged past the gate 1 and 0 by an override');
    expect((await see(['acme/shop', 'acme/secret'])).text).toContain('Waiting now 2 of 2');
  });

  test('merges past the gate, overrides apart', async () => {
    const merged = async (number: number, hours: number, body: Record<string, unknown>) => {
      const { sequence, hash } = await decide(`acme/shop#${number}`, hours, body);
      const decided = { sequence, hash, outcome: body['outcome'] };
      await store.append({
        owner: 'acme',
        at: ago(hours - 1),
        kind: 'merge',
        subject: `acme/shop#${number}`,
        body: { head: TOLD.head, mergedBy: 'mei', decision: decided },
      });
    };
    await merged(1, 50, decisionBody(TOLD));
    await store.append({
      owner: 'acme',
      at: ago(30),
      kind: 'override',
      subject: 'acme/shop#2',
      body: { by: { login: 'ada' }, reason: 'Down <b>.' },
    });
    await merged(2, 20, decisionBody({ ...TOLD, overriddenBy: 'ada' }));
    await merged(3, 10, decisionBody({ ...TOLD, reviewer: 'olga' }));
    const { text } = await see(['acme/shop']);
    expect(text).toContain('by mei 17 Nov 14:00 UTC ✕ Not allowed 1 of @acme/dba for database');
    expect(text).toContain('! Overridden ada lifted the gate : Down &lt;b&gt;.');
    expect(text.indexOf('shop#2')).toBeLessThan(text.indexOf('shop#1'));
    expect(text).not.toContain('shop#3');
    expect(text).toContain('Merged past the gate 1 and 1 by an override');
  });

  test('names are text, whatever they are', async () => {
    const bad = '<script>alert(1)</script>"\'>';
    await opened('shop', 1, [bad]);
    await decide(
      'acme/shop#1',
      5,
      decisionBody({ ...TOLD, agents: [bad], asked: [{ name: bad, asked: bad }], gap: bad }),
    );
    const { page } = await see(
      ['acme/shop'],
      `/orgs/acme?agent=${encodeURIComponent(bad)}&open=${encodeURIComponent(bad)}`,
    );
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toMatch(/ style=|javascript:/);
  });

  test('entries of old versions', async () => {
    await opened('shop', 1);
    await decide('acme/shop#1', 5, {
      outcome: 'review_required',
      obligations: [{ name: 'x', who: '@acme/dba', met: false }],
    });
    await opened('shop', 2);
    await decide('acme/shop#2', 4, {});
    await store.append({ owner: 'acme', at: ago(1), kind: 'merge', subject: 'acme/shop#3', body: {} });
    const { text, status } = await see(['acme/shop']);
    expect(status).toBe(200);
    expect(text).toContain('@acme/dba for x');
    expect(text).toContain(
      'shop#2 on GitHub Devin Not known Not recorded; the page of the pull request says more',
    );
    expect(text).toContain('shop#3 on GitHub none known by a deleted account');
  });

  test('of one repository and agent, also with other spellings, and the choice stays', async () => {
    for (const name of ['shop', 'site']) {
      await opened(name, 1, [name === 'shop' ? 'devin' : 'jules']);
      await decide(
        `acme/${name}#1`,
        5,
        decisionBody({ ...TOLD, agents: [name === 'shop' ? 'devin' : 'jules'] }),
      );
    }
    const both = ['acme/shop', 'acme/site'];
    const shop = await see(both, '/orgs/ACME?repository=SHOP&agent=');
    expect(shop.text).toContain('shop#1');
    expect(shop.text).not.toContain('site#1');
    expect(shop.page).toMatch(/<option value="shop" selected="">/);
    const jules = await see(both, '/orgs/acme?agent=jules');
    expect(jules.text).not.toContain('shop#1');
    expect(jules.page).toMatch(/<option value="jules" selected="">/);
    expect((await see(both, '/orgs/acme?agent=nobody')).text).toContain(
      'None that fits what you chose above.',
    );
  });

  test('hundreds of pull requests a page at a time', async () => {
    for (let number = 1; number <= 210; number++) await opened('shop', number);
    const first = await see(['acme/shop'], '/orgs/acme?agent=devin');
    expect(first.text).toContain('Page 1 of 11');
    expect(first.page).toContain('href="/orgs/acme?agent=devin&amp;open=2#open"');
    expect((await see(['acme/shop'], '/orgs/acme?open=11')).text).toContain('shop#210');
    for (const page of ['99', '0', '-1', 'x', '1e9', '99999999']) {
      const { status, text } = await see(['acme/shop'], `/orgs/acme?open=${page}`);
      expect([status, text.includes('of 11')]).toEqual([200, true]);
    }
  });

  test('what came since the last look', async () => {
    const app = pagesFor(viewerOf('olga', ['acme/shop']), { store, clock });
    const look = async (): Promise<string> => (await app.request('/orgs/acme')).text();
    await decide('acme/shop#1', 400);
    expect(await look()).toContain('Devin: 1 in all');
    await decide('acme/shop#1', 300, decisionBody({ ...TOLD, reviewer: 'olga' }));
    await decide('acme/shop#2', 1);
    const page = await look();
    expect(page).toContain('Devin: 2 in all');
    expect(page).toContain('<b>4 days</b>');
  });
});

describe('a made-up quarter', () => {
  test('writes decisions as the record has them, of rules that there are', async () => {
    await fillQuarter(store, { now: NOW, pullRequests: 40 });
    const made = decisionRecord(pullRequest(), policy(), decision(), '1');
    const rules = new Set(RULES.map(({ id }) => id));
    let seen = 0;
    for await (const { body } of store.stream({ owner: 'harbour', kinds: ['decision'] })) {
      seen++;
      expect(Object.keys(body).toSorted()).toEqual(Object.keys(made).toSorted());
      for (const { rule } of body['findings'] as { rule: string }[]) expect(rules).toContain(rule);
    }
    expect(seen).toBeGreaterThan(40);
    expect(await store.verify('harbour')).toBeNull();
  });
});

describeInBrowser('the overview in a browser', (browser) => {
  test.each([
    ['with a quarter in it', 160],
    ['with next to nothing in it', 1],
  ])('%s is fit for everyone', async (_, pullRequests) => {
    await fillQuarter(store, { now: NOW, pullRequests });
    const app = pagesFor(viewerOf('nadia', HARBOUR), { store, clock });
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const page = await browser.page();
      await page.goto(`http://127.0.0.1:${port}/orgs/harbour`);
      // With everything unfolded.
      await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
      expect(await tooWide(page)).toBe(0);
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await violations(page)).toEqual([]);
      }
      await page.locator('select[name=repository]').selectOption('clinic');
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      expect(new URL(page.url()).searchParams.get('repository')).toBe('clinic');
    } finally {
      server.close();
    }
  });
});
