/** Whom GitHub is told to ask for the reviews that are still owed. */
import { reviewersToAsk, type ReviewersToAsk } from '../../../../src/core/decision/requests.ts';
import { file, review } from '../../../support/facts.ts';
import { evaluation, person, agentCommit, type Situation } from './support.ts';

const BOTH = 'reviews: [{ name: database, from: { users: [zoe], teams: [dba] } }]';
const PEOPLE = 'reviews: [{ name: database, request: people, from: { teams: [dba] } }]';
const nobody: ReviewersToAsk = { users: [], teams: [] };

async function asked(situation: Situation, before: readonly string[] = []): Promise<ReviewersToAsk> {
  const { decision, facts, people } = await evaluation(situation);
  return reviewersToAsk(decision, facts, people, new Set(before));
}

test.each<[string, Situation, ReviewersToAsk]>([
  ['people and teams as they are named', { policy: BOTH }, { users: ['zoe'], teams: ['acme/dba'] }],
  [
    'as many people of a team as are missing, where the policy wants people',
    { policy: PEOPLE.replace('from', 'approvals: 2, from') },
    { users: ['olga', 'bela'], teams: [] },
  ],
  [
    'nobody where the policy wants nobody',
    { policy: PEOPLE.replace('request: people', 'request: nobody') },
    nobody,
  ],
  ['nobody by name where anyone with a permission can answer', {}, nobody],
  [
    'the owners of what is changed',
    {
      policy: 'reviews: [{ name: owners, from: { codeowners: true } }]',
      codeowners: '/src/ @olga\n/db/ @acme/security\n',
      change: { files: [file('src/a.ts'), file('db/notes.txt')] },
    },
    { users: ['olga'], teams: ['acme/security'] },
  ],
  [
    'never who had a hand in the change',
    { policy: BOTH, change: { commits: [{ ...agentCommit, committer: person('zoe') }] } },
    { users: [], teams: ['acme/dba'] },
  ],
  [
    'never who may do nothing here any more',
    { policy: 'reviews: [{ name: two, from: { users: [ivo, zoe] } }]' },
    { users: ['zoe'], teams: [] },
  ],
  [
    'nobody again who has reviewed, whatever they said',
    { policy: BOTH, reviews: [review('zoe', 'COMMENTED')] },
    { users: [], teams: ['acme/dba'] },
  ],
  [
    'nobody again whose request a person took back',
    { policy: BOTH, change: { removedReviewers: ['zoe', 'acme/dba'] } },
    nobody,
  ],
  [
    'nobody more where somebody who can answer was picked by hand',
    { policy: BOTH, change: { requestedReviewers: ['bela'] } },
    nobody,
  ],
  [
    'the others although somebody was picked by hand who cannot answer',
    { policy: BOTH, change: { requestedReviewers: ['tess'] } },
    { users: ['zoe'], teams: ['acme/dba'] },
  ],
  ['nobody while it is a draft', { policy: BOTH, change: { draft: true } }, nobody],
  ['nobody while somebody refuses', { policy: BOTH, reviews: [review('bela', 'CHANGES_REQUESTED')] }, nobody],
  ['nobody once it is met', { policy: BOTH, reviews: [review('bela', 'APPROVED')] }, nobody],
])('%s', async (_name, situation, expected) => {
  expect(await asked(situation)).toEqual(expected);
});

test('nobody is asked twice', async () => {
  expect(await asked({ policy: BOTH }, ['zoe', 'acme/dba'])).toEqual(nobody);
});
