import type { AskOwed, Obligation, Owed } from '../decision/decision.ts';
import { asksIn } from '../decision/owed.ts';
import type { From, People } from '../policy/policy.ts';

export interface ObligationJson {
  readonly name: string;
  /** As in the policy; of the first ask where there are several. */
  readonly from: From;
  readonly approvals: number;
  readonly because: readonly { readonly kind: string; readonly value: string }[];
  /** All that is asked, for people. */
  readonly asked: string;
  readonly requires: OwedJson<AskJson>;
  /** Which entry of the policy asks, counted from 0; null: the gate itself does. */
  readonly entry: number | null;
}

/** An ask, alternatives, or several together, as a policy nests them. */
export type OwedJson<Part> =
  Part | { readonly any_of: readonly OwedJson<Part>[] } | { readonly all_of: readonly OwedJson<Part>[] };

export interface AskJson {
  readonly approvals: number;
  readonly from: From;
  readonly except?: People;
  /** The code owners meant, as CODEOWNERS writes them. */
  readonly owners: readonly string[];
  /** Files it is about; null: the whole change. */
  readonly covers: readonly string[] | null;
}

/** An obligation without the reviews there are. */
export function obligationJson(obligation: Obligation & { readonly asked: string }): ObligationJson {
  const { name, because, asked, requires, entry } = obligation;
  const [first] = asksIn(requires);
  return {
    name,
    from: first ? fromJson(first.from) : {},
    approvals: first?.approvals ?? 0,
    because: because.map(({ kind, value }) => ({ kind, value })),
    asked: withoutOwner(asked),
    requires: owedJson(requires, askJson),
    entry,
  };
}

/** Locally the organisation is not known, so that its teams are named as in the policy. */
export const withoutOwner = (asked: string): string => asked.replaceAll('@/', '@');

/** What is owed as a policy writes it, with each ask told by `ask`. */
export function owedJson<Part extends object, Json>(
  owed: Owed<Part>,
  ask: (part: Part) => Json,
): OwedJson<Json> {
  if ('anyOf' in owed) return { any_of: owed.anyOf.map((part) => owedJson(part, ask)) };
  if ('allOf' in owed) return { all_of: owed.allOf.map((part) => owedJson(part, ask)) };
  return ask(owed);
}

export const askJson = ({ approvals, from, except, owners, covers }: AskOwed): AskJson => ({
  approvals,
  from: fromJson(from),
  ...(except ? { except: peopleJson(except) } : {}),
  owners,
  covers,
});

const fromJson = ({ codeowners, ...people }: From): From => ({
  ...peopleJson(people),
  ...(codeowners === undefined ? {} : { codeowners }),
});

/** The policy as parsed spells the keys of people as the file does. */
const peopleJson = ({ users, teams, organization, permission, roles }: People): People => ({
  ...(users ? { users } : {}),
  ...(teams ? { teams } : {}),
  ...(organization ? { organization } : {}),
  ...(permission ? { permission } : {}),
  ...(roles ? { roles } : {}),
});
