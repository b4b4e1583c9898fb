import { setTimeout } from 'node:timers/promises';
import type { Answered, Asking, AskedIn } from '../../adapters/github/asking.ts';
import { note } from '../local/input.ts';

/** How often GitHub is asked whether AgentGuard has answered, in milliseconds. */
const EVERY_MS = 1000;
/** A refusal is said right after it is shown; nobody waits for its reason longer. */
const LOOKS_FOR_THE_REASON = 10;

/**
 * Gives a command in an issue as the token's person, and waits for AgentGuard's answer; null: there was none in time.
 * Says on stderr that it waits.
 */
export async function askAndWait(
  asking: Asking,
  where: AskedIn,
  command: string,
  waitSeconds: number,
): Promise<Answered | null> {
  return waitFor(asking, where, await asking.say(where.number, command), waitSeconds);
}

/** Waits for the answer to a comment that was made. */
export async function waitFor(
  asking: Asking,
  { number, url }: AskedIn,
  commentId: number,
  waitSeconds: number,
): Promise<Answered | null> {
  note(`Asked in ${url}. Waiting for AgentGuard's answer, at most ${waitSeconds} seconds ...`);
  const until = Date.now() + waitSeconds * 1000;
  let refusals = 0;
  for (;;) {
    const answered = await asking.answerTo(number, commentId);
    const isWhole = answered !== null && (answered.done || answered.why !== null);
    if (isWhole) return answered;
    if (answered !== null && ++refusals >= LOOKS_FOR_THE_REASON) return answered;
    if (Date.now() >= until) return answered;
    await setTimeout(EVERY_MS);
  }
}

/** Looks for something that comes right after an answer; null: it did not come. */
export async function lookFor(look: () => Promise<string | null>): Promise<string | null> {
  for (let looks = 0; looks < LOOKS_FOR_THE_REASON; looks++) {
    const found = await look();
    if (found !== null) return found;
    await setTimeout(EVERY_MS);
  }
  return null;
}
