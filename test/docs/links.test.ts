import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { PAGES } from './pages.ts';

const anchorsOf = new Map(PAGES.map(({ path, anchors }) => [path, anchors]));

/** `[text](target)` and images, code left out. */
const linksOf = (prose: readonly string[]): string[] => {
  const text = prose.join('\n').replace(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)/g)].map(([, target = '']) => target);
};

test.each(PAGES.map((page) => ({ path: page.path, page })))('$path links to what is there', ({ page }) => {
  const broken = linksOf(page.prose).filter((target) => {
    if (/^(https:|mailto:)/.test(target)) return false;
    const [file = '', anchor] = target.split('#');
    const path = file === '' ? page.path : normalize(join(dirname(page.path), file));
    if (!existsSync(path)) return true;
    return anchor !== undefined && !anchorsOf.get(path)?.has(anchor);
  });
  expect(broken).toEqual([]);
});

test('every page can be reached from README.md', () => {
  const reached = new Set<string>();
  const waiting = ['README.md'];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const page = PAGES.find((each) => each.path === path);
    if (!page || reached.has(path)) continue;
    reached.add(path);
    for (const target of linksOf(page.prose)) {
      if (!target.includes(':')) waiting.push(normalize(join(dirname(path), target.replace(/#.*/, ''))));
    }
  }
  expect(PAGES.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([]);
});
