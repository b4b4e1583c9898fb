/** How GitHub's answers go wrong. */
import type { Random } from '../random.ts';

/** Exactly one of these. */
export interface Fault {
  /** Answered although nothing was done. */
  readonly instead?: {
    readonly status: number;
    readonly headers: readonly (readonly [string, string])[];
    readonly body: string;
  };
  /** It is done, and the connection breaks after this share of the answer. */
  readonly cut?: number;
  /** It is done, and the answer is another. */
  readonly alter?: (body: string) => string;
}

const JSON_TYPE = ['content-type', 'application/json; charset=utf-8'] as const;

const unavailable = (random: Random): Fault => ({
  instead: {
    status: random.pick([500, 502, 503, 504]),
    headers: [JSON_TYPE],
    body: '{"message":"Server Error"}',
  },
});

const secondaryLimit = (random: Random): Fault => ({
  instead: {
    status: random.pick([403, 429]),
    headers: [JSON_TYPE, ['retry-after', String(random.pick([1, 2]))]],
    body: '{"message":"You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}',
  },
});

/** One place of the answer is missing, with an error that names it, and the status is 200 all the same. */
function partial(body: string, random: Random): string {
  const answer = JSON.parse(body) as { data?: Record<string, unknown> | null };
  const path: string[] = [];
  let place: Record<string, unknown> = answer.data ?? {};
  while (true) {
    const inner = Object.entries(place).filter(([, value]) => typeof value === 'object' && value !== null);
    if (inner.length === 0) break;
    const [name, value] = random.pick(inner);
    path.push(name);
    if (Array.isArray(value) || path.length > 3 || random.chance(0.4)) {
      place[name] = null;
      break;
    }
    place = value as Record<string, unknown>;
  }
  const message = 'Something went wrong while executing your query. This may be the result of a timeout.';
  return JSON.stringify({ ...answer, errors: [{ message, path }] });
}

/**
 * Gives a fault for this share of requests: answers of 5xx, secondary limits, connections that break before or within
 * the answer, answers that end early though the connection does not, and GraphQL answers with a part missing.
 */
export function faultsFor(share: number, random: Random): (request: { path: string }) => Fault | null {
  const kinds = [
    unavailable,
    secondaryLimit,
    () => ({ cut: 0 }),
    () => ({ cut: random.between(0.05, 0.95) }),
    () => ({ alter: (body: string) => body.slice(0, Math.floor(body.length * random.next())) }),
    () => ({ alter: (body: string) => partial(body, random) }),
  ];
  const ofRest = kinds.slice(0, -1);
  return ({ path }) =>
    random.chance(share) ? random.pick(path === '/graphql' ? kinds : ofRest)(random) : null;
}
