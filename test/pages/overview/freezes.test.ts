import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { Page } from 'playwright-core';
import type { Account } from '../../../demo/github/github.ts';
import { freezePages } from '../../../src/pages/overview/freezes/pages.tsx';
import { freezesSeen, mayStop } from '../../../src/pages/overview/freezes/seen.ts';
import type { SignedIn } from '../../../src/pages/pages.ts';
import type { Permission } from '../../../src/core/facts/facts.ts';
import type { Command, NewJob, Store } from '../../../src/ports.ts';
import type { ViewedRepository, Viewer } from '../../../src/ports/viewer.ts';
import { describeInBrowser, takePictures, tooWide, violations } from '../../support/browser.ts';
import { createGate, type Gate } from '../../support/gate.ts';
import { createAcme, type Acme } from '../../support/organization.ts';
import { user } from '../../support/facts.ts';

const NOW = '2026-11-22T12:00:00.400Z';

const repository = (name: string, permission: Permission): ViewedRepository => ({
  owner: 'acme',
  name,
  installationId: 42,
  permission,
});

interface Accepted {
  readonly jobs: readonly NewJob[];
  readonly command?: Command;
}

/** The form's address as somebody signed in has it, and what was stored. Every command is answered at once. */
function forms(...repositories: readonly ViewedRepository[]) {
  const stored: Accepted[] = [];
  let woken = 0;
  const store = {
    accept: async (_delivery: unknown, told: Accepted) => void stored.push(told),
    noted: async () => JSON.stringify({ by: 'max', refused: null }),
  } as unknown as Store;
  const viewer: Viewer = {
    login: 'max',
    accounts: async () => [],
    repositories: async (owner) => (owner === 'acme' ? repositories : []),
    repository: async () => null,
  };
  const app = new Hono<SignedIn>();
  app.use(async (context, next) => {
    context.set('viewer', viewer);
    context.set('csrf', 'a-token');
    await next();
  });
  const clock = { now: () => new Date(NOW) };
  app.route('/', freezePages({ store, clock, version: '1', wake: () => void woken++ }));
  const post = (fields: Readonly<Record<string, string>>, owner = 'acme') =>
    app.request(`/orgs/${owner}/freezes`, { method: 'POST', body: new URLSearchParams(fields) });
  return { post, stored, woken: () => woken };
}

const FREEZE = {
  what: 'freeze',
  repository: 'shop',
  agent: 'all',
  time: '4h',
  reason: 'They push secrets',
};

describe('the form', () => {
  test('stores a command of the viewer’s, as a comment would, and wakes who answers it', async () => {
    const { post, stored, woken } = forms(repository('shop', 'maintain'));
    const response = await post(FREEZE);
    expect(response.status).toBe(303);
    const location = response.headers.get('location') ?? '';
    const [, uuid] = /^\/orgs\/acme\?asked=([0-9a-f-]{36})#freezes$/.exec(location) ?? [];
    expect(stored).toEqual([
      {
        jobs: [{ kind: 'conversation', key: 'conversation:acme/shop#0', installationId: 42, priority: 2 }],
        command: {
          pullRequest: { owner: 'acme', name: 'shop', number: 0 },
          id: `page:${uuid}`,
          commentId: null,
          author: { login: 'max', type: 'User', id: null },
          text: '/agentguard freeze all 4h They push secrets',
          at: '2026-11-22T12:00:00.000Z',
        },
      },
    ]);
    expect(woken()).toBe(1);
  });

  test('lets them go on', async () => {
    const { post, stored } = forms(repository('.github', 'admin'));
    await post({ what: 'unfreeze', repository: '.github', agent: 'devin', reason: 'Mended' });
    expect(stored.map(({ command }) => command?.text)).toEqual(['/agentguard unfreeze devin Mended']);
  });

  test.each<[string, ViewedRepository, Readonly<Record<string, string>>, number]>([
    ['who may not', repository('shop', 'write'), FREEZE, 403],
    [
      'who may not for the whole organisation',
      repository('.github', 'maintain'),
      { ...FREEZE, repository: '.github' },
      403,
    ],
    ['what cannot be seen', repository('shop', 'admin'), { ...FREEZE, repository: 'other' }, 404],
    ['no reason', repository('shop', 'admin'), { ...FREEZE, reason: '' }, 422],
    ['no time', repository('shop', 'admin'), { ...FREEZE, time: '' }, 422],
    ['no agent', repository('shop', 'admin'), { ...FREEZE, agent: '' }, 422],
    ['nothing at all', repository('shop', 'admin'), {}, 404],
  ])('does nothing for %s', async (_, seen, fields, status) => {
    const { post, stored, woken } = forms(seen);
    expect((await post(fields)).status).toBe(status);
    expect(stored).toEqual([]);
    expect(woken()).toBe(0);
  });

  test('does nothing for another owner', async () => {
    const { post, stored } = forms(repository('shop', 'admin'));
    expect((await post(FREEZE, 'other')).status).toBe(404);
    expect(stored).toEqual([]);
  });
});

test.each<[string, Permission, boolean]>([
  ['shop', 'write', false],
  ['shop', 'maintain', true],
  ['shop', 'admin', true],
  ['.github', 'maintain', false],
  ['.github', 'admin', true],
])('in %s with %s: %s', (name, permission, may) => {
  expect(mayStop(repository(name, permission))).toBe(may);
});

