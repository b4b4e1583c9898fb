import type { Exposure } from '../../../src/core/exposure/exposures.ts';
import { Clock } from '../../../src/pages/overview/clock.tsx';
import { PushedList } from '../../../src/pages/overview/pushed-list.tsx';

const NOW = Date.parse('2026-11-23T12:02:00Z');
const webUrl = 'https://github.example';
const EXPOSURE: Exposure = {
  subject: 'acme/shop@main',
  what: 'pushed past the gate',
  entry: 1,
  since: '2026-11-23T10:02:00Z',
  until: null,
  how: null,
  by: null,
  agents: ['devin'],
  who: 'nadia',
  alert: { issue: { repository: 'acme/shop', number: 13 }, problem: null },
};

const textOf = (html: { toString(): string } | null): string =>
  String(html)
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

test.each<[string, Partial<Exposure>, string]>([
  ['goes on', {}, '2 hours so far, since 23 Nov 10:02 UTC Alert acme/shop#13'],
  [
    'was closed',
    { until: '2026-11-23T11:02:00Z', how: 'closed', by: 'max' },
    '1 hour, then closed by max Alert acme/shop#13',
  ],
  [
    'could not be raised',
    { alert: { issue: null, problem: 'Issues are switched off in acme/shop.' } },
    'Not raised: Issues are switched off in acme/shop.',
  ],
])('an exposure that %s', (_, change, text) => {
  const html = Clock({ exposure: { ...EXPOSURE, ...change }, now: NOW, webUrl });
  expect(textOf(html).replaceAll(' , ', ', ')).toContain(text);
});

test('an alert is a link to its issue', () => {
  const html = String(Clock({ exposure: EXPOSURE, now: NOW, webUrl }));
  expect(html).toContain('href="https://github.example/acme/shop/issues/13"');
});

test('pushes are listed, the newest first and what was cut said', () => {
  const many = Array.from({ length: 22 }, (_, index) => ({ ...EXPOSURE, who: `p${index}` }));
  const text = textOf(PushedList({ exposures: many, now: NOW, webUrl }));
  expect(text).toContain('commits by Devin, pushed by p21.');
  expect(text).not.toContain('by p1.');
  expect(text).toContain('and 2 before them');
  expect(textOf(PushedList({ exposures: [{ ...EXPOSURE, agents: [] }], now: NOW, webUrl }))).toContain(
    'what came could not be read whole',
  );
});
