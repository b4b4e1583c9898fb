/** People who let an app act for them: codes, and the tokens they are exchanged for. */
import { createHash, randomBytes } from 'node:crypto';
import type { Account, State } from '../state/state.ts';
import type { App } from './state.ts';

/** What someone agreed to, waiting for its code to be exchanged. */
export interface SignInOffer {
  readonly app: App;
  readonly user: Account;
  readonly redirectUri: string;
  /** Of PKCE; null: the app did not ask for it. */
  readonly challenge: string | null;
  readonly expiresAt: Date;
}

const CODE_MS = 10 * 60_000;
const TOKEN_SECONDS = 8 * 60 * 60;
const REFRESH_SECONDS = 15_897_600;

/** What the person confirms on the consent page: gives the code of the redirect. */
export function confirmSignIn(state: State, offer: Omit<SignInOffer, 'expiresAt'>): string {
  const code = randomBytes(10).toString('hex');
  state.signIns.set(code, { ...offer, expiresAt: new Date(state.now().getTime() + CODE_MS) });
  return code;
}

export interface Exchange {
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  readonly code: string | undefined;
  readonly redirectUri: string | undefined;
  readonly verifier: string | undefined;
}

/** Exchanges a code, once; or says in GitHub's word why not. */
export function exchangeCode(state: State, given: Exchange): Record<string, unknown> | { error: string } {
  const app = state.apps.find(({ clientId }) => clientId === given.clientId);
  if (!app || app.clientSecret !== given.clientSecret) return { error: 'incorrect_client_credentials' };
  const offer = state.signIns.get(given.code ?? '');
  if (!offer || offer.app !== app || offer.expiresAt <= state.now())
    return { error: 'bad_verification_code' };
  state.signIns.delete(given.code ?? '');
  if (given.redirectUri !== undefined && given.redirectUri !== offer.redirectUri) {
    return { error: 'redirect_uri_mismatch' };
  }
  const digest = createHash('sha256')
    .update(given.verifier ?? '')
    .digest('base64url');
  if (offer.challenge !== null && offer.challenge !== digest) return { error: 'bad_verification_code' };
  const token = `ghu_${randomBytes(18).toString('hex')}`;
  const expiresAt = new Date(state.now().getTime() + TOKEN_SECONDS * 1000);
  state.tokens.set(token, { kind: 'user', user: offer.user, app, expiresAt });
  return {
    access_token: token,
    expires_in: TOKEN_SECONDS,
    refresh_token: `ghr_${randomBytes(38).toString('hex')}`,
    refresh_token_expires_in: REFRESH_SECONDS,
    token_type: 'bearer',
    scope: '',
  };
}

/** Takes back what somebody let an app do: its tokens for them die. */
export function revokeAuthorization(state: State, app: App, user: Account): void {
  for (const [value, token] of state.tokens) {
    if (token.kind === 'user' && token.app === app && token.user === user) state.tokens.delete(value);
  }
}
