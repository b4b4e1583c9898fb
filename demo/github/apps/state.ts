/** Apps, what they were given and what they reported. */
import type { Account, Repository } from '../state/state.ts';

export type Access = 'read' | 'write' | 'admin';
export type Permissions = Readonly<Record<string, Access>>;

export interface App {
  readonly id: number;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly slug: string;
  readonly name: string;
  readonly owner: Account;
  /** The account it acts as. */
  readonly bot: Account;
  /** SPKI, PEM. */
  readonly publicKey: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  webhook: { url: string; secret: string } | null;
  /** Where people who sign in may be sent back to. */
  callbackUrls: readonly string[];
  readonly createdAt: string;
}

export interface Installation {
  readonly id: number;
  readonly app: App;
  readonly account: Account;
  /** null: all, also those to come. */
  repositories: Set<Repository> | null;
  permissions: Permissions;
  suspendedAt: string | null;
  readonly createdAt: string;
}

/** Who a token speaks for. */
export type Token =
  | {
      readonly kind: 'user';
      readonly user: Account;
      /** Of a classic token; undefined: another kind. */
      readonly scopes?: readonly string[];
      /** Through which the person signed in; undefined: the token is their own. */
      readonly app?: App;
      readonly expiresAt?: Date;
    }
  | {
      readonly kind: 'installation';
      readonly installation: Installation;
      readonly permissions: Permissions;
      /** Narrowed to these; null: all that the installation covers. */
      readonly repositories: ReadonlySet<Repository> | null;
      readonly expiresAt: Date;
    };

/** An app manifest that someone confirmed, waiting for its code to be exchanged. */
export interface ManifestOffer {
  readonly owner: Account;
  readonly manifest: AppManifest;
}

export interface AppManifest {
  readonly name?: string;
  readonly url?: string;
  readonly hook_attributes?: { readonly url?: string; readonly active?: boolean };
  readonly redirect_url?: string;
  readonly callback_urls?: readonly string[];
  readonly default_permissions?: Permissions;
  readonly default_events?: readonly string[];
}

export interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column: number | null;
  readonly end_column: number | null;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly title: string | null;
  readonly message: string;
  readonly raw_details: string | null;
}

export interface CheckRun {
  readonly id: number;
  readonly suiteId: number;
  readonly repository: Repository;
  readonly app: App;
  name: string;
  readonly headSha: string;
  status: 'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending';
  conclusion: string | null;
  externalId: string;
  detailsUrl: string | null;
  startedAt: string;
  completedAt: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
  readonly annotations: CheckAnnotation[];
  actions: readonly { label: string; description: string; identifier: string }[];
}

/** A webhook that was sent, or should have been. */
export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly app: App;
  readonly installation: Installation | null;
  readonly repository: Repository | null;
  readonly event: string;
  readonly action: string | null;
  readonly deliveredAt: string;
  readonly redelivery: boolean;
  readonly payload: Readonly<Record<string, unknown>>;
  /** What the app answered; 0: nothing yet, or no connection. */
  statusCode: number;
  status: string;
  /** Milliseconds it took to answer. */
  duration: number;
}
