import { createRequire } from 'node:module';
import type { NewJob, Push } from '../../src/ports.ts';
import { jobsFor } from '../../src/server/deliveries.ts';

type Payload = Record<string, unknown>;

const EXAMPLES: { name: string; examples: Payload[] }[] = createRequire(import.meta.url)(
  '@octokit/webhooks-examples',
);

const DELIVERY = { id: 'd1', receivedAt: '2026-11-22T12:00:00.000Z' };
const told = (event: string, payload: unknown) => jobsFor(event, payload, DELIVERY);

const INSTALLATION = { id: 42 };
const SHA = 'c'.repeat(40);

/** GitHub's own example of an event, as an installed app would get it, with parts replaced. */
function example(event: string, action: string | null, replaced: Payload = {}): Payload {
  const found = EXAMPLES.find(({ name }) => name === event)?.examples.find(
    (each) => action === null || each['action'] === action,
  );
  if (!found) throw new Error(`no example of ${event} ${action}`);
  return merge(merge(structuredClone(found), { installation: INSTALLATION }), replaced);
}

/** A payload that the examples have none of: another action on one that they have. */
const other = (event: string, from: string, action: string, replaced: Payload = {}): Payload =>
  example(event, from, { action, ...replaced });

function merge(into: Payload, from: Payload): Payload {
  for (const [key, value] of Object.entries(from)) {
    const old = into[key];
    const nested = isObject(old) && isObject(value) && Object.keys(value).length > 0;
    into[key] = nested ? merge(old, value) : structuredClone(value);
  }
  return into;
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const HELLO = 'Codertocat/Hello-World';

const pull = (key: string, priority: number): NewJob => ({
  kind: 'pull_request',
  key,
  installationId: 42,
  priority,
});
const repository = (key: string): NewJob => ({ kind: 'repository', key, installationId: 42, priority: 3 });
const installation: NewJob = {
  kind: 'installation',
  key: 'installation:42',
  installationId: 42,
  priority: 3,
};
const group = (key: string, baseRef: string): NewJob => ({
  kind: 'merge_group',
  key,
  installationId: 42,
  priority: 0,
  baseRef,
});

/** Actions on a pull request that bring no new head. */
const MOVES = (
  'edited closed ready_for_review converted_to_draft labeled unlabeled assigned unassigned ' +
  'enqueued dequeued auto_merge_enabled auto_merge_disabled'
).split(' ');

describe('what a delivery makes necessary', () => {
  test.each<[string, string, Payload, NewJob[]]>([
    ['a new pull request', 'pull_request', example('pull_request', 'opened'), [pull(`${HELLO}#2`, 1)]],
    ['new commits', 'pull_request', example('pull_request', 'synchronize'), [pull(`${HELLO}#2`, 1)]],
    ['a reopened one', 'pull_request', example('pull_request', 'reopened'), [pull(`${HELLO}#2`, 1)]],
    ...MOVES.map((action): [string, string, Payload, NewJob[]] => [
      `a pull request ${action}`,
      'pull_request',
      other('pull_request', 'opened', action),
      [pull(`${HELLO}#2`, 2)],
    ]),
    ['a review', 'pull_request_review', example('pull_request_review', 'submitted'), [pull(`${HELLO}#2`, 2)]],
    [
      'a review edited',
      'pull_request_review',
      other('pull_request_review', 'submitted', 'edited'),
      [pull(`${HELLO}#2`, 2)],
    ],
    [
      'a review dismissed',
      'pull_request_review',
      other('pull_request_review', 'submitted', 'dismissed'),
      [pull(`${HELLO}#2`, 2)],
    ],
    ...['/agentguard check', '/agentguard', '  \n/agentguard\nplease', '@claude fix it', '/oc fix it'].map(
      (body): [string, string, Payload, NewJob[]] => [
        `the comment ${JSON.stringify(body)}`,
        'issue_comment',
        example('issue_comment', 'created', {
          issue: { number: 5, pull_request: { url: '' } },
          comment: { body },
        }),
        [pull(`${HELLO}#5`, 2)],
      ],
    ),
    [
      'a merge group',
      'merge_group',
      example('merge_group', 'checks_requested', { merge_group: { base_ref: 'refs/heads/release/1.x' } }),
      [group('octo-org/octo-repo@2ffea6db159f6b6c47a24e778fb9ef40cf6b1c7d', 'release/1.x')],
    ],
    ['a new collaborator', 'member', example('member', 'added'), [installation]],
    ['a collaborator with other rights', 'member', example('member', 'edited'), [installation]],
    ['someone who left a team', 'membership', example('membership', 'removed'), [installation]],
    ['a team with other rights', 'team', example('team', 'added_to_repository'), [installation]],
    ['a new team', 'team', example('team', 'created'), [installation]],
    ['a new member', 'organization', example('organization', 'member_added'), [installation]],
    [
      'a member who left',
      'organization',
      other('organization', 'member_added', 'member_removed'),
      [installation],
    ],
    [
      'a ruleset',
      'repository_ruleset',
      other('branch_protection_rule', 'created', 'edited'),
      [repository('wolfy1339/octoherd-script-replace-pika-with-esbuild')],
    ],
    [
      'a ruleset of the organisation',
      'repository_ruleset',
      other('branch_protection_rule', 'created', 'edited', { repository: undefined }),
      [installation],
    ],
    [
      'branch protection',
      'branch_protection_rule',
      example('branch_protection_rule', 'deleted'),
      [repository('octo-org/octo-repo')],
    ],
    ['installing the app', 'installation', example('installation', 'created'), [installation]],
    ['unsuspending it', 'installation', example('installation', 'unsuspend'), [installation]],
    [
      'accepting new permissions',
      'installation',
      example('installation', 'new_permissions_accepted'),
      [installation],
    ],
    [
      'adding repositories',
      'installation_repositories',
      example('installation_repositories', 'added', {
        repositories_added: [{ full_name: 'acme/shop' }, { full_name: 'acme/.github' }],
      }),
      [repository('acme/shop'), repository('acme/.github')],
    ],
  ])('%s', (_, event, payload, jobs) => {
    expect(told(event, payload)).toMatchObject({ jobs, reason: null });
  });
});

const at = (id: number, number: number) => ({ number, base: { repo: { id, name: 'Hello-World' } } });

describe('asking for checks again', () => {
  const run = (replaced: Payload) =>
    example('check_run', 'created', {
      action: 'rerequested',
      check_run: { name: 'AgentGuard', ...replaced },
    });
  const here = (example('check_run', 'created')['repository'] as { id: number }).id;

  test.each<[string, string, Payload, NewJob[]]>([
    [
      'by the id that was given',
      'check_run',
      run({ external_id: `${HELLO}#7@${SHA}` }),
      [pull(`${HELLO}#7`, 2)],
    ],
    [
      'whatever the spelling of the id',
      'check_run',
      run({ external_id: `codertocat/hello-world#7@${SHA}` }),
      [pull(`${HELLO}#7`, 2)],
    ],
    [
      'of a check run for one base',
      'check_run',
      run({ name: 'AgentGuard: main', external_id: `${HELLO}#7@${SHA}` }),
      [pull(`${HELLO}#7`, 2)],
    ],
    [
      'an id of another repository is not believed',
      'check_run',
      run({ external_id: `acme/shop#7@${SHA}` }),
      [pull(`${HELLO}#2`, 2)],
    ],
    [
      'by the pull requests with that head',
      'check_run',
      run({ pull_requests: [at(here, 3), at(here, 4)] }),
      [pull(`${HELLO}#3`, 2), pull(`${HELLO}#4`, 2)],
    ],
    [
      'one into another repository is not ours',
      'check_run',
      run({ pull_requests: [at(1, 3), at(here, 4)] }),
      [pull(`${HELLO}#4`, 2)],
    ],
    ['of a fork, where nothing says which', 'check_run', run({ pull_requests: [] }), [repository(HELLO)]],
    [
      'of a merge group',
      'check_run',
      run({
        head_sha: SHA,
        external_id: `${HELLO}@${SHA}`,
        pull_requests: [],
        check_suite: { head_branch: `gh-readonly-queue/release/1.x/pr-7-${SHA}` },
      }),
      [group(`${HELLO}@${SHA}`, 'release/1.x')],
    ],
    ['of a whole suite', 'check_suite', example('check_suite', 'rerequested'), [pull(`${HELLO}#2`, 2)]],
    [
      'of the suite of a fork',
      'check_suite',
      example('check_suite', 'rerequested', { check_suite: { pull_requests: [] } }),
      [repository(HELLO)],
    ],
    [
      'of the suite of a merge group',
      'check_suite',
      example('check_suite', 'rerequested', {
        check_suite: { head_sha: SHA, head_branch: `gh-readonly-queue/main/pr-7-${SHA}` },
      }),
      [group(`${HELLO}@${SHA}`, 'main')],
    ],
  ])('%s', (_, event, payload, jobs) => {
    const asked = (payload['check_run'] ?? payload['check_suite']) as { head_sha: string };
    const forget = { repository: { owner: 'Codertocat', name: 'Hello-World' }, sha: asked.head_sha };
    expect(told(event, payload)).toEqual({ jobs, reason: null, forget });
  });
});

describe('a push', () => {
  const push = (replaced: Payload) =>
    example('push', null, {
      ref: 'refs/heads/master',
      forced: false,
      commits: [{ added: [], modified: ['README.md'], removed: [] }],
      ...replaced,
    });
  const touching = (...modified: string[]) => push({ commits: [{ added: [], modified, removed: [] }] });

  test.each<[string, Payload, NewJob[]]>([
    ['of the policy', touching('src/a.ts', '.agentguard.yml'), [repository(HELLO)]],
    ['of CODEOWNERS', touching('CODEOWNERS'), [repository(HELLO)]],
    ['of .github/CODEOWNERS', touching('.github/CODEOWNERS'), [repository(HELLO)]],
    ['of docs/CODEOWNERS', touching('docs/CODEOWNERS'), [repository(HELLO)]],
    [
      'that removes the policy in an early commit',
      push({
        commits: [
          { added: [], modified: [], removed: ['.agentguard.yml'] },
          { added: ['a'], modified: [], removed: [] },
        ],
      }),
      [repository(HELLO)],
    ],
    ['that rewrites history', push({ forced: true }), [repository(HELLO)]],
    ['without a list of commits', push({ commits: undefined }), [repository(HELLO)]],
    ['with an empty list', push({ commits: [] }), [repository(HELLO)]],
    ['without lists of files', push({ commits: [{ id: SHA }] }), [repository(HELLO)]],
    [
      'of more commits than are listed',
      push({ commits: Array.from({ length: 2048 }, () => ({ added: [], modified: ['a'], removed: [] })) }),
      [repository(HELLO)],
    ],
    [
      'of more files than are listed',
      touching(...Array.from({ length: 3000 }, (_, n) => `f${n}`)),
      [repository(HELLO)],
    ],
    [
      'of the floor',
      push({
        ...touching('.agentguard.yml'),
        repository: { ...(push({})['repository'] as Payload), name: '.github' },
      }),
      [installation],
    ],
    ['of other files', push({}), []],
    ['of such a file in a folder', touching('test/fixtures/.agentguard.yml', 'src/CODEOWNERS'), []],
    [
      'of the policy to another branch',
      push({ ...touching('.agentguard.yml'), ref: 'refs/heads/release' }),
      [repository(HELLO)],
    ],
    ['that begins another branch', push({ commits: [], ref: 'refs/heads/fix' }), []],
    ['that rewrites another branch', push({ forced: true, ref: 'refs/heads/fix' }), []],
    [
      'of the policy to another branch of the repository with the floor',
      push({
        ...touching('.agentguard.yml'),
        ref: 'refs/heads/fix',
        repository: { ...(push({})['repository'] as Payload), name: '.github' },
      }),
      [repository('Codertocat/.github')],
    ],
    ['of a tag named like the branch', push({ ...touching('.agentguard.yml'), ref: 'refs/tags/master' }), []],
  ])('%s', (_, payload, jobs) => {
    expect(told('push', payload).jobs).toEqual(jobs);
  });
});

describe('who pushed', () => {
  const SEEN: Push = {
    pullRequest: { owner: 'Codertocat', name: 'Hello-World', number: 2 },
    login: 'Codertocat',
    accountType: 'User',
    accountId: 21031067,
    sha: 'ec26c3e57ca3a959ca5aad62de7213c562f8c821',
    before: null,
  };

  test.each<[string, Payload, Push[]]>([
    ['whoever opened it', example('pull_request', 'opened'), [SEEN]],
    ['what an opened one says of before', example('pull_request', 'opened', { before: SHA }), [SEEN]],
    [
      'what the head was moved from',
      example('pull_request', 'synchronize', { before: '0'.repeat(40), after: SHA }),
      [{ ...SEEN, sha: SHA, before: '0'.repeat(40) }],
    ],
    [
      'and not from what is no SHA',
      example('pull_request', 'synchronize', { before: '../x', after: SHA }),
      [{ ...SEEN, sha: SHA }],
    ],
    [
      'whoever sent new commits, of which the last counts',
      example('pull_request', 'synchronize', {
        after: SHA,
        before: null,
        sender: { login: 'copilot-swe-agent[bot]', type: 'Bot', id: 198982749 },
      }),
      [{ ...SEEN, login: 'copilot-swe-agent[bot]', accountType: 'Bot', accountId: 198982749, sha: SHA }],
    ],
    ['not whoever reopened it', example('pull_request', 'reopened'), []],
    ['not whoever labelled it', example('pull_request', 'labeled'), []],
  ])('%s', (_, payload, pushes) => {
    expect(told('pull_request', payload).pushes ?? []).toEqual(pushes);
  });
});

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

describe('nothing to do', () => {
  test.each<[string, string, unknown, string]>([
    ['locking', 'pull_request', example('pull_request', 'locked'), 'pull_request locked changes nothing.'],
    [
      "an issue's comment",
      'issue_comment',
      example('issue_comment', 'created', { comment: { body: '/agentguard' } }),
      'issue_comment created changes nothing: the comment is not on a pull request.',
    ],
    ...['LGTM', 'see /agentguard', '/agentguardian', '/agent guard'].map(
      (body): [string, string, unknown, string] => [
        `the comment ${body}`,
        'issue_comment',
        example('issue_comment', 'created', { issue: { pull_request: { url: '' } }, comment: { body } }),
        'issue_comment created changes nothing: the comment is no command and mentions nobody.',
      ],
    ),
    [
      'an edited command',
      'issue_comment',
      other('issue_comment', 'created', 'edited', { comment: { body: '/agentguard' } }),
      'issue_comment edited changes nothing: the comment is not on a pull request.',
    ],
    [
      'a command edited on a pull request',
      'issue_comment',
      other('issue_comment', 'created', 'edited', {
        issue: { pull_request: { url: '' } },
        comment: { body: '/agentguard' },
      }),
      'issue_comment edited changes nothing: the comment is no command and mentions nobody.',
    ],
    [
      "a bot's mention",
      'issue_comment',
      example('issue_comment', 'created', {
        issue: { pull_request: { url: '' } },
        comment: { body: '@claude done', user: { type: 'Bot' } },
      }),
      'issue_comment created changes nothing: the comment is no command and mentions nobody.',
    ],
    [
      'the check run of another app',
      'check_run',
      example('check_run', 'rerequested', { check_run: { name: 'AgentGuardian' } }),
      'check_run rerequested changes nothing: the check run is not of AgentGuard.',
    ],
    [
      'one whose name only ends so',
      'check_run',
      example('check_run', 'rerequested', { check_run: { name: 'Not AgentGuard' } }),
      'check_run rerequested changes nothing: the check run is not of AgentGuard.',
    ],
    [
      'a check run created',
      'check_run',
      example('check_run', 'created'),
      'check_run created changes nothing.',
    ],
    [
      'an invitation',
      'organization',
      example('organization', 'member_invited'),
      'organization member_invited changes nothing.',
    ],
    [
      'uninstalling',
      'installation',
      example('installation', 'deleted'),
      'installation deleted changes nothing.',
    ],
    [
      'suspending',
      'installation',
      example('installation', 'suspend'),
      'installation suspend changes nothing.',
    ],
    [
      'adding no repositories',
      'installation_repositories',
      example('installation_repositories', 'added', { repositories_added: [] }),
      'installation_repositories added changes nothing.',
    ],
    ['a star', 'star', example('star', 'created'), 'star created changes nothing.'],
    ['a ping', 'ping', example('ping', null), 'ping changes nothing.'],
    ['an event named like a property', 'constructor', {}, 'constructor changes nothing.'],
  ])('%s', (_, event, payload, reason) => {
    expect(told(event, payload)).toEqual({ jobs: [], reason });
  });
});

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
