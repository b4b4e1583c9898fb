/** A ruleset as REST writes it; what is not named here is kept as it is. */
export interface WrittenRuleset {
  readonly id: number;
  readonly name: string;
  readonly enforcement: string;
  readonly target?: string;
  readonly conditions?: {
    readonly ref_name?: { readonly include?: readonly string[]; readonly exclude?: readonly string[] };
  };
  readonly rules?: readonly WrittenRule[];
  /** Absent: this token is not shown it. */
  readonly bypass_actors?: readonly {
    readonly actor_id: number | null;
    readonly actor_type: string;
    readonly bypass_mode: string;
    /** Ours: what GitHub calls it, where that is known. */
    readonly name?: string | null;
  }[];
}

export interface WrittenRule {
  readonly type: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export interface RequiredCheck {
  readonly context: string;
  /** Absent or null: of any source. */
  readonly integration_id?: number | null;
}

/** The type of rule that requires checks. */
export const CHECKS = 'required_status_checks';

/** What a rule requires; empty for rules of another type. */
export const checksOf = ({ type, parameters }: WrittenRule): readonly RequiredCheck[] =>
  type === CHECKS ? ((parameters?.['required_status_checks'] ?? []) as readonly RequiredCheck[]) : [];
