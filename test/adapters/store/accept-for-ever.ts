/** Run in a process of its own by restart.test.ts: accepts deliveries, also after some could not be, and says which are. */
import { writeSync } from 'node:fs';
import { openStore } from '../../../src/adapters/store/store.ts';

const [url = ''] = process.argv.slice(2);
const store = await openStore({ url });

async function acceptForEver(lane: number): Promise<void> {
  for (let n = 0; ; n++) {
    const id = `${lane}-${n}`;
    const key = `acme/shop#${lane * 100_000 + n}`;
    const delivery = { id, event: 'push', action: null, receivedAt: new Date().toISOString() };
    const job = { kind: 'pull_request' as const, key, installationId: 1, priority: 1 };
    try {
      await store.accept(delivery, { jobs: [job] });
      writeSync(1, `${key}\n`);
    } catch {
      writeSync(1, 'refused\n');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(acceptForEver));
