import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/adapters/store/store.ts';
import { agentguard, agentguardWith } from '../support/command-line.ts';
import { describeOnPostgres } from '../support/each-store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentguard-db-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const NOON = '2026-03-02T12:00:00.000Z';

async function fill(): Promise<void> {
  const store = await openStore({ folder });
  await store.enqueue([{ kind: 'pull_request', key: 'acme/shop#1', installationId: 1, priority: 2 }]);
  for (const owner of ['acme', 'umbrella']) {
    await store.append({ owner, at: NOON, kind: 'decision', subject: `${owner}/shop#1`, body: {} });
  }
  await store.close();
}

describeOnPostgres('agentguard db copy', (at) => {
  test.each([
    ['DATABASE_URL', () => agentguardWith({ AGENTGUARD_DATA: folder, DATABASE_URL: at().url }, 'db', 'copy')],
    ['options', () => agentguard('db', 'copy', '--data', folder, '--to', at().url)],
  ])('copies into the database of %s and says what', async (_, copy) => {
    await fill();
    expect(await copy()).toEqual({
      code: 0,
      // An installation, a job, two entries, two chains.
      stdout:
        'Copied 6 rows; the record of 2 owners is whole there. Start the server with DATABASE_URL now.\n',
      stderr: '  installation: 1 of 1\n  job: 1 of 1\n  record: 2 of 2\n  chain: 2 of 2\n',
    });
    const store = await openStore(at());
    expect(await store.jobs()).toMatchObject([{ key: 'acme/shop#1' }]);
    expect(await store.verify('umbrella')).toBeNull();
    await store.close();
    const again = await copy();
    expect(again).toMatchObject({ code: 1, stdout: '' });
    expect(again.stderr).toBe(
      'The database is not empty: its table "installation" has rows. Copy into a database that no server has used yet.\n',
    );
  });

  test('is refused while a server runs on the folder', async () => {
    const store = await openStore({ folder });
    expect(await agentguard('db', 'copy', '--data', folder, '--to', at().url)).toEqual({
      code: 1,
      stdout: '',
      stderr: `Another AgentGuard is running on ${folder}. Stop it first, or give this one a folder of its own.\n`,
    });
    await store.close();
  });

  test('is refused where there is no store', async () => {
    expect(await agentguard('db', 'copy', '--data', folder, '--to', at().url)).toEqual({
      code: 1,
      stdout: '',
      stderr: `There is no store of AgentGuard in ${folder}.\n`,
    });
  });
});

describe('agentguard db copy', () => {
  test.each(['127.0.0.1', 'localhost'])(
    'tells that %s cannot be reached, without the password',
    async (host) => {
      await fill();
      const run = await agentguard('db', 'copy', '--data', folder, '--to', `postgres://a:s3cret@${host}:1/a`);
      expect(run).toMatchObject({ code: 1, stdout: '' });
      expect(run.stderr).toMatch(/^The database cannot be reached: connect ECONNREFUSED .*:1.*\.\n$/);
      expect(run.stderr).not.toContain('s3cret');
      // It can be used as before.
      await (await openStore({ folder })).close();
    },
  );

  test.each([
    ['nowhere', {}, []],
    ['into another kind of database', { DATABASE_URL: 'mysql://a:s3cret@db/a' }, []],
    ['into a folder', {}, ['--to', './data']],
  ])('%s is asked for what it needs', async (_, environment, options) => {
    expect(await agentguardWith(environment, 'db', 'copy', '--data', folder, ...options)).toEqual({
      code: 2,
      stdout: '',
      stderr: 'Where to? Set DATABASE_URL, or give --to, as postgres://user@host/database.\n',
    });
  });
});
