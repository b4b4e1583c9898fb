import { policyPages } from '../../../src/pages/policy/pages.tsx';
import { SourceError } from '../../../src/ports.ts';
import type { PullRequest } from '../../../demo/github/github.ts';
import { describeInBrowser, tooWide, violations } from '../../support/browser.ts';
import { createGate, type Gate } from '../../support/gate.ts';
import { createAcme, DATABASE_POLICY } from '../../support/organization.ts';
import { CSRF, pagesWorld, served, signedIn, viewed, viewerOf } from '../../support/viewed-pages.ts';

const FLOOR = `version: 1
agents: { deny: [openclaw], unattributed: agent }
groups:
  - name: shops
    repositories: { names: [sh*] }
    policy: { limits: { changed_lines: 900 } }
`;

let gate: Gate;
let migration: PullRequest;
let world: ReturnType<typeof pagesWorld>;

beforeAll(async () => {
  gate = await createGate();
  const acme = createAcme(gate, {
    '.agentguard.yml': `${DATABASE_POLICY}agents: { unattributed: human }\n`,
  });
  acme.createRepository('.github', { '.agentguard.yml': FLOOR });
  acme.createRepository('plain');
  acme.createRepository('broken', { '.agentguard.yml': 'version: 1\nreviewz: []\n' });
  migration = acme.agentOpens({ 'db/1.sql': 'DROP TABLE customers;\n' }, { title: 'Tidy <b>up</b>' });
  const docs = acme.agentOpens({ 'README.md': '# Shop, changed\n' }, { title: 'Docs' });
  for (const pull of [migration, docs]) await gate.answer(pull);
  world = pagesWorld(gate);
});
afterAll(async () => {
  await world.close();
  await gate.close();
});

const pages = (options: Partial<typeof world> = {}) => {
  const shop = viewed(gate, migration);
  const all = ['shop', '.github', 'plain', 'broken'].map((name) => ({ ...shop, name }));
  return signedIn(viewerOf(...all), policyPages({ ...world, ...options }));
};

const get = async (name: string): Promise<string> => {
  const response = await pages().request(`/repos/acme/${name}/policy`);
  expect(response.status).toBe(200);
  return response.text();
};

const post = (fields: Readonly<Record<string, string>>, name = 'shop', options: Partial<typeof world> = {}) =>
  pages(options).request(`/repos/acme/${name}/policy`, {
    method: 'POST',
    body: new URLSearchParams({ csrf: CSRF, ...fields }),
  });

const text = (html: string): string =>
  html
    .replace(/<textarea[\s\S]*?<\/textarea>/, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

test('the policy in force, with where each line comes from', async () => {
  const html = await get('shop');
  const said = text(html);
  expect(said).toContain('This policy is enforced');
  expect(said).toContain('agents.deny openclaw the organisation’s floor, line 2');
  expect(said).toContain(
    'agents.unattributed agent the organisation’s floor, line 2 Overruled: this repository’s file, line 8 says human',
  );
  expect(said).toContain('limits.changed_lines 900 the floor’s group “shops”, line 6');
  expect(said).toContain('applies_to agents default');
  expect(html).toMatch(/href="[^"]+\/acme\/\.github\/blob\/[0-9a-f]{40}\/\.agentguard\.yml#L2"/);
  expect(html).toMatch(/href="[^"]+\/acme\/shop\/blob\/[0-9a-f]{40}\/\.agentguard\.yml#L8"/);
  expect(html).toContain(`name="csrf" value="${CSRF}"`);
  expect(said).toContain('#1 Tidy &lt;b&gt;up&lt;/b&gt; open, by claude');
});

test.each([
  ['plain', 'This policy is enforced', 'built-in defaults'],
  [
    'broken',
    'The strict defaults hold here Mend this first',
    'is invalid (line 2: There is no key `reviewz`.',
  ],
  ['.github', 'This policy is enforced', 'This is the floor of the whole organisation.'],
])('of %s: %s', async (name, ...expected) => {
  const said = text((await get(name)).replace(/<\/?code>/g, '`'));
  for (const words of expected) expect(said).toContain(words);
});

test('a repository that the viewer cannot see is not there', async () => {
  expect((await pages().request('/repos/acme/other/policy')).status).toBe(404);
  expect((await post({ policy: 'version: 1\n', 'pull-1': 'on' }, 'other')).status).toBe(404);
});

test('an edited policy is tried on the chosen pull requests, and nothing is changed', async () => {
  const before = gate.github.state.checkRuns.length;
  const edited = 'version: 1\r\nreviews:\r\n  - { name: two, approvals: 2, from: { permission: write } }\r\n';
  const response = await post({ policy: edited, 'pull-1': 'on', 'pull-2': 'on' });
  const html = await response.text();
  const said = text(html);
  expect(response.status).toBe(200);
  expect(said).toContain('0 pull requests of 2 would be answered differently.');
  expect(said).toContain('Entry database asks not there');
  expect(said).toContain('2 of those with write access (two) not there open');
  expect(html).toContain('href="/repos/acme/shop/pull/1"');
  expect(html).toContain(`\n${edited.replaceAll('\r\n', '\n')}</textarea>`);
  await gate.settled();
  expect(gate.github.state.checkRuns).toHaveLength(before);
});

test('another answer is counted', async () => {
  const said = text(await (await post({ policy: 'version: 1\nmode: observe\n', 'pull-2': 'on' })).text());
  expect(said).toContain('1 pull request of 1 would be answered differently.');
  expect(said).toContain('waits for a review (observing only): Would block: ');
});

test('one that cannot be read is told, and the others are judged', async () => {
  const said = text(await (await post({ policy: 'version: 1\n', 'pull-2': 'on', 'pull-99': 'on' })).text());
  expect(said).toContain('0 pull requests of 1 would be answered differently. 1 could not be judged.');
  expect(said).toContain('#99 could not be judged Could not read pull request acme/shop#99');
});

const MANY = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`pull-${index + 1}`, 'on']));

