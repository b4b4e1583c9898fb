import type { Page } from 'playwright-core';
import { describeInBrowser, tooWide, violations } from '../../support/browser.ts';
import { createGate, type Gate } from '../../support/gate.ts';
import { createAcme } from '../../support/organization.ts';

describeInBrowser('signing in', (browser) => {
  let gate: Gate;
  beforeEach(async () => {
    gate = await createGate({ signIn: true });
  });
  afterEach(() => gate.close());

  const heading = (page: Page): Promise<string> => page.locator('h1').innerText();
  const isWell = async (page: Page): Promise<void> => {
    expect(await violations(page)).toEqual([]);
    expect(await tooWide(page)).toBe(0);
  };
  const signIn = async (page: Page, login: string): Promise<void> => {
    await page.getByLabel('You are').selectOption(login);
    await page.getByRole('button', { name: 'Authorize' }).click();
  };

  test('sign in, see the accounts, sign out', async () => {
    createAcme(gate);
    const page = await browser.page();
    await page.goto(gate.url);
    expect(await heading(page)).toBe('A gate for pull requests that AI agents make');
    await isWell(page);

    await page.getByRole('link', { name: 'Sign in with GitHub' }).click();
    await signIn(page, 'nadia');
    expect(page.url()).toBe(`${gate.url}/`);
    expect(await heading(page)).toBe('Your accounts');
    expect(await page.locator('.card').allInnerTexts()).toEqual(['acme\n\nOne repository that you can see']);
    expect(await page.locator('.who').innerText()).toContain('nadia');
    await isWell(page);

    await page.goto(`${gate.url}/nowhere`);
    expect(await heading(page)).toBe('There is nothing here');
    await isWell(page);

    await page.goto(gate.url);
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await heading(page)).toBe('A gate for pull requests that AI agents make');
    expect(await page.context().cookies()).toEqual([]);
    const tokens = [...gate.github.state.tokens.keys()].filter((token) => token.startsWith('ghu_'));
    expect(tokens).toEqual([]);
    expect(gate.log()).not.toMatch(/ghu_|eyJhbGciOiJkaXIi/);
  });

  test('who follows a link signs in first and arrives where it leads', async () => {
    createAcme(gate);
    const page = await browser.page();
    await page.goto(`${gate.url}/orgs/acme?by=week`);
    await signIn(page, 'olga');
    expect(page.url()).toBe(`${gate.url}/orgs/acme?by=week`);
    expect(await page.title()).toContain('acme');
  });

  test('who says no is told so, and can begin again', async () => {
    const page = await browser.page();
    await page.goto(`${gate.url}/sign-in`);
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await heading(page)).toBe('You are not signed in');
    await isWell(page);
    await page.getByRole('link', { name: 'Sign in with GitHub' }).click();
    expect(await heading(page)).toBe('Authorize AgentGuard');
  });

  test('with the keyboard alone', async () => {
    const page = await browser.page();
    await page.goto(gate.url);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Sign in with GitHub');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Authorize' }).waitFor();
  });

  test('pages that are off say so', async () => {
    const other = await createGate();
    try {
      const page = await browser.page();
      await page.goto(other.url);
      expect(await page.locator('.note').innerText()).toMatch(/CLIENT_ID and CLIENT_SECRET/);
      await isWell(page);
      await page.goto(`${other.url}/orgs/acme`);
      expect(await heading(page)).toBe('The pages are off');
      await isWell(page);
    } finally {
      await other.close();
    }
  });
});
