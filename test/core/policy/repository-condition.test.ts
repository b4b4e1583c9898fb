import type { RepositoryCondition } from '../../../src/core/policy/policy.ts';
import { misfits } from '../../../src/core/policy/repository-condition.ts';

const PROPERTIES = { tier: ['bronze', 'silver'], team: [] };

test.each<[RepositoryCondition, string[]]>([
  [{}, []],
  [{ names: ['sh*'] }, []],
  [{ names: ['pay-*'] }, ['it is called shop']],
  [{ topics: ['PCI', 'web'] }, []],
  [{ topics: ['pci', 'dss'] }, ['its topics are web, node']],
  [{ properties: { tier: ['gold', 'Silver'] } }, []],
  [{ properties: { TIER: ['silver'] } }, []],
  [{ properties: { tier: ['gold'] } }, ['tier is bronze, silver']],
  [{ properties: { team: ['dba'] } }, ['team is not set']],
  [{ properties: { owner: ['dba'] } }, ['owner is not set']],
  [
    { names: ['pay-*'], topics: ['pci'], properties: { tier: ['gold'], owner: ['dba'] } },
    ['it is called shop', 'its topics are web, node', 'tier is bronze, silver', 'owner is not set'],
  ],
])('%j', (condition, expected) => {
  expect(misfits(condition, { name: 'shop', topics: ['web', 'node'], properties: PROPERTIES })).toEqual(
    expected,
  );
});

test('without topics', () => {
  expect(misfits({ topics: ['pci'] }, { name: 'shop', topics: [] })).toEqual(['it has no topics']);
});

test('properties that were not read fit', () => {
  expect(misfits({ properties: { tier: ['gold'] } }, { name: 'shop', topics: [] })).toEqual([]);
});
