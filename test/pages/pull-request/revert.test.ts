import { Hono } from 'hono';
import type { Page } from 'playwright-core';
import type { PullRequest } from '../../../demo/github/github.ts';
import { revertPages } from '../../../src/pages/pull-request/revert/pages.tsx';
import { revertsSeen } from '../../../src/pages/pull-request/revert/seen.ts';
import type { SignedIn } from '../../../src/pages/pages.ts';
import type { Permission } from '../../../src/core/facts/facts.ts';
import type { Command, NewJob, RecordEntry, RecordKind, Store } from '../../../src/ports.ts';
import { describeInBrowser, takePictures, tooWide, violations } from '../../support/browser.ts';
import { createGate, type Gate } from '../../support/gate.ts';
import { createAcme, type Acme } from '../../support/organization.ts';
import { viewerOf } from '../../support/viewed-pages.ts';

const entry = (kind: RecordKind, body: object): RecordEntry => ({
  sequence: 1,
  owner: 'acme',
  at: '2026-11-22T12:00:00.000Z',
  kind,
  subject: 'acme/shop#12',
  body: body as RecordEntry['body'],
  previous: '',
  hash: '',
});
const DEVIN = { agent: 'devin', role: 'authored', strength: 'declared' };
const MERGED = [entry('decision', { agents: [DEVIN] }), entry('merge', { mergedBy: 'ada' })];

/** The form's address as olga has it, and what was stored. Every command is answered at once. */
function form(permission: Permission, entries: readonly RecordEntry[]) {
  const stored: { readonly jobs: readonly NewJob[]; readonly command?: Command }[] = [];
  const store = {
    accept: async (_delivery: unknown, told: (typeof stored)[number]) => void stored.push(told),
    noted: async () => JSON.stringify({ by: 'olga', refused: null }),
    record: async () => entries,
  } as unknown as Store;
  const app = new Hono<SignedIn>();
  app.use(async (context, next) => {
    context.set('viewer', viewerOf({ owner: 'acme', name: 'shop', installationId: 42, permission }));
    context.set('csrf', 'a-token');
    await next();
  });
  const clock = { now: () => new Date('2026-11-22T12:00:00.400Z') };
  app.route('/', revertPages({ store, clock, version: '1', wake: () => {} }));
  const post = (reason: string, repository = 'shop') =>
    app.request(`/repos/acme/${repository}/pull/12/revert`, {
      method: 'POST',
      body: new URLSearchParams({ reason }),
    });
  return { post, stored };
}

test('the form stores a command of the viewer’s, with the job that answers it', async () => {
  const { post, stored } = form('write', MERGED);
  const response = await post('It sells for nothing');
  expect(response.status).toBe(303);
  const [, uuid] =
    /^\/repos\/acme\/shop\/pull\/12\?asked=([0-9a-f-]{36})#revert$/.exec(
      response.headers.get('location') ?? '',
    ) ?? [];
  expect(stored).toEqual([
    {
      jobs: [{ kind: 'pull_request', key: 'acme/shop#12', installationId: 42, priority: 2 }],
      command: {
        pullRequest: { owner: 'acme', name: 'shop', number: 12 },
        id: `page:${uuid}`,
        commentId: null,
        author: { login: 'olga', type: 'User', id: null },
        text: '/agentguard revert It sells for nothing',
        at: '2026-11-22T12:00:00.000Z',
      },
    },
  ]);
});

test.each<[string, Permission, readonly RecordEntry[], string, string, number]>([
  ['who may not', 'triage', MERGED, 'It is wrong', 'shop', 403],
  ['what cannot be seen', 'admin', MERGED, 'It is wrong', 'other', 404],
  ['no reason', 'admin', MERGED, '', 'shop', 422],
  ['what is not merged', 'admin', MERGED.slice(0, 1), 'It is wrong', 'shop', 422],
  ['what no agent made', 'admin', MERGED.slice(1), 'It is wrong', 'shop', 422],
  [
    'what takes another one back',
    'admin',
    [...MERGED, entry('revert', { takesBack: 9, by: 'olga', reason: 'x', head: 'a', base: 'main' })],
    'It is wrong',
    'shop',
    422,
  ],
])('it does nothing for %s', async (_, permission, entries, reason, repository, status) => {
  const { post, stored } = form(permission, entries);
  expect((await post(reason, repository)).status).toBe(status);
  expect(stored).toEqual([]);
});

