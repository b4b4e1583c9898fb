import { evaluate, type Reads } from '../../../src/pipeline.ts';
import type { PeopleFacts } from '../../../src/core/facts/facts.ts';
import { BASE, file, people, pullRequest, review } from '../../support/facts.ts';
import { agentCommit } from './approvals/support.ts';

const staff = people({ nadia: 'write', olga: 'write', ada: 'admin' });

/** The same people for every question but the first, where one of them could not be read. */
function reads(first: PeopleFacts): Reads {
  const answers = [first];
  return {
    source: {
      snapshot: () => Promise.reject(new Error('given')),
      contents: () => Promise.resolve([]),
      properties: () => Promise.resolve({}),
      people: () => Promise.resolve(answers.shift() ?? { ...staff, members: new Set(['nadia']) }),
    },
    store: {
      pushes: () => Promise.resolve([]),
      digests: () => Promise.resolve(new Map()),
      openPullRequests: () => Promise.resolve([]),
      record: () => Promise.resolve([]),
      commands: () => Promise.resolve([]),
    },
  };
}

const POLICY = `version: 1
reviews:
  - { name: any, approvals: 1, from: { permission: write } }
  - { name: ours, author: { organization: true }, approvals: 1, from: { permission: admin } }
`;

const unread = { what: 'membership of nadia', reason: 'GitHub answered 502.' };

test.each<[string, PeopleFacts, object]>([
  ['known', { ...staff, members: new Set(['nadia']) }, { outcome: 'review_required', gaps: [] }],
  ['not read', { ...staff, gaps: [unread] }, { outcome: 'indeterminate', gaps: [unread] }],
])('whether a condition holds was %s when it was asked', async (_name, first, expected) => {
  const facts = pullRequest({
    commits: [agentCommit],
    files: [file('src/a.ts')],
    reviews: [review('olga', 'APPROVED')],
    policyFile: { path: '.agentguard.yml', text: POLICY, sha: BASE },
  });
  const { decision } = await evaluate({ ...facts.repository, number: 7 }, facts, reads(first));
  expect(decision).toMatchObject(expected);
});
