import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Debian's, unless `CHROMIUM` names another. */
const PROGRAM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const hasChromium = (): boolean => existsSync(PROGRAM);

/** Starts a browser, which whoever starts it has to close. Rejects where `hasChromium` is false. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: PROGRAM, args: ARGUMENTS });

/**
 * Tests in Chromium: one browser for all of them, each page in a context of its own, so that nobody has another's
 * cookies. Without a Chromium on the machine they are skipped by name.
 */
export function describeInBrowser(name: string, tests: (browser: BrowserPages) => void): void {
  const found = hasChromium();
  (found ? describe : describe.skip)(found ? name : `${name}: there is no Chromium here`, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await openBrowser();
    });
    afterEach(async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
    });
    afterAll(() => browser.close());
    tests({
      async page(options = {}) {
        const { width = 1280, height = 900 } = options;
        const context = await browser.newContext({ viewport: { width, height } });
        context.setDefaultTimeout(15_000);
        return context.newPage();
      },
    });
  });
}

export interface BrowserPages {
  /** An empty page as someone new would open it; closed when the test ends. */
  page(options?: { readonly width?: number; readonly height?: number }): Promise<Page>;
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
const SCHEMES = ['light', 'dark'] as const;

interface AxeResult {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/**
 * What axe holds against a page in light and in dark: WCAG 2.1 A and AA and its best practices. Empty: nothing. Each
 * entry says the scheme, the rule, and where.
 */
export async function violations(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    // By the debugger's way in, which the page's content security policy does not concern.
    await page.evaluate(readFileSync(AXE, 'utf8'));
    const results: AxeResult[] = await page.evaluate(
      `axe.run(document, { runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations'] }).then((all) => all.violations)`,
    );
    for (const { id, help, nodes } of results) {
      const where = nodes.map(({ html, failureSummary = '' }) => `  ${html}\n    ${failureSummary}`);
      found.push([`${colorScheme}: ${id}: ${help}`, ...where].join('\n'));
    }
  }
  await page.emulateMedia({ colorScheme: null });
  return found;
}

/** By how many pixels the page is wider than a screen of 320; 0: nobody has to scroll it sideways. */
export async function tooWide(page: Page): Promise<number> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 700 });
  const wider: number = await page.evaluate(
    'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)',
  );
  if (before) await page.setViewportSize(before);
  return wider;
}

/** Pictures of a page in both themes at 1280 and 390 wide, as `<path>-<theme>-<width>.png`. */
export async function takePictures(page: Page, path: string): Promise<void> {
  for (const colorScheme of SCHEMES) {
    for (const width of [1280, 390]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: `${path}-${colorScheme}-${width}.png`, fullPage: true });
    }
  }
}
