import { SourceError } from '../ports.ts';

const FIRST_SECONDS = 5;
const LONGEST_SECONDS = 15 * 60;
/** GitHub's limits are counted by the hour: no answer of its asks for more in good faith. */
export const LONGEST_ASKED_SECONDS = 60 * 60;
/** So much may be added, so that what failed together does not come back together. */
const JITTER = 0.25;

/**
 * How many seconds to wait after the so-manieth attempt failed: 5, doubling to 15 minutes, or what GitHub asked for
 * if that is longer; then up to a quarter more.
 * @param random from 0 up to 1
 */
export function backoffSeconds(attempt: number, error: unknown, random: number): number {
  const own = Math.min(FIRST_SECONDS * 2 ** Math.min(attempt - 1, 30), LONGEST_SECONDS);
  const asked = error instanceof SourceError ? (error.retryAfterSeconds ?? 0) : 0;
  const seconds = Math.max(own, Math.min(asked, LONGEST_ASKED_SECONDS));
  return seconds * (1 + JITTER * random);
}
