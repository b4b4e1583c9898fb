import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openStore } from '../../../src/adapters/store/store.ts';
import { fillQuarter } from '../../../demo/story/quarter.ts';
import { describeInBrowser, tooWide, violations } from '../../support/browser.ts';
import { agentguard } from '../../support/command-line.ts';

describeInBrowser('an exported page', (browser) => {
  let folder: string;
  let address: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'agentguard-page-'));
    const store = await openStore({ folder });
    await fillQuarter(store, { pullRequests: 8, now: new Date('2026-11-01') });
    const by = { login: `x${'y'.repeat(300)}` };
    const at = '2026-11-01T12:00:00.000Z';
    const body = { by, reason: `<img src=x onerror=alert(1)>${'z'.repeat(5000)}` };
    await store.append({
      owner: 'harbour',
      at,
      kind: 'override',
      subject: `harbour/${'w'.repeat(90)}#1`,
      body,
    });
    await store.close();
    const { stdout } = await agentguard('audit', 'export', '--data', folder, '--format', 'html');
    const file = join(folder, 'record.html');
    writeFileSync(file, stdout);
    address = pathToFileURL(file).href;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('can be read by everybody, on a phone too, and asks nobody for anything', async () => {
    const page = await browser.page();
    const requests: string[] = [];
    const said: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => said.push(message.text()));
    page.on('dialog', (dialog) => said.push(dialog.message()));
    await page.goto(address);
    expect(await violations(page)).toEqual([]);
    expect(await tooWide(page)).toBe(0);
    expect(requests).toEqual([address]);
    // The policy lets the page's own style through, and nothing is refused.
    expect(said).toEqual([]);
    expect(await page.evaluate("getComputedStyle(document.querySelector('.figures')).display")).toBe('grid');
  });
});
