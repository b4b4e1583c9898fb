import type { NewJob } from '../../../src/ports.ts';
import {
  example,
  group,
  HELLO,
  installation,
  other,
  type Payload,
  pull,
  repository,
  teamMoved,
  told,
} from './examples.ts';

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
    [
      'someone who left a team',
      'membership',
      example('membership', 'removed'),
      [teamMoved('octocoders/github'), installation],
    ],
    [
      'someone who left a team below others',
      'membership',
      example('membership', 'removed', {
        team: { parent: { slug: 'Engineering', parent: { slug: 'all', parent: null } } },
      }),
      [
        teamMoved('octocoders/github'),
        teamMoved('octocoders/engineering'),
        teamMoved('octocoders/all'),
        installation,
      ],
    ],
    [
      'someone who left a team whose parent could be no key',
      'membership',
      example('membership', 'removed', { team: { parent: { slug: 'a/b' } } }),
      [teamMoved('octocoders/github'), installation],
    ],
    [
      'someone who left a team that is gone',
      'membership',
      example('membership', 'removed', { team: { slug: undefined, deleted: true } }),
      [installation],
    ],
    [
      'a team whose name could be no key',
      'membership',
      example('membership', 'added', { team: { slug: 'a/b:c' } }),
      [installation],
    ],
    ...['added_to_repository', 'removed_from_repository', 'created', 'edited', 'deleted'].map(
      (action): [string, string, Payload, NewJob[]] => [
        `a team ${action}`,
        'team',
        example('team', action),
        [teamMoved('octocoders/github'), installation],
      ],
    ),
    ...['edited', 'renamed', 'transferred', 'publicized', 'privatized', 'unarchived'].map(
      (action): [string, string, Payload, NewJob[]] => [
        `a repository ${action}`,
        'repository',
        other('branch_protection_rule', 'created', action),
        [repository('wolfy1339/octoherd-script-replace-pika-with-esbuild')],
      ],
    ),
    [
      'custom properties',
      'custom_property_values',
      other('branch_protection_rule', 'created', 'updated'),
      [repository('wolfy1339/octoherd-script-replace-pika-with-esbuild')],
    ],
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

describe('nothing to do', () => {
  test.each<[string, string, unknown, string]>([
    ['locking', 'pull_request', example('pull_request', 'locked'), 'pull_request locked changes nothing.'],
    [
      "an issue's comment",
      'issue_comment',
      example('issue_comment', 'created', { comment: { body: 'Thanks, @olga.' } }),
      'issue_comment created changes nothing: the comment is on an issue and no command.',
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
      'issue_comment edited changes nothing: the comment is on an issue and no command.',
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
      'taking repositories away',
      'installation_repositories',
      example('installation_repositories', 'removed'),
      'installation_repositories removed changes nothing.',
    ],
    [
      'a new repository',
      'repository',
      example('repository', 'created'),
      'repository created changes nothing.',
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
