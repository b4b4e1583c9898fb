/**
 * Run in processes of their own by processes.test.ts and killed.test.ts: work jobs off beside each other, each noting when
 * it began and ended, and add to one chain of the record, which all of them sign.
 */
import { writeSync } from 'node:fs';
import { openStore } from '../../../src/adapters/store/store.ts';
import { recordKey } from '../../../src/core/record/key.ts';
import { sign } from '../../support/signed-record.ts';

const [url = '', name = '', pem = ''] = process.argv.slice(2);
/** Without one nothing is signed. */
const key = pem === '' ? null : recordKey(pem);
const store = await openStore({ url });
writeSync(1, 'ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));

const LANES = 3;
const SIGNED_EVERY = 10;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function work(lane: number): Promise<void> {
  for (let idle = 0; idle < 20;) {
    const job = await store.claim(`${name}-${lane}`, new Date(), 60);
    if (!job) {
      idle++;
      await pause(10);
      continue;
    }
    idle = 0;
    const began = process.hrtime.bigint();
    await pause(Math.random() * 4);
    const ended = process.hrtime.bigint();
    writeSync(1, `${job.key} ${began} ${ended} ${job.id}\n`);
    await store.append({
      owner: 'acme',
      at: new Date().toISOString(),
      kind: 'decision',
      subject: job.key,
      body: { by: name, job: job.id },
    });
    await store.complete(job);
    if (key === null || job.id % SIGNED_EVERY !== 0) continue;
    if ((await sign(store, key)).broken > 0) throw new Error('It is broken.');
  }
}

await Promise.all(Array.from({ length: LANES }, (_, lane) => work(lane)));
await store.close();
