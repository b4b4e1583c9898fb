import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The built product in its own processes, as the README starts it; `npm test` builds first. */
test('npm run demo tells its story and exits 0', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/demo/main.js'], {
    env: { ...process.env, NO_COLOR: '1' },
  });
  const told = [
    'No agent found. People’s changes are left alone.',
    'Waiting for 1 of @harbour/dba (db/migrations/**)',
    'GitHub refuses: Repository rule violations found',
    'It does not count. The check says: nadia had a hand in this change: assigned the agent (issue #2)',
    'olga asked for changes',
    'Approved by olga',
    'Merged by nadia.',
    'The record of harbour is whole.',
  ];
  let from = 0;
  for (const sentence of told) {
    expect(stdout.slice(from)).toContain(sentence);
    from = stdout.indexOf(sentence, from);
  }
}, 60_000);
