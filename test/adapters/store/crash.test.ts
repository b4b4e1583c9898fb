import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { openStore } from '../../../src/adapters/store/store.ts';
import { bundleScript, type Script } from '../../support/script.ts';

let folder: string;
let script: Script;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentguard-crash-'));
  script = bundleScript('test/adapters/store/accept-until-killed.ts');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
  script.remove();
});

/** Runs until so many deliveries were acknowledged, then kills without warning; resolves with the acknowledged. */
async function acceptAndKill(round: number, enough: number): Promise<string[]> {
  const child = spawn(process.execPath, [script.path, folder, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const chunk of child.stdout) {
    output += chunk;
    if (output.split('\n').length > enough) child.kill('SIGKILL');
  }
  expect(
    child.signalCode ?? (await new Promise((done) => child.once('exit', (_, signal) => done(signal)))),
  ).toBe('SIGKILL');
  // What comes after the last line end was cut off in the middle.
  return output.split('\n').slice(0, -1);
}

test('nothing acknowledged is lost when the process is killed, again and again', async () => {
  const acknowledged: string[] = [];
  for (const [round, enough] of [150, 37, 301].entries()) {
    acknowledged.push(...(await acceptAndKill(round, enough)));

    // Opening it at all shows that the dead process left no lock behind.
    const store = await openStore({ folder });
    const jobs = new Map((await store.jobs()).map((job) => [job.key, job.state]));
    const database = new Database(join(folder, 'agentguard.db'));
    const delivery = database.prepare('select count(*) as n from delivery where id = ?');
    const lost = [];
    for (const line of acknowledged) {
      const [id = '', number = ''] = line.split(' ');
      const stored = (delivery.get([id]) as { n: number }).n;
      const pull = { owner: 'acme', name: 'shop', number: Number(number) };
      const told = [await store.pushes(pull), await store.commands(pull)].map(({ length }) => length);
      if (stored !== 1 || jobs.get(`acme/shop#${number}`) !== 'waiting' || told.join() !== '1,1')
        lost.push(line);
    }
    database.close();
    await store.close();
    expect(lost).toEqual([]);
    expect(acknowledged.length).toBeGreaterThanOrEqual(enough);
  }
}, 60_000);
