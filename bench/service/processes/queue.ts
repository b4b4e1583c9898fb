/** When AgentGuard has nothing left to do. */
import type { Agentguard } from './agentguard.ts';

/** How many jobs wait or are under way because something happened; null: it cannot say. */
export async function jobsLeft(agentguard: Agentguard): Promise<number | null> {
  try {
    const samples = await agentguard.metrics();
    if (samples.get('agentguard_store_up') !== 1) return null;
    let left = 0;
    for (const [sample, value] of samples) {
      // A sweep puts its own next run into the queue for ever.
      const isOurs =
        sample.startsWith('agentguard_queue_jobs') && !/state="parked"|kind="sweep"/.test(sample);
      if (isOurs) left += value;
    }
    return left;
  } catch {
    return null;
  }
}

/** What the metrics say of the queue is as old as this. */
const LOOK_EVERY_MS = 1100;

/** Resolves once nothing was left at several looks in a row; rejects when that takes too long. */
export async function untilIdle(
  agentguard: Agentguard,
  options: { readonly seconds: number; readonly progress?: (left: number | null) => void },
): Promise<void> {
  const until = performance.now() + options.seconds * 1000;
  for (let quiet = 0; quiet < 2;) {
    const left = await jobsLeft(agentguard);
    options.progress?.(left);
    quiet = left === 0 ? quiet + 1 : 0;
    if (performance.now() > until)
      throw new Error(`AgentGuard has ${left} jobs left after ${options.seconds} s.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
