import type { Outcome } from '../core/decision/decision.ts';
import type { JobKind } from './jobs.ts';

/** Is told what happens, for the numbers that operators watch. Never throws. */
export interface Meter {
  /** A delivery was answered with this status. `event` is GitHub's name of it, or `invalid`. */
  delivery(event: string, status: number): void;
  /** A job came to an end, or was put back; `seconds` is how long it was worked on. */
  job(kind: JobKind, end: 'done' | 'retried' | 'parked' | 'paused' | 'lost', seconds: number): void;
  /** A pull request was decided. */
  decision(outcome: Outcome): void;
  /** So many owners' records were found broken when they were to be signed. */
  recordBroken(owners: number): void;
  /** GitHub answered a request; see RequestSeen. */
  request(seen: RequestSeen): void;
}

/** One request to GitHub. */
export interface RequestSeen {
  /** null: signed in as the app itself. */
  readonly installationId: number | null;
  /** `POST /graphql`, `GET /repos/{owner}/{repo}/compare/{basehead}`: never a name of anything. */
  readonly kind: string;
  /** null: no answer came. */
  readonly status: number | null;
  readonly seconds: number;
  /** What is left of the hour's budget, and which budget (`core`, `graphql`); null: the answer did not tell. */
  readonly budget: { readonly resource: string; readonly remaining: number } | null;
}
