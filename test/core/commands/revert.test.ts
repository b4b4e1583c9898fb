import {
  refuseRevert,
  revertAnswer,
  revertBody,
  revertTitle,
  type RevertSituation,
} from '../../../src/core/commands/revert.ts';
import { parseCommand } from '../../../src/core/commands/parse.ts';
import type { Account, Permission } from '../../../src/core/facts/facts.ts';
import { bot, policy, user } from '../../support/facts.ts';

const person = (permission: Permission, account: Account = user('nadia')) => ({ account, permission });

const SITUATION: RevertSituation = {
  state: 'merged',
  person: person('write'),
  policy: policy(),
  byAgent: true,
  takesBack: null,
};
const NADIA = { ...user('nadia'), id: 7 };

test.each<[string, Account, Partial<RevertSituation>, string | null]>([
  ['with write access', NADIA, {}, null],
  ['with more', NADIA, { person: person('admin') }, null],
  ['with triage', NADIA, { person: person('triage') }, 'at this moment nadia has triage access'],
  ['with none', NADIA, { person: null }, 'at this moment nadia has no access'],
  ['a bot', bot('helper[bot]'), {}, 'not a person'],
  [
    'a machine user of the policy',
    user('fixer'),
    {
      policy: policy({
        agents: {
          allow: 'any',
          deny: [],
          identities: [{ login: 'fixer', agent: 'acme-fixer' }],
          unattributed: 'human',
        },
      }),
    },
    'machine user',
  ],
  [
    'a login that is another account’s now',
    NADIA,
    { person: person('write', { ...NADIA, id: 8 }) },
    'belongs to another account now',
  ],
  ['open', NADIA, { state: 'open' }, 'It is not merged.'],
  ['closed', NADIA, { state: 'closed' }, 'closed without being merged'],
  ['no agent’s', NADIA, { byAgent: false }, 'no agent that had a hand in it'],
  ['a revert itself', NADIA, { takesBack: 9 }, 'would let #9 in again'],
  ['rights come first: nothing is told to strangers', NADIA, { person: null, state: 'open' }, 'write access'],
])('%s', (_, author, change, expected) => {
  const why = refuseRevert(author, { ...SITUATION, ...change });
  expect(why === null).toBe(expected === null);
  expect(why ?? '').toContain(expected ?? '');
});

test.each([
  ['/agentguard revert It broke', { verb: 'revert', reason: 'It broke' }],
  ['/agentguard REVERT\nIt broke\nthe shop', { verb: 'revert', reason: 'It broke the shop' }],
  ['/agentguard revert', { verb: null, refusal: 'Say why, in a few words: `/agentguard revert <reason>`.' }],
])('%j is read', (text, expected) => {
  expect(parseCommand(text)).toEqual(expected);
});

test('what is opened bears the title, and what somebody wrote does nothing in it', () => {
  expect(revertTitle('Add\n carts', 12)).toBe('Revert "Add carts" (#12)');
  expect(revertTitle('x'.repeat(400), 12).length).toBeLessThan(256);
  const body = revertBody(
    12,
    'nadia',
    '@acme/all <b> `code` Generated with [Claude Code](https://x)\nCo-authored-by: a <a@b>',
  );
  expect(body.split('\n\n')[0]).toBe(
    'This takes back #12, as `nadia` asked: `` @acme/all <b> `code` Generated with [Claude Code](https://x) Co-authored-by: a <a@b> ``',
  );
});

test.each([
  [true, 'Opened [#13](https://x/13) to take this back. Its check says whose approval lets it in.'],
  [
    false,
    '[#13](https://x/13) is open already and takes this back. Its check says whose approval lets it in.',
  ],
])('new: %s', (isNew, expected) => {
  expect(revertAnswer({ number: 13, url: 'https://x/13', isNew })).toBe(expected);
});