test('freezes are shown of what is seen, with where the viewer lifts them', () => {
  const word = (agents: 'all' | readonly string[]) => ({
    at: NOW,
    body: { agents, until: '2026-11-23T12:00:00.000Z', by: user('ada'), reason: 'It loops', at: NOW },
  });
  const words = new Map([
    ['acme', [word('all')]],
    ['acme/shop', [word(['devin'])]],
    ['acme/secret', [word(['jules'])]],
  ]);
  const seen = (...repositories: readonly ViewedRepository[]) =>
    freezesSeen(words, 'acme', repositories, NOW).map(({ freeze, repository: name, liftedIn }) => [
      String(freeze.agents),
      name,
      liftedIn,
    ]);
  expect(seen(repository('Shop', 'write'))).toEqual([
    ['all', null, null],
    ['devin', 'Shop', null],
  ]);
  expect(seen(repository('.github', 'admin'), repository('shop', 'maintain'))).toEqual([
    ['all', null, '.github'],
    ['devin', 'shop', 'shop'],
  ]);
});

describeInBrowser('stopping agents on the overview', (browser) => {
  let gate: Gate;
  let acme: Acme;
  let max: Account;
  beforeEach(async () => {
    gate = await createGate({ signIn: true });
    acme = createAcme(gate);
    acme.createRepository('.github');
    max = gate.github.createUser('max');
    gate.github.addCollaborator(acme.shop, max, 'maintain');
  });
  afterEach(() => gate.close());

  const overview = async (login: string): Promise<Page> => {
    const page = await browser.page();
    await page.goto(`${gate.url}/orgs/acme`);
    await page.getByLabel('You are').selectOption(login);
    await page.getByRole('button', { name: 'Authorize' }).click();
    await page.getByRole('heading', { name: 'acme', exact: true }).waitFor();
    return page;
  };
  const isWell = async (page: Page): Promise<void> => {
    expect(await violations(page)).toEqual([]);
    expect(await tooWide(page)).toBe(0);
  };

  test('by whoever maintains a repository, with the keyboard, and let go on again', async () => {
    const pull = acme.agentOpens({ 'src/a.ts': 'export const a = 1;\n' });
    acme.review(pull, acme.bela);
    await gate.settled();
    const page = await overview('max');
    const section = page.getByRole('region', { name: 'Stopped agents' });
    await section.getByText('Stop agents').focus();
    await page.keyboard.press('Enter');
    expect(await section.getByLabel('Where').locator('option').allInnerTexts()).toEqual(['shop']);
    await isWell(page);
    await section.getByLabel('Which').selectOption("Claude's GitHub app");
    await section.getByLabel('For how long').selectOption('1 day');
    await section.getByLabel('Why').focus();
    await page.keyboard.type('It pushes <b>secrets</b>');
    await page.keyboard.press('Enter');
    await section.getByRole('status').waitFor();
    expect(await section.getByRole('status').innerText()).toContain('It is done and recorded.');
    const said = await section.locator('.frozen p').innerText();
    expect(said).toMatch(/^Claude's GitHub app in shop until .* UTC, by max: It pushes <b>secrets<\/b>$/);
    await isWell(page);
    const pictures = process.env['PICTURES'];
    if (pictures) await takePictures(page, `${pictures}/frozen`);
    expect((await gate.answer(pull)).output.title).toMatch(/^Blocked: Claude's GitHub app is frozen here/);

    await section.getByLabel('Why it may go on').fill('The keys are rotated');
    await section.getByRole('button', { name: "Lift the freeze of Claude's GitHub app in shop" }).click();
    await section.getByText('Nobody has stopped an agent').waitFor();
    await isWell(page);
    expect((await gate.answer(pull)).output.title).toBe('Approved by bela');
  });

  test('everywhere, by who administers .github; others see it and are offered nothing', async () => {
    const page = await overview('ada');
    const section = page.getByRole('region', { name: 'Stopped agents' });
    await section.getByText('Stop agents').click();
    await section.getByLabel('Where').selectOption('All of acme');
    await section.getByLabel('Why').fill('A bad release');
    await section.getByRole('button', { name: 'Stop them' }).click();
    await section.getByRole('status').waitFor();
    expect(await section.locator('.frozen p').innerText()).toMatch(/^All agents in all of acme until/);

    const other = await overview('bela');
    const theirs = other.getByRole('region', { name: 'Stopped agents' });
    expect(await theirs.locator('.frozen p').innerText()).toMatch(/by ada: A bad release$/);
    expect(await theirs.getByRole('button').count()).toBe(0);
    expect(await theirs.locator('details').count()).toBe(0);
    await isWell(other);
  });

  test('what the worker refuses is said', async () => {
    const page = await overview('max');
    // Taken away after GitHub was asked for the page, which is at most a minute old.
    gate.github.addCollaborator(acme.shop, max, 'write');
    const section = page.getByRole('region', { name: 'Stopped agents' });
    await section.getByText('Stop agents').click();
    await section.getByLabel('Why').fill('They push secrets');
    await section.getByRole('button', { name: 'Stop them' }).click();
    await section.getByRole('status').waitFor();
    expect(await section.getByRole('status').innerText()).toContain(
      'It was refused. This takes someone with maintain access; at this moment max has write access.',
    );
    await isWell(page);
    await page.goto(`${gate.url}/orgs/acme?asked=${randomUUID()}`);
    expect(await section.getByRole('status').innerText()).toContain('It is being done. Look again');
    await isWell(page);
  });
});
