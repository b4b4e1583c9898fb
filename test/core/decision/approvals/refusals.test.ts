/** Requests for changes, dismissals, and opinions that were changed. */
import { bot, OLDER, review } from '../../../support/facts.ts';
import { verdict, type Situation, type Verdict } from './support.ts';

const DBA = 'reviews: [{ name: database, from: { teams: [dba] } }]';
const allowed = { outcome: 'allow', open: [], counted: ['olga'], ignored: [] } as const;
const open = { outcome: 'review_required', open: ['database'], counted: [], ignored: [] } as const;

test.each<[string, Situation['reviews'], Verdict]>([
  [
    "an earlier approval under its author's later refusal counts no more",
    [review('olga', 'APPROVED'), review('olga', 'CHANGES_REQUESTED')],
    open,
  ],
  [
    'who refused and then approved has approved',
    [review('olga', 'CHANGES_REQUESTED'), review('olga', 'APPROVED')],
    allowed,
  ],
  [
    "an entitled person's refusal holds it up, although another approved before",
    [review('olga', 'APPROVED'), review('bela', 'CHANGES_REQUESTED')],
    { ...open, counted: ['olga'] },
  ],
  [
    'nobody takes back the refusal of another by approving after it',
    [review('bela', 'CHANGES_REQUESTED'), review('olga', 'APPROVED')],
    { ...open, counted: ['olga'] },
  ],
  [
    'a refusal that was dismissed holds nothing up',
    [review('bela', 'DISMISSED'), review('olga', 'APPROVED')],
    { ...allowed, ignored: ['bela: their review was dismissed'] },
  ],
  [
    'a dismissed refusal does not bring back the approval before it',
    [review('olga', 'APPROVED'), review('olga', 'DISMISSED')],
    { ...open, ignored: ['olga: their review was dismissed'] },
  ],
  [
    'a dismissed approval counts no more',
    [review('olga', 'DISMISSED')],
    { ...open, ignored: ['olga: their review was dismissed'] },
  ],
  [
    'who approves again after a dismissal has approved',
    [review('olga', 'DISMISSED'), review('olga', 'APPROVED')],
    allowed,
  ],
  [
    'a comment after an approval takes nothing back',
    [review('olga', 'APPROVED'), review('olga', 'COMMENTED')],
    allowed,
  ],
  [
    'a comment after a refusal takes nothing back either',
    [review('olga', 'APPROVED'), review('bela', 'CHANGES_REQUESTED'), review('bela', 'COMMENTED')],
    { ...open, counted: ['olga'] },
  ],
  [
    'a refusal that is not handed in yet holds nothing up',
    [review('bela', 'PENDING'), review('olga', 'APPROVED')],
    allowed,
  ],
  [
    'a refusal by somebody who is not asked holds nothing up',
    [review('zoe', 'CHANGES_REQUESTED'), review('olga', 'APPROVED')],
    allowed,
  ],
  [
    'a refusal by a bot holds nothing up',
    [review(bot('helper[bot]'), 'CHANGES_REQUESTED'), review('olga', 'APPROVED')],
    allowed,
  ],
  [
    'a refusal of an earlier head stands until its author says otherwise',
    [review('bela', 'CHANGES_REQUESTED', OLDER), review('olga', 'APPROVED')],
    { ...open, counted: ['olga'] },
  ],
])('%s', async (_name, reviews, expected) => {
  expect(await verdict({ policy: DBA, reviews })).toEqual(expected);
});
