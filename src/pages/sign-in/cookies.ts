import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import type { Clock } from '../../ports.ts';
import { createSeal } from './seal.ts';

/** Who is signed in. */
export interface Session {
  /** Speaks for the person at GitHub. */
  readonly token: string;
  /** What their forms send back. */
  readonly csrf: string;
}

/** A sign-in under way, of one browser. */
export interface Flow {
  /** GitHub sends it back. */
  readonly state: string;
  /** Of PKCE: the secret whose digest GitHub was given. */
  readonly verifier: string;
  /** Where the person wanted to go. */
  readonly to: string;
}

/** A value in a cookie that only this server can read or write. */
export interface SealedCookie<T> {
  read(context: Context): Promise<T | null>;
  write(context: Context, value: T, until: Date): Promise<void>;
  clear(context: Context): void;
}

export interface CookieOptions {
  readonly clientSecret: string;
  readonly publicUrl: string;
  readonly clock: Clock;
}

export const sessionCookie = (options: CookieOptions): SealedCookie<Session> =>
  sealed('agentguard', options, z.object({ token: z.string(), csrf: z.string() }));

export const flowCookie = (options: CookieOptions): SealedCookie<Flow> =>
  sealed(
    'agentguard-sign-in',
    options,
    z.object({ state: z.string(), verifier: z.string(), to: z.string() }),
  );

function sealed<T extends object>(
  plainName: string,
  { clientSecret, publicUrl, clock }: CookieOptions,
  shape: z.ZodType<T>,
): SealedCookie<T> {
  const secure = publicUrl.startsWith('https:');
  // With this prefix no other host, and nobody without encryption, can set it. Browsers want encryption for it.
  const name = secure ? `__Host-${plainName}` : plainName;
  const attributes = { path: '/', httpOnly: true, sameSite: 'Lax', secure } as const;
  const seal = createSeal(clientSecret, `cookie ${plainName}`, shape, clock);
  return {
    async read(context) {
      const value = getCookie(context, name);
      return value === undefined ? null : seal.open(value);
    },
    async write(context, value, until) {
      const maxAge = Math.max(0, Math.floor((until.getTime() - clock.now().getTime()) / 1000));
      setCookie(context, name, await seal.close(value, until), { ...attributes, maxAge });
    },
    clear: (context) => void deleteCookie(context, name, attributes),
  };
}
