import { example, EXAMPLES, HELLO, INSTALLATION, type Payload, repository, told } from './examples.ts';

const opened = (replaced: Payload) => example('pull_request', 'opened', replaced);

describe('a payload that is not as expected', () => {
  test.each<[string, unknown, string]>([
    ['no installation', opened({ installation: undefined }), 'installation'],
    ['an installation without an id', opened({ installation: { id: null } }), 'installation.id'],
    ['an id that is no number', opened({ installation: { id: '42' } }), 'installation.id'],
    [
      'an owner that could forge a key',
      opened({ repository: { owner: { login: 'a/b#1' } } }),
      'repository.owner.login',
    ],
    ['a name that could forge a key', opened({ repository: { name: 'shop#1@x' } }), 'repository.name'],
    ['a name that is a way up', opened({ repository: { name: '..' } }), 'repository.name'],
  ])('asks for nothing: %s', (_, payload, place) => {
    expect(told('pull_request', payload)).toEqual({
      jobs: [],
      reason: `pull_request opened is not as expected: ${place}; nothing is done.`,
    });
  });

  test.each<[string, string, unknown, string]>([
    [
      'a number of 0',
      'pull_request',
      opened({ number: 0 }),
      'pull_request opened is not as expected: number',
    ],
    [
      'a SHA that is none',
      'pull_request',
      opened({ pull_request: { head: { sha: '../x' } } }),
      'pull_request opened is not as expected: pull_request.head.sha',
    ],
    [
      'a login that no database takes',
      'pull_request',
      opened({ sender: { login: 'nadia\0' } }),
      'pull_request opened is not as expected: sender.login',
    ],
    [
      'no sender',
      'pull_request',
      opened({ sender: undefined }),
      'pull_request opened is not as expected: sender',
    ],
  ])('asks for its repository when that can be read: %s', (_, event, payload, reason) => {
    expect(told(event, payload)).toEqual({
      jobs: [repository(HELLO)],
      reason: `${reason}; its repository is looked at.`,
    });
  });

  test.each([null, undefined, 'text', 7, [], { action: 7 }, { action: 'opened' }])(
    'is survived: %p',
    (payload) => {
      for (const event of ['pull_request', 'push', 'check_run', 'member', 'installation']) {
        expect(told(event, payload).jobs).toEqual([]);
      }
    },
  );

  test('every example GitHub gives is understood, or waved off for a reason', () => {
    const misread = EXAMPLES.flatMap(({ name, examples }) =>
      examples
        .map((payload) => told(name, { ...payload, installation: INSTALLATION }).reason)
        .filter((reason) => reason?.includes('not as expected')),
    );
    expect(misread).toEqual([]);
  });
});
