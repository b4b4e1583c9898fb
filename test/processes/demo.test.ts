import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What a story prints; the built product in its own processes, as the README starts it. `npm test` builds first. */
async function play(...story: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/demo/main.js', ...story], {
    env: { ...process.env, NO_COLOR: '1' },
  });
  // Lines are broken at the width of the terminal.
  return stdout.replace(/\s+│?\s*/g, ' ');
}

test.each<[string, string[], string[]]>([
  [
    'of the gate',
    [],
    [
      'No agent found. People’s changes are left alone.',
      'Waiting for 1 of @harbour/dba (db/migrations/**)',
      'GitHub refuses: Repository rule violations found',
      'It does not count. The check says: nadia had a hand in this change: assigned the agent (issue #2)',
      'olga asked for changes',
      'Approved by olga',
      'Merged by nadia.',
      'The record of harbour is whole:',
    ],
  ],
  [
    'of the way back',
    ['incident'],
    [
      'GitHub refuses: Repository rule violations found',
      'merges past the rules.',
      '"#3 by GitHub Copilot coding agent was merged past AgentGuard by ada"',
      'Exposed since ',
      'Blocked: agents are frozen here until ',
      'It takes back #3, as olga asked: patients’ data is open to every account.',
      'Approved by olga',
      'from the alert to a revert that may be merged.',
      '#4 is closed',
      'The decision that stood on this head is entry ',
      'Merged past the gate by ada',
      'Reverted by olga',
      'The record of harbour is whole:',
      'decisions were made again: all the same.',
      'audit export harbour --format html',
    ],
  ],
])(
  'npm run demo tells its story %s and exits 0',
  async (_what, story, told) => {
    const said = await play(...story);
    let from = 0;
    for (const sentence of told) {
      expect(said.slice(from)).toContain(sentence);
      from = said.indexOf(sentence, from);
    }
  },
  120_000,
);

test('a story that there is not is refused with what there is', async () => {
  await expect(play('flood')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('There is no story "flood"; there is gate, and incident.'),
  });
});
