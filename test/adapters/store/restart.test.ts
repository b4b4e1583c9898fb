import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openStore } from '../../../src/adapters/store/store.ts';
import { type Cluster, postgresPrograms, startCluster } from '../../support/postgres.ts';
import { bundleScript, type Script } from '../../support/script.ts';

const programs = postgresPrograms();

(programs === null ? describe.skip : describe)('a PostgreSQL that dies and comes back', () => {
  let cluster: Cluster;
  let script: Script;
  beforeAll(async () => {
    script = bundleScript('test/adapters/store/accept-for-ever.ts');
    cluster = await startCluster(programs ?? '', { durable: true });
  });
  afterAll(() => {
    cluster.stop();
    script.remove();
  });

  test('has every delivery that was acknowledged, and the process goes on by itself', async () => {
    const child = spawn(process.execPath, [script.path, cluster.url], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const acknowledged = (): string[] =>
      said
        .split('\n')
        .slice(0, -1)
        .filter((line) => line !== 'refused');
    const more = async (count: number): Promise<void> => {
      for (const enough = acknowledged().length + count; acknowledged().length < enough;) {
        if (child.exitCode !== null) throw new Error('The process has ended.');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    try {
      for (let deaths = 0; deaths < 2; deaths++) {
        await more(100);
        cluster.kill();
        const refused = said.length;
        while (!said.slice(refused).includes('refused')) await once(child.stdout, 'data');
        cluster.start();
      }
      await more(100);
    } finally {
      child.kill('SIGKILL');
    }
    const store = await openStore({ url: cluster.url });
    const keys = new Set((await store.jobs()).map(({ key }) => key));
    expect(acknowledged().filter((key) => !keys.has(key))).toEqual([]);
    await store.close();
  }, 90_000);
});
