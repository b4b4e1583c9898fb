/** Whose approvals count, and how many of them. */
import { bot, file, review } from '../../../support/facts.ts';
import { verdict, type Situation, type Verdict } from './support.ts';

const DBA = 'reviews: [{ name: database, from: { teams: [dba] } }]';
const TWO = 'reviews: [{ name: two people, approvals: 2, from: { permission: write } }]';
const WRITERS = 'reviews: [{ name: writers, from: { permission: write } }]';

const ALLOWED = { outcome: 'allow', open: [], ignored: [] } as const;
const waiting = (open: string): Omit<Verdict, 'ignored'> => ({
  outcome: 'review_required',
  open: [open],
  counted: [],
});

test.each<[string, Situation, Partial<Verdict>]>([
  [
    'without any review, the one that is owed is open',
    { policy: WRITERS },
    { ...waiting('writers'), ignored: [] },
  ],
  [
    'where no policy says anything, one person with write access is enough',
    { reviews: [review('olga', 'APPROVED')] },
    { ...ALLOWED, counted: ['olga'] },
  ],
  [
    'an approval by somebody who is asked is enough',
    { policy: DBA, reviews: [review('olga', 'APPROVED')] },
    { ...ALLOWED, counted: ['olga'] },
  ],
  [
    'one of two approvals leaves it open',
    { policy: TWO, reviews: [review('olga', 'APPROVED')] },
    { ...waiting('two people'), counted: ['olga'], ignored: [] },
  ],
  [
    'two people make two, whichever way each of them is asked',
    {
      policy:
        'reviews: [{ name: either way, approvals: 2, from: { users: [cleo], teams: [dba], permission: admin } }]',
      reviews: [review('cleo', 'APPROVED'), review('bela', 'APPROVED')],
    },
    { ...ALLOWED, counted: ['cleo', 'bela'] },
  ],
  [
    'one person who approves twice is still one',
    { policy: TWO, reviews: [review('olga', 'APPROVED'), review('olga', 'APPROVED')] },
    { ...waiting('two people'), counted: ['olga'], ignored: [] },
  ],
  [
    'a login is the same in any case',
    { policy: 'reviews: [{ name: olga, from: { users: [Olga] } }]', reviews: [review('OLGA', 'APPROVED')] },
    { ...ALLOWED, counted: ['OLGA'] },
  ],
  [
    'one approval counts for every review that asks its author',
    {
      policy: `reviews:
  - { name: database, from: { teams: [dba] } }
  - { name: maintainers, from: { permission: maintain } }`,
      reviews: [review('bela', 'APPROVED')],
    },
    { ...ALLOWED, counted: ['bela'] },
  ],
  [
    'somebody outside the team that is asked does not count, whatever they may do here',
    { policy: DBA, reviews: [review('ada', 'APPROVED')] },
    {
      ...waiting('database'),
      ignored: [
        'ada: only @acme/dba can answer for this; at this moment ada has admin access and is not among them',
      ],
    },
  ],
  [
    'too little permission does not count',
    { policy: WRITERS, reviews: [review('tess', 'APPROVED')] },
    {
      ...waiting('writers'),
      ignored: [
        'tess: only someone with write access can answer for this; at this moment tess has triage access',
      ],
    },
  ],
  [
    'more permission than asked counts',
    { policy: WRITERS, reviews: [review('ada', 'APPROVED')] },
    { ...ALLOWED, counted: ['ada'] },
  ],
  [
    'who was named and has no access any more does not count',
    { policy: 'reviews: [{ name: ivo, from: { users: [ivo] } }]', reviews: [review('ivo', 'APPROVED')] },
    {
      ...waiting('ivo'),
      ignored: ['ivo: whoever is named needs access to the repository; at this moment ivo has no access'],
    },
  ],
  [
    'a bot does not count, also where it is named',
    {
      policy: 'reviews: [{ name: helper, from: { users: ["helper[bot]"] } }]',
      reviews: [review(bot('helper[bot]'), 'APPROVED')],
    },
    { ...waiting('helper'), ignored: ['helper[bot]: not a person: only people can approve'] },
  ],
  [
    "the organisation's own machine user does not count, with whatever permission",
    {
      policy: `agents: { identities: [{ login: acme-fixer, agent: acme-fixer }] }\n${WRITERS}`,
      reviews: [review('acme-fixer', 'APPROVED')],
    },
    {
      ...waiting('writers'),
      ignored: ['acme-fixer: the policy lists this account as a machine user of acme-fixer'],
    },
  ],
  [
    'a comment and a pending review are no approvals',
    { policy: WRITERS, reviews: [review('olga', 'COMMENTED'), review('zoe', 'PENDING')] },
    { ...waiting('writers'), ignored: [] },
  ],
  [
    'a member of the organisation counts where the organisation is asked',
    {
      policy: 'reviews: [{ name: staff, from: { organization: true } }]',
      reviews: [review('zoe', 'APPROVED')],
    },
    { ...ALLOWED, counted: ['zoe'] },
  ],
  [
    'an outside collaborator does not count where the organisation is asked',
    {
      policy: 'reviews: [{ name: staff, from: { organization: true } }]',
      reviews: [review('cleo', 'APPROVED')],
    },
    {
      ...waiting('staff'),
      ignored: [
        'cleo: only a member of acme can answer for this; at this moment cleo has write access and is not among them',
      ],
    },
  ],
  [
    'who has a role of the organisation counts where that role is asked, whatever else they may do',
    {
      policy: 'reviews: [{ name: auditors, from: { roles: [auditor] } }]',
      reviews: [review('rhea', 'APPROVED'), review('ada', 'APPROVED')],
    },
    {
      ...ALLOWED,
      counted: ['rhea'],
      ignored: [
        'ada: only someone with the role auditor can answer for this; at this moment ada has admin access and is not among them',
      ],
    },
  ],
  [
    'the review of an account that was deleted does not count',
    { policy: WRITERS, reviews: [review(null, 'APPROVED')] },
    { ...waiting('writers'), ignored: ['a deleted account: the account was deleted'] },
  ],
  [
    'one person can be excepted from a team',
    {
      policy: 'reviews: [{ name: database, from: { teams: [dba] }, except: { users: [bela] } }]',
      reviews: [review('bela', 'APPROVED')],
    },
    { ...waiting('database'), ignored: ['bela: the policy takes bela out of this (@bela)'] },
  ],
  [
    'a team can be excepted from all with a permission',
    {
      policy: 'reviews: [{ name: others, from: { permission: write }, except: { teams: [dba] } }]',
      reviews: [review('olga', 'APPROVED'), review('zoe', 'APPROVED')],
    },
    { ...ALLOWED, counted: ['zoe'], ignored: ['olga: the policy takes olga out of this (@acme/dba)'] },
  ],
])('%s', async (_name, situation, expected) => {
  expect(await verdict(situation)).toEqual(expected);
});

describe('code owners', () => {
  const policy = 'reviews: [{ name: owners, from: { codeowners: true } }]';
  const codeowners = '/src/ @olga\n/db/ @acme/dba\n';
  const change = { files: [file('src/a.ts'), file('db/notes.txt')] };

  test.each<[string, Situation, Partial<Verdict>]>([
    [
      'one person who owns all of it is enough',
      { change, codeowners, policy, reviews: [review('olga', 'APPROVED')] },
      { ...ALLOWED, counted: ['olga'] },
    ],
    [
      "the owners of each file are asked for, so that one file's owner leaves the other open",
      { change, codeowners, policy, reviews: [review('bela', 'APPROVED')] },
      {
        ...waiting('owners'),
        counted: ['bela'],
        ignored: [
          'bela: only @olga can answer for this; at this moment bela has maintain access and is not among them',
        ],
      },
    ],
    [
      'an owner without write access is none, as on GitHub',
      { codeowners: '* @tess', policy, reviews: [review('tess', 'APPROVED')] },
      {
        ...waiting('owners'),
        ignored: ['tess: code owners need write access; at this moment tess has triage access'],
      },
    ],
  ])('%s', async (_name, situation, expected) => {
    expect(await verdict(situation)).toEqual(expected);
  });
});