test.each<[string, Readonly<Record<string, string>>, string]>([
  [
    'an unknown key',
    { policy: 'version: 1\nreviewz: []\n', 'pull-1': 'on' },
    'Line 2, column 1: There is no key reviewz',
  ],
  ['no YAML', { policy: 'a: [', 'pull-1': 'on' }, 'Line 1, column 5: This is not valid YAML'],
  ['nothing', { policy: '', 'pull-1': 'on' }, 'Line 1, column 1: The file says nothing.'],
  [
    'too much',
    { policy: `version: 1\n${'# x\n'.repeat(20_000)}`, 'pull-1': 'on' },
    'Line 1, column 1: The file is larger than 64 KB.',
  ],
  [
    'a closing tag',
    { policy: '</textarea><script>alert(1)</script>', 'pull-1': 'on' },
    'This policy is invalid.',
  ],
  ['no pull request', { policy: 'version: 1\n' }, 'Choose at least one pull request to try it on.'],
  [
    'too many',
    { policy: 'version: 1\n', ...MANY },
    '11 pull requests are chosen, and 10 can be tried at once.',
  ],
])('%s: the page says what is wrong, and the text is kept', async (_, fields, expected) => {
  const response = await post(fields);
  const html = await response.text();
  expect(response.status).toBe(422);
  expect(text(html).replaceAll('`', '')).toContain(expected);
  expect(html).not.toContain('<script');
  const kept = /<textarea[^>]*>\n([\s\S]*?)<\/textarea>/.exec(html)?.[1] ?? 'gone';
  expect(kept.replaceAll('&lt;', '<').replaceAll('&gt;', '>')).toBe(fields['policy']);
});

test('without a list of pull requests the policy is shown all the same', async () => {
  const policiesOf: (typeof world)['policiesOf'] = (id) => ({
    ...world.policiesOf(id),
    recentPullRequests: () => Promise.reject(new SourceError('Could not list them.')),
  });
  const html = await (await pages({ policiesOf }).request('/repos/acme/shop/policy')).text();
  expect(text(html)).toContain('Could not list them.');
  expect(text(html)).toContain('This policy is enforced');
});

describeInBrowser('in a browser', (browser) => {
  test('a policy is mended and tried; nothing for axe to say, in either theme and width', async () => {
    const { url, close } = await served(pages());
    try {
      const page = await browser.page();
      const isFine = async (...widths: readonly number[]): Promise<void> => {
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 });
          expect(await violations(page)).toEqual([]);
        }
        expect(await tooWide(page)).toBe(0);
      };
      await page.goto(`${url}/repos/acme/shop/policy`);
      await isFine(1280, 390);
      await page.getByLabel('Policy, as .agentguard.yml would be').fill('version: 1\nmode: observed\n');
      await page.getByRole('button', { name: 'Try this policy' }).click();
      expect(await page.textContent('#problems')).toContain('Line 2, column 7');
      await isFine(390);
      const box = page.getByLabel('Policy, as .agentguard.yml would be');
      expect(await box.inputValue()).toBe('version: 1\nmode: observed\n');
      await box.fill('version: 1\nmode: observe\n');
      await page.getByRole('button', { name: 'Try this policy' }).click();
      expect(await page.textContent('section[aria-labelledby="result"]')).toContain('answered differently');
      await isFine(1280);
    } finally {
      await close();
    }
  });
});

test('a floor that the viewer cannot read on GitHub is left out, and that is said', async () => {
  const shop = viewed(gate, migration);
  const outside = signedIn(viewerOf(shop), policyPages(world));
  const page = text(await (await outside.request('/repos/acme/shop/policy')).text());
  expect(page).toContain('The organisation has a floor, which you cannot read on GitHub');
  expect(page).not.toContain('openclaw');
  expect(text(await get('shop'))).toContain('openclaw');
});
