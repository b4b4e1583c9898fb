import type { LoggedRequest } from '../../demo/github/github.ts';
import type { Gate } from './gate.ts';

/** What a request is for, by its method and path; the first that matches. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^POST .*\/access_tokens$/, 'token'],
  [/^GET .*\/compare\//, 'files compared'],
  [/^GET .*\/pulls\/\d+\/files$/, 'files page'],
  [/^GET .*\/activity$/, 'activity page'],
  [/^GET .*\/git\/blobs\//, 'blob'],
  [/^(POST|PATCH) .*\/check-runs(\/\d+)?$/, 'check run'],
  [/^POST .*\/requested_reviewers$/, 'reviewers'],
  [/^POST .*\/reactions$/, 'reaction'],
  [/^POST .*\/comments$/, 'comment'],
  [/^PATCH .*\/issues\/comments\/\d+$/, 'comment edited'],
];

/** Lists that only sweeps ask for, at times of their own: no event leads to them. */
const OF_SWEEPS = /^GET (\/app\/.*|\/installation\/repositories|.*\/pulls)$/;

function kindOf({ method, path, body }: LoggedRequest): string {
  if (path === '/graphql') return /query (\w+)/.exec(body)?.[0] ?? 'query';
  return KINDS.find(([pattern]) => pattern.test(`${method} ${path}`))?.[1] ?? `${method} ${path}`;
}

/** Lets something happen and counts what the app asks of GitHub until all is answered, by kind. */
export async function countRequests(gate: Gate, event: () => void): Promise<Record<string, number>> {
  const before = gate.github.requests.length;
  event();
  await gate.settled();
  const counts: Record<string, number> = {};
  for (const request of gate.github.requests.slice(before)) {
    if (OF_SWEEPS.test(`${request.method} ${request.path}`)) continue;
    const kind = kindOf(request);
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