test('what the record tells of it is read, whatever else stands in it', () => {
  const asked = { by: 'nadia', reason: 'x', command: 'comment:1', opened: 13, head: 'a', refused: null };
  expect(
    revertsSeen([
      ...MERGED,
      entry('revert', { ...asked, opened: null, refused: 'GitHub cannot.' }),
      entry('revert', asked),
      entry('revert', {}),
      entry('answered', { how: 'reviewed', by: 'olga' }),
      entry('answered', { how: 'reverted', by: 'olga', revert: 13 }),
    ]),
  ).toEqual({
    merged: true,
    possible: true,
    takesBack: null,
    takenBackBy: 13,
    asked: [
      { at: '2026-11-22T12:00:00.000Z', by: 'nadia', reason: 'x', opened: null, refused: 'GitHub cannot.' },
      { at: '2026-11-22T12:00:00.000Z', by: 'nadia', reason: 'x', opened: 13, refused: null },
    ],
  });
  const merge = entry('merge', { agents: ['devin'] });
  expect(revertsSeen([merge])).toMatchObject({ merged: true, possible: true });
  expect(revertsSeen([])).toMatchObject({ merged: false, possible: false });
});

/** Where pictures of the page go; without it there are none. */
const pictures = process.env['PICTURES'];

describeInBrowser('taking back on the page of a pull request', (browser) => {
  let gate: Gate;
  let acme: Acme;
  let pull: PullRequest;
  beforeEach(async () => {
    gate = await createGate({ signIn: true, permissions: { contents: 'write' } });
    acme = createAcme(gate);
    pull = acme.agentOpens({ 'src/index.ts': 'broken\n' });
    acme.review(pull, acme.bela);
    await gate.verdict(pull, acme.nadia);
    await gate.settled();
  });
  afterEach(() => gate.close());

  const opened = async (login: string): Promise<Page> => {
    const page = await browser.page();
    await page.goto(`${gate.url}/repos/acme/shop/pull/${pull.number}`);
    await page.getByLabel('You are').selectOption(login);
    await page.getByRole('button', { name: 'Authorize' }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  };
  const isWell = async (page: Page, name: string): Promise<void> => {
    if (pictures) await takePictures(page, `${pictures}/${name}`);
    expect(await violations(page)).toEqual([]);
    expect(await tooWide(page)).toBe(0);
  };

  test('with the keyboard, and the page shows what takes it back', async () => {
    const page = await opened('nadia');
    const section = page.getByRole('region', { name: 'The way back' });
    await isWell(page, 'revert-form');
    await section.getByLabel('Why').focus();
    await page.keyboard.type('It sells for <b>nothing</b>');
    await page.keyboard.press('Enter');
    await section.getByRole('status').waitFor();
    expect(await section.getByRole('status').innerText()).toContain('It is done and recorded.');
    expect(await section.getByRole('listitem').innerText()).toMatch(
      /nadia asked to take it back: It sells for <b>nothing<\/b>\. #2 does that\./,
    );
    await isWell(page, 'revert-done');
    await section.getByRole('link', { name: '#2' }).click();
    expect(await page.getByRole('region', { name: 'The way back' }).innerText()).toContain(
      'AgentGuard opened this to take back #1.',
    );
    expect((acme.shop.issues.get(2) as PullRequest).author).toBe(gate.app.bot);
  });

  test('a conflict is told there', async () => {
    gate.github.commit(acme.shop, {
      branch: 'main',
      files: { 'src/index.ts': 'mended\n' },
      message: 'x',
      author: acme.ada,
    });
    const page = await opened('nadia');
    const section = page.getByRole('region', { name: 'The way back' });
    await section.getByLabel('Why').fill('It sells for nothing');
    await section.getByRole('button', { name: 'Revert' }).click();
    await section.getByRole('status').waitFor();
    expect(await section.getByRole('status').innerText()).toContain('It was not done. Why stands below.');
    const said = await section.getByRole('listitem').innerText();
    expect(said).toContain('GitHub cannot take it back by itself');
    expect(said).toContain(`git revert -m 1 ${pull.merged?.sha}`);
    await isWell(page, 'revert-conflict');
  });

  test('without write access there is no form', async () => {
    const reader = gate.github.createUser('rita');
    gate.github.addCollaborator(acme.shop, reader, 'read');
    const page = await opened('rita');
    expect(await page.getByRole('region', { name: 'The way back' }).count()).toBe(0);
  });
});
