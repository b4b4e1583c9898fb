import { createHash, randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../ports.ts';
import type { Viewers } from '../../ports/viewer.ts';
import { sessionCookie, type CookieOptions, type Session } from './cookies.ts';
import type { Grant } from '../../ports/sign-in.ts';

/** As long as a token of GitHub's lives; who switched that off signs in again all the same. */
const LONGEST_MS = 8 * 60 * 60_000;
const MOST_ENDED = 10_000;

/** Who is signed in, by the cookie of their browser. */
export interface Sessions {
  /** null: nobody. GitHub is not asked whether it still takes the token. */
  read(context: Context): Promise<Session | null>;
  /** Begins one; whatever this browser had before is gone. */
  begin(context: Context, grant: Grant): Promise<void>;
  /** Ends it on every replica once GitHub has revoked the token, here at once. Gives what it was. */
  end(context: Context): Promise<Session | null>;
}

export function createSessions(options: CookieOptions & { readonly viewers: Viewers }): Sessions {
  const { clock, viewers } = options;
  const cookie = sessionCookie(options);
  const ended = new LRUCache<string, true>({
    max: MOST_ENDED,
    ttl: LONGEST_MS,
    perf: { now: () => clock.now().getTime() },
  });
  const read = async (context: Context): Promise<Session | null> => {
    const session = await cookie.read(context);
    return session !== null && !ended.has(digest(session.token)) ? session : null;
  };
  return {
    read,
    async begin(context, { token, expiresAt }) {
      const csrf = randomBytes(32).toString('base64url');
      await cookie.write(context, { token, csrf }, endOf(expiresAt, clock));
    },
    async end(context) {
      const session = await read(context);
      if (session !== null) {
        ended.set(digest(session.token), true);
        viewers.forget(session.token);
      }
      cookie.clear(context);
      return session;
    },
  };
}

function endOf(expiresAt: Date | null, clock: Clock): Date {
  const longest = clock.now().getTime() + LONGEST_MS;
  return new Date(Math.min(longest, expiresAt?.getTime() ?? longest));
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
