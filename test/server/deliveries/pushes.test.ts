import type { NewJob, Push } from '../../../src/ports.ts';
import { example, HELLO, installation, type Payload, repository, SHA, told } from './examples.ts';

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
    expect(told('push', payload).jobs.filter(({ kind }) => kind !== 'sweep')).toEqual(jobs);
  });

  test.each<[string, string, string[]]>([
    ['the default branch', 'refs/heads/master', ['sweep:branches:Codertocat/Hello-World@master']],
    ['another branch', 'refs/heads/a/b@c', ['sweep:branches:Codertocat/Hello-World@a/b@c']],
    ['a merge group', 'refs/heads/gh-readonly-queue/master/pr-1-abc', []],
    ['a branch that cannot be', 'refs/heads/a:b\nc', []],
    ['a tag', 'refs/tags/v1', []],
  ])('to %s has it looked at a moment later', (_, ref, keys) => {
    const sweeps = told('push', push({ ref })).jobs.filter(({ kind }) => kind === 'sweep');
    expect(sweeps.map(({ key }) => key)).toEqual(keys);
    for (const { runAt } of sweeps) expect(runAt).toBe('2026-11-22T12:00:10.000Z');
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
