import type { Decision } from '../decision/decision.ts';
import { controlFile } from '../facts/control-files.ts';
import type { FileChange } from '../facts/facts.ts';
import { FROZEN } from '../decision/policy-findings.ts';

/** What stops agents now and says nothing about whether somebody looked at this change. */
const OF_THE_MOMENT: readonly string[] = [FROZEN, 'too-many-open'];

/**
 * Whose approvals meet all that a merged change owed; null: they do not. An override does not count here, and a change
 * of control files is not ended by a review: it may have changed who can review.
 * @param decision on the merged change, by the policy that held before it
 */
export function reviewedBy(
  { obligations, findings, gaps, gated }: Pick<Decision, 'obligations' | 'findings' | 'gaps' | 'gated'>,
  files: readonly Pick<FileChange, 'path' | 'previousPath'>[],
): readonly string[] | null {
  const isControl = files.some(({ path, previousPath }) =>
    [path, previousPath].some((each) => each !== null && controlFile(each) !== null),
  );
  const isBlocked = findings.some(
    ({ action, waived, rule }) => action === 'block' && waived === null && !OF_THE_MOMENT.includes(rule),
  );
  if (isControl || isBlocked || gaps.length > 0 || !gated.yes) return null;
  if (obligations.length === 0 || !obligations.every(({ met }) => met)) return null;
  const logins = [...new Set(obligations.flatMap(({ counted }) => counted))];
  return logins.length > 0 ? logins : null;
}

/** Why somebody's closing of an alert does not end it, as a sentence; null: it does. */
export function closingRefused(
  closer: { readonly login: string; readonly type: string } | null,
  permission: string | null,
  concerned: { readonly people: readonly string[]; readonly who: string | null },
): string | null {
  if (closer === null) return 'It is not known who closed it.';
  const login = closer.login.toLowerCase();
  const isOneOf = (logins: readonly (string | null)[]): boolean =>
    logins.some((each) => each?.toLowerCase() === login);
  if (closer.type !== 'User') return 'It was closed by an app.';
  if (isOneOf([concerned.who])) return 'It was closed by the person who let the change in.';
  if (isOneOf(concerned.people)) return 'It was closed by somebody who had a hand in the change.';
  if (permission !== 'maintain' && permission !== 'admin') {
    return 'It was closed by somebody without maintain access to the repository.';
  }
  return null;
}
