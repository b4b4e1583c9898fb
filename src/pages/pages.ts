import type { Logger } from 'pino';
import type { Reads } from '../pipeline.ts';
import type { Clock, PolicySource, Store } from '../ports.ts';
import type { Evaluate } from '../worker/world.ts';
import type { Viewer } from '../ports/viewer.ts';

/** What pages are made from. They change nothing but what a person presses a button for. */
export interface PagesWorld {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly version: string;
  /** Where people see GitHub: `https://github.com`. */
  readonly webUrl: string;
  /** Reads one installation's repositories as the app; for one evaluation after the other. */
  readsOf(installationId: number): Reads;
  /** Reads the policies of one installation's repositories as the app. */
  policiesOf(installationId: number): PolicySource;
  /** In threads that can be ended. */
  readonly evaluate: Evaluate;
  /** Called when a job was stored. */
  wake(): void;
}

/** Set for every page that asks for somebody who is signed in. */
export interface SignedIn {
  Variables: {
    viewer: Viewer;
    /** What a form has to send back as `csrf`; forms without it are refused before a page sees them. */
    csrf: string;
  };
}
