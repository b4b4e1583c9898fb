import type { StoreReader } from '../../adapters/store/read.ts';
import { replay as again, type Difference } from '../../core/decision/basis/replay.ts';
import { DecidedAgainTally, decidedAgainText, type DecidedAgain } from '../../core/render/decided-again.ts';
import type { RecordEntry } from '../../ports.ts';
import type { Environment } from '../../server/configuration.ts';
import { openStore } from '../audit/open-store.ts';
import { NOT_ALLOWED, USAGE_ERROR } from '../exit-codes.ts';
import { counting } from '../history/progress.ts';
import { InputError, note } from '../local/input.ts';
import { endWithReader, print } from '../local/output.ts';
import { withRemote } from '../remote/run.ts';
import type { ReplayOptions } from '../replay.ts';
import { storePlace } from '../store-place.ts';
import { storedBases } from './stored.ts';
import { decisionsIn, wanted, type Wanted } from './wanted.ts';

/** Decides again what the user names, prints what comes out, and sets the exit code. */
export async function replay(text: string, options: ReplayOptions, environment: Environment): Promise<void> {
  let asked: Wanted;
  try {
    asked = wanted(text, options);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    note(error.message);
    process.exitCode = USAGE_ERROR;
    return;
  }
  const store = await openStore(storePlace(options.data, environment));
  if (store === null) return;
  endWithReader();
  try {
    const stored = storedBases(store);
    if (options.full !== true) {
      await each(asked, store, options, async (entry) => {
        const read = await stored(entry);
        return 'result' in read ? read : compared(again(entry.body, read.basis));
      });
      return;
    }
    await withRemote(environment, async (github) => {
      const { decideFromGitHub } = await import('./full.ts');
      await each(asked, store, options, async (entry) => {
        const read = await stored(entry);
        return 'result' in read ? read : decideFromGitHub(entry, read.basis, store, github);
      });
    });
  } finally {
    await store.close();
  }
}

const compared = (differences: readonly Difference[]): DecidedAgain =>
  differences.length === 0 ? { result: 'same' } : { result: 'differs', differences };

async function each(
  asked: Wanted,
  store: StoreReader,
  { json }: ReplayOptions,
  decide: (entry: RecordEntry) => Promise<DecidedAgain>,
): Promise<void> {
  const tally = new DecidedAgainTally();
  const progress = counting(process.stderr, 'decisions');
  for await (const entry of decisionsIn(asked, store)) {
    const decided = await decide(entry);
    tally.add(decided);
    progress.step();
    const { sequence, subject } = entry;
    if (json) await print(`${JSON.stringify({ sequence, subject, ...decided })}\n`);
    // Of many only what is amiss is worth a line.
    else if (asked.few || (decided.result !== 'same' && decided.result !== 'redacted')) {
      progress.clear();
      await print(decidedAgainText(entry, decided));
    }
  }
  progress.clear();
  if (tally.total === 0) {
    note(`The record holds no such decision. \`agentguard audit show\` says what it holds.`);
    process.exitCode = USAGE_ERROR;
    return;
  }
  if (json) await print(`${JSON.stringify({ counts: tally.counts })}\n`);
  else await print(tally.text());
  if (!tally.isWhole) process.exitCode = NOT_ALLOWED;
}
