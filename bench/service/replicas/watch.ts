/** Who worked on which pull request, and when. */
import type { Seen } from '../github/door.ts';

export interface Work {
  /** A process asked GitHub something. */
  seen(process: number, request: Seen): void;
  /** A process logged something. */
  logged(process: number, line: string): void;
  evaluations(): number;
  /** Each time two processes worked on one pull request at once, as a sentence. */
  overlaps(): string[];
  /** Counts from here. */
  forget(): void;
}

/** In milliseconds since 1970. */
interface Span {
  readonly process: number;
  began: number;
  ended: number;
}

/**
 * Work on a pull request begins with the line that says so in the log, or else with the first request about it, and
 * ends with the line that says how it went.
 */
export function watchWork(): Work {
  const done = new Map<string, Span[]>();
  const open = new Map<string, Span>();
  let evaluations = 0;

  const begin = (process: number, key: string, at: number): void => {
    const span = open.get(`${process} ${key}`);
    if (span) span.began = Math.min(span.began, at);
    else open.set(`${process} ${key}`, { process, began: at, ended: at });
  };
  const end = (process: number, key: string, at: number): void => {
    const span = open.get(`${process} ${key}`);
    if (!span) return;
    open.delete(`${process} ${key}`);
    span.ended = Math.max(at, span.began);
    done.set(key, [...(done.get(key) ?? []), span]);
  };
  return {
    seen(process, { body, path, began }) {
      const key = pullRequestIn(path, body);
      if (key !== null) begin(process, key, performance.timeOrigin + began);
    },
    logged(process, line) {
      const { msg, time, job, pullRequest } = JSON.parse(line) as Record<string, unknown>;
      const key = String(pullRequest ?? job).toLowerCase();
      if (msg === 'a job begins') begin(process, key, Number(time));
      if (msg === 'pull request evaluated') evaluations++;
      if (msg === 'pull request evaluated' || String(msg).startsWith('a job failed')) {
        end(process, key, Number(time));
      }
    },
    evaluations: () => evaluations,
    overlaps() {
      const found: string[] = [];
      for (const [key, spans] of done) {
        const sorted = spans.toSorted((a, b) => a.began - b.began);
        for (const [index, span] of sorted.entries()) {
          const next = sorted[index + 1];
          if (next && next.process !== span.process && next.began < span.ended) {
            found.push(`${key}: ${(span.ended - next.began).toFixed(0)} ms at once`);
          }
        }
      }
      return found;
    },
    forget() {
      done.clear();
      evaluations = 0;
    },
  };
}

/** The pull request that GitHub was asked for, in lower case; null: none by its number. */
function pullRequestIn(path: string, body: string): string | null {
  if (path !== '/graphql' || !body.includes('"number"')) return null;
  const { variables } = JSON.parse(body) as { variables?: Record<string, unknown> };
  const { owner, name, number } = variables ?? {};
  if (typeof owner !== 'string' || typeof name !== 'string' || typeof number !== 'number') return null;
  return `${owner}/${name}#${number}`.toLowerCase();
}
