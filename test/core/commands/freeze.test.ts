import {
  answerFreeze,
  freezeScope,
  freezeSubject,
  type FreezeAnswer,
  type FreezeSituation,
} from '../../../src/core/commands/freeze.ts';
import { parseCommand } from '../../../src/core/commands/parse.ts';
import type { Account, Permission } from '../../../src/core/facts/facts.ts';
import { bot, policy, user } from '../../support/facts.ts';

const NOW = '2026-11-22T12:00:00.000Z';
const AT = '2026-11-22T11:59:00.000Z';
const SHOP = { owner: 'acme', name: 'shop' };
const FLOOR = { owner: 'acme', name: '.github' };

const PERMISSIONS: Readonly<Record<string, Permission>> = {
  ada: 'admin',
  max: 'maintain',
  olga: 'write',
  'our-agent': 'admin',
};
const agents = { ...policy().agents, identities: [{ login: 'our-agent', agent: 'in-house' }] };

interface Asked extends Partial<FreezeSituation> {
  readonly author?: Account;
  readonly at?: string;
}

function ask(
  login: string,
  text: string,
  { author = user(login), at = AT, ...change }: Asked = {},
): FreezeAnswer {
  const asked = parseCommand(`/agentguard ${text}`);
  if (asked.verb !== 'freeze' && asked.verb !== 'unfreeze') throw new Error('It is another command.');
  const permission = PERMISSIONS[login];
  return answerFreeze(
    asked,
    { author, at },
    {
      repository: SHOP,
      person: permission ? { account: user(login), permission } : null,
      policy: { agents },
      provenance: [],
      recorded: [],
      now: NOW,
      ...change,
    },
  );
}

/** A word that was given an hour before, and holds for an hour more. */
const frozen = (named: 'all' | readonly string[], at = '2026-11-22T11:00:00.000Z') => ({
  at,
  body: { agents: named, until: '2026-11-22T13:00:00.000Z', by: user('ada'), reason: 'It loops', at },
});

const involved = [
  {
    account: user('max'),
    hands: [{ hand: 'opened' as const, source: 'GitHub', claimed: false }],
  },
] as unknown as FreezeSituation['provenance'];

const word = (named: 'all' | readonly string[], until: string | null, login = 'max'): FreezeAnswer => ({
  kind: 'word',
  word: { agents: named, until, reason: 'they loop', by: user(login), at: AT },
});

test.each<[string, FreezeAnswer, FreezeAnswer]>([
  ['all, for a time', ask('max', 'freeze all 4h they loop'), word('all', '2026-11-22T15:59:00.000Z')],
  ['one', ask('max', 'freeze devin 1d they loop'), word(['devin'], '2026-11-23T11:59:00.000Z')],
  [
    'one of their own',
    ask('max', 'freeze in-house 5m they loop'),
    word(['in-house'], '2026-11-22T12:04:00.000Z'),
  ],
  [
    'in their own pull request',
    ask('max', 'freeze all 4h they loop', { provenance: involved }),
    word('all', '2026-11-22T15:59:00.000Z'),
  ],
  [
    'everywhere, by an admin',
    ask('ada', 'freeze all 4h they loop', { repository: FLOOR }),
    word('all', '2026-11-22T15:59:00.000Z', 'ada'),
  ],
  ['on: all', ask('max', 'unfreeze all they loop', { recorded: [frozen(['devin'])] }), word('all', null)],
  [
    'on: one',
    ask('max', 'unfreeze devin they loop', { recorded: [frozen(['devin'])] }),
    word(['devin'], null),
  ],
])('is given: %s', (_, answered, expected) => {
  expect(answered).toEqual(expected);
});

test.each<[string, FreezeAnswer, string]>([
  [
    'write access',
    ask('olga', 'freeze all 4h they loop'),
    'This takes someone with maintain access; at this moment olga has write access.',
  ],
  [
    'no access',
    ask('mallory', 'freeze all 4h they loop'),
    'This takes someone with maintain access; at this moment mallory has no access.',
  ],
  [
    'everywhere, by a maintainer',
    ask('max', 'freeze all 4h they loop', { repository: FLOOR }),
    'Here it goes for all of acme, which takes admin access to acme/.github; at this moment max has maintain access.',
  ],
  [
    'a bot',
    ask('max', 'freeze all 4h they loop', { author: bot('helper[bot]') }),
    'helper[bot]: not a person: only people can approve.',
  ],
  [
    'a machine user',
    ask('our-agent', 'unfreeze all they loop', { recorded: [frozen('all')] }),
    'our-agent: the policy lists this account as a machine user of in-house.',
  ],
  [
    'another account of the same name',
    ask('max', 'freeze all 4h they loop', {
      author: { ...user('max'), id: 1 },
      person: { account: { ...user('max'), id: 2 }, permission: 'admin' },
    }),
    'The login max belongs to another account now.',
  ],
  [
    'an agent that nobody knows',
    ask('max', 'freeze claude-cod 4h they loop'),
    'There is no agent `claude-cod`. Did you mean `claude-code`? docs/agents.md has the ids of all that are known, and `all` stops every one.',
  ],
  [
    'too late',
    ask('max', 'freeze all 5m they loop', { at: '2026-11-22T11:55:00.000Z' }),
    'It came too late: what it would have stopped has ended already. Give it again.',
  ],
  [
    'on, by somebody with a hand in the pull request',
    ask('max', 'unfreeze all they loop', { recorded: [frozen('all')], provenance: involved }),
    'This takes somebody else, since max had a hand in this change: opened (GitHub).',
  ],
  [
    'on, where nothing is frozen',
    ask('max', 'unfreeze all they loop'),
    'Nobody’s word freezes agents in acme/shop now. A freeze in the policy ends when the policy says so, and one of the whole organisation is lifted in its `.github` repository.',
  ],
  [
    'on, where another is',
    ask('max', 'unfreeze jules they loop', { recorded: [frozen(['devin'])] }),
    'Nobody’s word freezes `jules` in acme/shop now. Frozen there are `devin`. A freeze in the policy ends when the policy says so, and one of the whole organisation is lifted in its `.github` repository.',
  ],
  [
    'on: one, where all are',
    ask('max', 'unfreeze devin they loop', { recorded: [frozen('all')] }),
    'In acme/shop all agents are frozen, and not `devin` by itself. Unfreeze `all`.',
  ],
  [
    'on, written before they were stopped',
    ask('max', 'unfreeze all they loop', { recorded: [frozen('all', '2026-11-22T11:59:30.000Z')] }),
    'Nobody’s word freezes agents in acme/shop now. A freeze in the policy ends when the policy says so, and one of the whole organisation is lifted in its `.github` repository.',
  ],
])('is refused: %s', (_, answered, why) => {
  expect(answered).toEqual({ kind: 'refuse', why, unsure: false });
});

test('what is written in .github goes for the whole organisation', () => {
  expect([freezeScope(SHOP), freezeSubject(SHOP)]).toEqual(['repository', 'acme/shop']);
  expect([freezeScope(FLOOR), freezeSubject(FLOOR)]).toEqual(['organization', 'acme']);
  expect(freezeScope({ owner: 'acme', name: '.GitHub' })).toBe('organization');
});
