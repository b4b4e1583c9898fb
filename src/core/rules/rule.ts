import type { z } from 'zod';
import type { FileChange, PullRequestFacts } from '../facts/facts.ts';
import type { ParserName } from '../parsers/parsers.ts';

/** The families, final from the start. A policy may name a family or a rule; the rule wins. */
export const FAMILIES = [
  'guard-changed',
  'destructive-migration',
  'access-widened',
  'auth-removed',
  'infrastructure-deleted',
  'workflow-privilege',
  'secret-added',
  'agent-config-changed',
  'hidden-text',
  'tests-weakened',
  'checks-weakened',
  'dependency-risk',
  'code-weakening',
  'mass-change',
  'opaque-change',
] as const;
export type Family = (typeof FAMILIES)[number];

/** A finding's family: a rule's, or `policy` for what the policy itself forbids (an agent, a limit, a bad policy). */
export type FindingFamily = Family | 'policy';

/** Weakest first. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a finding leads to. `block`: no merge until mended. `review`: a human answers for it. */
export const ACTIONS = ['off', 'warn', 'review', 'block'] as const;
export type RuleAction = (typeof ACTIONS)[number];

export type Side = 'base' | 'head';

/** Where a finding was seen. A line of side `base` is one that the change takes away. */
export interface Place {
  readonly path: string;
  /** 1-based line on that side; null: the file as a whole. */
  readonly line: number | null;
  readonly side: Side;
}

/** One result of a rule. The same problem in twenty places is one finding with twenty places. */
export interface Finding {
  readonly rule: string;
  readonly family: FindingFamily;
  readonly severity: Severity;
  /** At most two sentences: what would happen, and what to do instead. Never contains a secret. */
  readonly message: string;
  /** First place first; never empty unless the finding is about the change as a whole. */
  readonly places: readonly Place[];
}

/** What a rule wants loaded of one file before `inspect` runs. Missing content becomes a gap. */
export interface Need {
  readonly content: 'nothing' | 'patch' | 'head' | 'both';
  /** Whether the file's modes are needed, which GitHub does not tell with the list of files. */
  readonly modes?: boolean;
  /** A parser that has to be loaded beforehand (wasm). */
  readonly parser?: ParserName;
}

/** What rules read: the change and its files with the content they asked for. Never the policy. */
export type ChangeFacts = Pick<PullRequestFacts, 'repository' | 'headRef' | 'title'> & {
  readonly files: readonly FileChange[];
};

/** A change as before and after texts, for docs and for the test that proves every rule. */
export interface Example {
  /** What it shows, in a few words. */
  readonly name: string;
  readonly files: readonly {
    readonly path: string;
    /** null: the file does not exist on that side. With a NUL in it, it is binary. */
    readonly before: string | null;
    readonly after: string | null;
    readonly previousPath?: string;
    /** Git modes other than an ordinary file's. The text of a link is where it points to. */
    readonly beforeMode?: '100755' | '120000' | '160000';
    readonly afterMode?: '100755' | '120000' | '160000';
  }[];
  /** Options other than the defaults. */
  readonly options?: unknown;
}

export interface FlaggedExample extends Example {
  /** The places that must be reported: all of them and no others. */
  readonly places: readonly Place[];
}

/**
 * One rule, one file. Adding one is this object and its test; the catalogue, the docs page and the JSON schema
 * are generated from it.
 */
export interface Rule<Options = unknown> {
  readonly id: string;
  readonly family: Family;
  /** One line: what it sees. */
  readonly summary: string;
  /** Why it matters, with the incident or mechanism it comes from. */
  readonly why: string;
  /** What to do instead. */
  readonly remediation: string;
  readonly severity: Severity;
  /** What it leads to when the policy does not say. */
  readonly action: Exclude<RuleAction, 'off'>;
  /** A zod object whose fields all have defaults and descriptions. */
  readonly options: z.ZodType<Options>;
  /** What is needed of this file; `{content: 'nothing'}` for files the rule does not care about. */
  needs(file: FileChange): Need;
  /** Pure and synchronous. Runs in time linear in the text it reads. */
  inspect(facts: ChangeFacts, options: Options): Finding[];
  readonly flagged: readonly FlaggedExample[];
  readonly clean: readonly Example[];
}
