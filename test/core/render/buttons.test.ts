import type { Decision } from '../../../src/core/decision/decision.ts';
import { BUTTONS } from '../../../src/core/render/buttons.ts';
import { blockingCheckRun, checkRun, failedCheckRun } from '../../../src/core/render/check-run.ts';
import { decision } from '../../support/decision.ts';
import { policy, pullRequest } from '../../support/facts.ts';

const buttonsOf = (change: Partial<Decision>, canAsk?: boolean): string[] =>
  checkRun(decision(change), {
    externalId: 'x',
    facts: pullRequest(),
    policy: policy(),
    version: '1.2.3',
    remediation: () => '',
    ...(canAsk === undefined ? {} : { canAsk }),
  }).actions.map(({ identifier }) => identifier);

test.each<[string, Partial<Decision>, boolean | undefined, string[]]>([
  ['a review owed by people who can be asked', {}, true, ['recheck', 'request-reviewers']],
  ['a review owed that nobody can be asked for', {}, false, ['recheck']],
  ['when it is not known whether anybody can', {}, undefined, ['recheck']],
  ['approved', { outcome: 'allow' }, true, ['recheck']],
  ['blocked', { outcome: 'block' }, true, ['recheck']],
  ['a gap', { outcome: 'indeterminate' }, true, ['recheck']],
])('the buttons on a check run: %s', (_, change, canAsk, buttons) => {
  expect(buttonsOf(change, canAsk)).toEqual(buttons);
});

test('a check run without a decision can be evaluated again', () => {
  const about = { name: 'AgentGuard', externalId: 'x' };
  for (const check of [
    blockingCheckRun({ ...about, title: 'Superseded', sentences: [] }),
    failedCheckRun({ ...about, problem: 'GitHub answered 502.', next: null }),
  ]) {
    expect(check.actions.map(({ identifier }) => identifier)).toEqual(['recheck']);
  }
});

test('buttons fit into what GitHub takes', () => {
  for (const { label, description, identifier } of BUTTONS) {
    expect(label.length).toBeLessThanOrEqual(20);
    expect(description.length).toBeLessThanOrEqual(40);
    expect(identifier.length).toBeLessThanOrEqual(20);
  }
});

test('what blocks under a name that only observes blocks nothing', () => {
  const check = (name: string) =>
    blockingCheckRun({ name, externalId: 'x', title: 'No match', sentences: [] });
  expect(check('AgentGuard')).toMatchObject({ conclusion: 'failure', title: 'No match' });
  expect(check('AgentGuard (observe)')).toMatchObject({
    conclusion: 'success',
    title: 'Would block: No match',
  });
});
