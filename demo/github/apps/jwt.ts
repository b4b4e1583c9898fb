/** The JWT an app signs in with, checked as GitHub does. */
import { verify } from 'node:crypto';
import { Refusal } from '../state/refusal.ts';
import type { State } from '../state/state.ts';
import type { App } from './state.ts';

const MAX_LIFETIME_SECONDS = 10 * 60;
/** Clocks differ a little. */
const LEEWAY_SECONDS = 60;

const refuse = (message: string): Refusal => new Refusal(401, message);
const undecodable = (): Refusal => refuse('A JSON web token could not be decoded');

/** The app that signed this token. Refuses with 401 and GitHub's sentence otherwise. */
export function verifyAppToken(state: State, jwt: string): App {
  const [header, payload, signature] = jwt.split('.');
  if (!header || !payload || !signature) throw undecodable();
  const claims = decode(payload);
  if (decode(header).alg !== 'RS256') throw undecodable();
  const app = state.apps.find(
    ({ id, clientId }) => String(id) === String(claims.iss) || clientId === claims.iss,
  );
  if (!app) throw refuse("'Issuer' claim ('iss') must be an Integer");
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify('RSA-SHA256', signed, app.publicKey, Buffer.from(signature, 'base64url'))) throw undecodable();
  const now = Math.floor(state.now().getTime() / 1000);
  const { exp, iat } = claims;
  if (typeof iat !== 'number' || iat > now + LEEWAY_SECONDS) {
    throw refuse(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (typeof exp !== 'number' || exp <= now) {
    throw refuse(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > now + MAX_LIFETIME_SECONDS + LEEWAY_SECONDS) {
    throw refuse("'Expiration time' claim ('exp') is too far in the future");
  }
  return app;
}

function decode(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Refused below, like everything else that is not an object.
  }
  throw undecodable();
}
