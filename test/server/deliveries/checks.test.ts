import type { NewJob } from '../../../src/ports.ts';
import { example, group, HELLO, type Payload, pull, repository, SHA, told } from './examples.ts';

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
