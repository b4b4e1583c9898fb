/** One setting that keeps a resource's data, or gives it up, as it stands on one side. */
export interface Guard {
  /** `off`: as weak as if it were not written. `loses`: gives up what is the default. `unknown`: a variable tells. */
  readonly state: 'protects' | 'loses' | 'off' | 'unknown';
  /** The setting as people know it, for the message. */
  readonly shown: string;
  readonly line: number;
}

/** One thing that infrastructure code declares, on one side. */
export interface Resource {
  /** `aws_db_instance`, `AWS::S3::Bucket`, `StatefulSet`. */
  readonly type: string;
  /** Unique in its type, where it is not repeated in another folder. */
  readonly name: string;
  readonly line: number;
  /** `state`: it holds data, or loses it for others. `safeguard`: it only protects (a lock, a backup plan). */
  readonly role: 'state' | 'safeguard' | 'other';
  /** Declared, and told not to exist: `count = 0`. */
  readonly disabled: boolean;
  /** It stays when it is no longer declared. */
  readonly kept: boolean;
  /** It is missed only where it is switched off, not where nothing is said of it any more. */
  readonly optional?: boolean;
  /** Settings by a name without underscores and case. */
  readonly guards: ReadonlyMap<string, Guard>;
  /** Literal settings that cannot change without making the resource anew, by name. */
  readonly fixed: ReadonlyMap<string, { readonly value: string; readonly line: number }>;
  /** What else it says, without its name, so that a rename is known as one. */
  body(): string;
}
