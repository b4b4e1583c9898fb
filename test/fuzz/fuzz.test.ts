import { failuresOf } from '../../bench/fuzz/loop.ts';
import { checks } from '../../bench/fuzz/targets/checks.ts';
import { codeowners } from '../../bench/fuzz/targets/codeowners.ts';
import { patches } from '../../bench/fuzz/targets/patches.ts';
import { payloads } from '../../bench/fuzz/targets/payloads.ts';
import { policies } from '../../bench/fuzz/targets/policies.ts';

/** A slice of `npm run bench:fuzz`, the same each time. A failure says which case of which seed it was. */
test.each([
  { target: payloads, count: 330 },
  { target: policies, count: 150 },
  { target: patches, count: 200 },
  { target: codeowners, count: 400 },
  { target: checks, count: 120 },
])(
  'no mutant of the $target.name does harm',
  async ({ target, count }) => {
    expect(await failuresOf(target, 1, count)).toEqual([]);
  },
  60_000,
);
