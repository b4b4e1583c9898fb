/** What is published: everything GitHub shows of one check run. */
export interface CheckRun {
  readonly name: string;
  readonly conclusion: 'success' | 'action_required' | 'failure';
  /** Names the decision in the record. */
  readonly externalId: string;
  /** The answer, under 80 characters. */
  readonly title: string;
  /** Markdown, at most 65,535 bytes. */
  readonly summary: string;
  readonly annotations: readonly Annotation[];
}

export interface Annotation {
  readonly path: string;
  /** 1-based line at head. */
  readonly line: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}
