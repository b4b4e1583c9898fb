import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { HANDLED } from '../../../src/server/deliveries.ts';
import { HELLO, INSTALLATION, other, told } from './examples.ts';

const BY_APP = { issue: { number: 7, user: { type: 'Bot' } } };

describe('an issue', () => {
  test.each(['closed', 'deleted'])('of an app that was %s is looked at: it may be an alert', (action) => {
    expect(told('issues', other('issues', 'opened', action, BY_APP)).jobs).toEqual([
      { kind: 'sweep', key: `sweep:alert:${HELLO}#7`, installationId: INSTALLATION.id, priority: 3 },
    ]);
  });

  test.each([
    ['closed', { issue: { number: 7, user: { type: 'User' } } }],
    ['closed', { issue: { number: 7, user: null } }],
    ['opened', BY_APP],
    ['edited', BY_APP],
  ])('%s by way of %j changes nothing', (action, replaced) => {
    expect(told('issues', other('issues', 'opened', action, replaced)).jobs).toEqual([]);
  });
});

test('every event that app.yml asks for is handled, and of what is handled only what every app gets is not in it', () => {
  const { default_events: asked } = parse(readFileSync('app.yml', 'utf8')) as { default_events: string[] };
  expect(asked.filter((event) => !HANDLED.has(event))).toEqual([]);
  // The last comes only where the app's owner has granted the permission that it takes.
  const unasked = ['installation', 'installation_repositories', 'custom_property_values'];
  expect([...HANDLED].filter((event) => !asked.includes(event)).toSorted()).toEqual(unasked.toSorted());
});
