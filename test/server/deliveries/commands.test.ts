import { example, HELLO, merge, type Payload, pull, SHA, told } from './examples.ts';

describe('what somebody asks of the app', () => {
  const onPull = (comment: Payload, action = 'created') =>
    example('issue_comment', 'created', {
      action,
      issue: { number: 5, pull_request: { url: '' } },
      comment: { id: 99, created_at: '2026-11-22T11:59:58Z', ...comment },
    });
  const button = (identifier: unknown, more: Payload = {}) =>
    merge(
      example('check_run', 'created', {
        action: 'requested_action',
        check_run: { name: 'AgentGuard', external_id: `${HELLO}#7@${SHA}` },
        requested_action: { identifier },
      }),
      more,
    );
  const olga = { login: 'Olga', type: 'User', id: 3 };
  const pullRequest = { owner: 'Codertocat', name: 'Hello-World', number: 5 };

  test('a comment, as it was when it was made', () => {
    const body = '\n/agentguard override\nprod is down';
    expect(told('issue_comment', onPull({ body, user: olga }))).toEqual({
      jobs: [pull(`${HELLO}#5`, 2)],
      command: {
        pullRequest,
        id: 'comment:99',
        commentId: 99,
        author: olga,
        text: body,
        at: '2026-11-22T11:59:58Z',
      },
      reason: null,
    });
  });

  test('a comment on an issue, which is a conversation and no pull request', () => {
    const body = '/agentguard freeze all 4h they push secrets';
    const comment = { id: 99, created_at: '2026-11-22T11:59:58Z', body, user: olga };
    expect(told('issue_comment', example('issue_comment', 'created', { comment }))).toEqual({
      jobs: [{ kind: 'conversation', key: `conversation:${HELLO}#1`, installationId: 42, priority: 2 }],
      command: {
        pullRequest: { ...pullRequest, number: 1 },
        id: 'comment:99',
        commentId: 99,
        author: olga,
        text: body,
        at: '2026-11-22T11:59:58Z',
      },
      reason: null,
    });
  });

  test.each<[string, Payload]>([
    ["a bot's", { user: { login: 'helper[bot]', type: 'Bot', id: 7 } }],
    ["an app's in somebody's name", { performed_via_github_app: { id: 7 } }],
    ['that of a deleted account', { user: null }],
  ])('nothing on an issue: %s', (_, more) => {
    const comment = { body: '/agentguard unfreeze all it is fine', ...more };
    expect(told('issue_comment', example('issue_comment', 'created', { comment })).jobs).toEqual([]);
  });

  test.each(['recheck', 'request-reviewers'])('the button %s, which forgets nothing', (identifier) => {
    expect(told('check_run', button(identifier, { sender: olga }))).toEqual({
      jobs: [pull(`${HELLO}#7`, 2)],
      command: {
        pullRequest: { ...pullRequest, number: 7 },
        id: 'button:d1',
        commentId: null,
        author: olga,
        text: `/agentguard ${identifier}`,
        at: '2026-11-22T12:00:00.000Z',
      },
      reason: null,
    });
  });

  test.each<[string, string, Payload]>([
    ['an edited comment', 'issue_comment', onPull({ body: '/agentguard recheck @olga' }, 'edited')],
    ['a deleted comment', 'issue_comment', onPull({ body: '/agentguard recheck' }, 'deleted')],
    ["a bot's comment", 'issue_comment', onPull({ body: '/agentguard recheck', user: { type: 'Bot' } })],
    ["an organisation's", 'issue_comment', onPull({ body: '/agentguard x', user: { type: 'Organization' } })],
    ['that of a deleted account', 'issue_comment', onPull({ body: '/agentguard recheck', user: null })],
    [
      "an app's in somebody's name",
      'issue_comment',
      onPull({ body: '/agentguard override it is fine', performed_via_github_app: { id: 7 } }),
    ],
    ['a mention of it', 'issue_comment', onPull({ body: '@olga /agentguard recheck' })],
    [
      'the button of a merge group',
      'check_run',
      button('recheck', { check_run: { external_id: `${HELLO}@${SHA}` } }),
    ],
    [
      'the button of another repository',
      'check_run',
      button('recheck', { check_run: { external_id: `acme/shop#7@${SHA}` } }),
    ],
    ['a button of another app', 'check_run', button('recheck', { check_run: { name: 'AgentGuardian' } })],
    ['a button that is none', 'check_run', button('Drop tables; --')],
    ['a button pressed by a bot', 'check_run', button('recheck', { sender: { type: 'Bot' } })],
  ])('and not %s', (_, event, payload) => {
    expect(told(event, payload)).not.toHaveProperty('command');
  });
});
