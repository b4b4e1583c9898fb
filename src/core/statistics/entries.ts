import { binds } from '../decision/gated.ts';
import { object, objects, text, type Members } from './members.ts';

/** An entry of the record, as far as statistics read it. */
export interface Entry {
  readonly sequence: number;
  readonly at: string;
  readonly kind: string;
  readonly subject: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A pull request as the record calls it, `owner/name` in lower case. */
export interface Subject {
  readonly repository: string;
  readonly number: number;
}

/** What a decision says that statistics count. What an entry of an older version does not tell is null or empty. */
export interface DecisionSeen {
  readonly sequence: number;
  readonly outcome: string | null;
  readonly allowed: boolean;
  readonly observed: boolean;
  /** Ids of the agents that the change is gated for. */
  readonly agents: readonly string[];
  readonly rules: readonly string[];
  /** Whether somebody's approval counted. */
  readonly approved: boolean;
  /** Who lifted the gate. */
  readonly overriddenBy: string | null;
  readonly waits: readonly Waiting[];
}

/** Something a pull request waits for. */
export type Waiting =
  | { readonly for: 'review'; readonly who: string; readonly what: string }
  | { readonly for: 'change'; readonly rules: readonly string[] }
  | { readonly for: 'reading'; readonly what: readonly string[] };

export interface MergeSeen {
  readonly mergedBy: string | null;
  /** The decision that stood on what was merged; null: there was none. */
  readonly decision: { readonly sequence: number | null; readonly outcome: string | null } | null;
}

export function subjectOf(subject: string): Subject | null {
  const [, repository, number] = /^([^/#]+\/[^/#]+)#(\d+)$/.exec(subject) ?? [];
  return repository === undefined ? null : { repository: repository.toLowerCase(), number: Number(number) };
}

/** Reads a decision of any version: never throws, and takes nothing for known that is not there. */
export function decisionSeen({ sequence, body }: Pick<Entry, 'sequence' | 'body'>): DecisionSeen {
  const outcome = text(body['outcome']);
  const obligations = objects(body['obligations']);
  const findings = objects(body['findings']);
  const blocking = findings.filter((finding) => finding['action'] === 'block' && !text(finding['waivedBy']));
  const rules = (of: readonly Members[]): string[] => [
    ...new Set(of.flatMap(({ rule }) => text(rule) ?? [])),
  ];
  const unread = objects(body['gaps']).flatMap(({ what }) => text(what) ?? []);
  const owed = obligations.filter(({ met }) => met === false);
  return {
    sequence,
    outcome,
    allowed: outcome === 'allow',
    observed: body['mode'] === 'observe',
    agents: agentsOf(body),
    rules: rules(findings),
    approved: obligations.some(({ counted }) => Array.isArray(counted) && counted.length > 0),
    overriddenBy: text(object(body['override'])?.['by']),
    waits:
      outcome === 'allow'
        ? []
        : [
            ...(blocking.length > 0 ? [{ for: 'change' as const, rules: rules(blocking) }] : []),
            ...owed.map((obligation) => ({
              for: 'review' as const,
              // Older versions wrote `who` and had no word for what is missing of it.
              who: text(obligation['missing']) || text(obligation['asked']) || text(obligation['who']) || '',
              what: text(obligation['name']) ?? '',
            })),
            ...(unread.length > 0 ? [{ for: 'reading' as const, what: unread }] : []),
          ],
  };
}

export function mergeSeen({ body }: Pick<Entry, 'body'>): MergeSeen {
  const decision = object(body['decision']);
  const sequence = decision?.['sequence'];
  return {
    mergedBy: text(body['mergedBy']),
    decision: decision && {
      sequence: typeof sequence === 'number' ? sequence : null,
      outcome: text(decision['outcome']),
    },
  };
}

/** Ids of the agents that a decision gates the change for. */
export const agentsOf = (body: Members): readonly string[] =>
  objects(body['agents'])
    .filter(isBinding)
    .flatMap(({ agent }) => text(agent) ?? []);

/** Without a role and a strength it is not known whether it counts, so it does not. */
const isBinding = ({ role, strength }: Members): boolean =>
  (role === 'authored' || role === 'coauthored') &&
  (strength === 'declared' || strength === 'attested') &&
  binds({ role, strength });
