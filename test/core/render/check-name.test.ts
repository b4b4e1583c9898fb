import { isObserving, isOurs, nameOnBase } from '../../../src/core/render/check-name.ts';

test.each([
  ['AgentGuard', 'AgentGuard'],
  ['AgentGuard (observe)', 'AgentGuard (observe)'],
  ['AgentGuard: main', 'AgentGuard: release/1'],
  ['AgentGuard: main (observe)', 'AgentGuard: release/1 (observe)'],
  ['AgentGuard: release/1', 'AgentGuard: release/1'],
])('%s is on another base %s', (name, there) => {
  expect(nameOnBase(name, 'release/1')).toBe(there);
});

test.each([
  ['AgentGuard', true, false],
  ['AgentGuard: main', true, false],
  ['AgentGuard (observe)', true, true],
  ['AgentGuardian', false, false],
  ['Not AgentGuard', false, false],
  ['', false, false],
])('%j: ours %p, observing %p', (name, ours, observes) => {
  expect([isOurs(name), isObserving(name)]).toEqual([ours, observes]);
});
