import { gitHubPublisher } from '../../../src/adapters/github/publish.ts';
import { BOB, page } from './support/answers.ts';
import { fakeGitHub, guardRequests, INSTALLATION } from './support/github.ts';
import type { FakeGitHub } from './support/github.ts';

const ID = { owner: 'acme', name: 'shop', number: 1 };
const REACT = 'POST /repos/acme/shop/issues/comments/5/reactions';
const COMMENT = 'POST /repos/acme/shop/issues/1/comments';
const BOT = { __typename: 'Bot', login: 'agentguard' };
const MARK = '<!-- agentguard:refused:5 -->';

let github: FakeGitHub;
guardRequests(() => github);
beforeEach(() => {
  github = fakeGitHub();
  github.on(COMMENT, { status: 201, body: {} });
});
const publisher = () => gitHubPublisher({ clients: github.clients, installationId: INSTALLATION });
const said = (viewer: string, ...nodes: unknown[]) => ({
  body: {
    data: { viewer: { login: viewer }, repository: { issueOrPullRequest: { comments: page(nodes) } } },
  },
});

test('a reaction is put on a comment', async () => {
  github.on(REACT, { status: 201, body: {} });
  await publisher().react(ID, 5, 'eyes');
  expect(github.bodies(REACT)).toEqual([{ content: 'eyes' }]);
});

test('a failure other than a comment that is gone rejects', async () => {
  github.on(REACT, { status: 403, body: { message: 'Resource not accessible by integration' } });
  await expect(publisher().react(ID, 5, '-1')).rejects.toThrow(
    'Could not react to a comment on acme/shop#1: GitHub refused it: Resource not accessible by integration.',
  );
});

test.each([
  ['nobody said anything', said('agentguard[bot]'), 1],
  ['the app said it', said('agentguard[bot]', { author: BOT, body: `No.\n\n${MARK}\n` }), 0],
  ['a server tells the viewer without suffix', said('agentguard', { author: BOT, body: MARK }), 0],
  ['the app said another thing', said('agentguard[bot]', { author: BOT, body: `${MARK} and more` }), 1],
  ['a person quoted it', said('agentguard[bot]', { author: BOB, body: MARK }), 1],
  [
    'a person has the name of the app',
    said('agentguard[bot]', { author: { ...BOB, login: 'agentguard' }, body: MARK }),
    1,
  ],
  ['an account that is gone said it', said('agentguard[bot]', { author: null, body: MARK }, null), 1],
])('%s', async (_, answer, posted) => {
  github.query('ownComments', answer);
  await publisher().comment(ID, 'refused:5', 'No.');
  expect(github.bodies(COMMENT)).toEqual(posted === 1 ? [{ body: `No.\n\n${MARK}` }] : []);
});

test('comments that cannot be read: nothing is said, so that nothing is said twice', async () => {
  github.query('ownComments', { status: 502 });
  await expect(publisher().comment(ID, 'refused:5', 'No.')).rejects.toThrow(
    'Could not read the comments on acme/shop#1: GitHub answered 502.',
  );
  expect(github.bodies(COMMENT)).toEqual([]);
});
