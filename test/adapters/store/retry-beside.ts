/** Run in a process of its own by beside.test.ts: has parked jobs done again until it is told to end. */
import { writeSync } from 'node:fs';
import { openBeside } from '../../../src/adapters/store/beside.ts';
import type { StorePlace } from '../../../src/adapters/store/engines/engine.ts';

const store = await openBeside(JSON.parse(process.argv[2] ?? '') as StorePlace);
const told = { toEnd: false };
process.stdin.once('data', () => (told.toEnd = true));
writeSync(1, 'ready\n');
let retried = 0;
while (!told.toEnd) {
  retried += await store.retryParked(null);
  await new Promise((resolve) => setTimeout(resolve, 3));
}
retried += await store.retryParked(null);
await store.close();
writeSync(1, `${retried}\n`);
