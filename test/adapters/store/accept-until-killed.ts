/** Run in a process of its own by crash.test.ts: accepts deliveries as fast as it can and says which are accepted. */
import { writeSync } from 'node:fs';
import { openStore } from '../../../src/adapters/store/store.ts';

const [folder = '', round = ''] = process.argv.slice(2);
const store = await openStore({ folder });

async function acceptForEver(lane: number): Promise<void> {
  for (let n = 0; ; n++) {
    const id = `${round}-${lane}-${n}`;
    const number = Number(round) * 10_000_000 + lane * 100_000 + n;
    const pullRequest = { owner: 'acme', name: 'shop', number };
    await store.accept(
      { id, event: 'pull_request', action: 'synchronize', receivedAt: new Date().toISOString() },
      {
        jobs: [{ kind: 'pull_request', key: `acme/shop#${number}`, installationId: 1, priority: 1 }],
        pushes: [{ pullRequest, login: 'olga', accountType: 'User', accountId: 1, sha: id, before: null }],
        command: {
          pullRequest,
          id: `comment:${id}`,
          commentId: number,
          author: { login: 'olga', type: 'User', id: 1 },
          text: '/agentguard recheck',
          at: '2026-11-22T12:00:00Z',
        },
      },
    );
    writeSync(1, `${id} ${number}\n`);
    // Jobs are under way when the process dies, too.
    if (n % 10 === 0) await store.claim('doomed', new Date(), 60);
  }
}

/** So many that commits are shared. */
const LANES = 32;

await Promise.all(Array.from({ length: LANES }, (_, lane) => acceptForEver(lane)));
