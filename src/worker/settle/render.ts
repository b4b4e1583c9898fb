import { OUTCOMES } from '../../core/decision/decision.ts';
import { whoCould } from '../../core/decision/who-could.ts';
import { reviewersToAsk } from '../../core/decision/requests.ts';
import { CHECK_NAME, nameOfBase } from '../../core/render/check-name.ts';
import type { PolicyPreview } from '../../core/render/comparison/preview.ts';
import { checkRun, type CheckRun } from '../../core/render/check-run.ts';
import { RULES } from '../../core/rules/catalogue.ts';
import type { Evaluation } from '../../pipeline.ts';
import type { PullRequestId } from '../../ports.ts';
import { externalId } from '../keys.ts';
import type { Rendered } from './publish-once.ts';

/** What the check run of a pull request is called, unless its policy only observes. */
export const nameOf = ({ policy, facts }: Evaluation): string =>
  policy.check.perBase ? nameOfBase(facts.binding.ref) : CHECK_NAME;

/** Of two the one that demands more; the first if they demand the same. */
export function worse(a: Evaluation, b: Evaluation): Evaluation {
  const rank = ({ decision }: Evaluation): number =>
    decision.mode === 'observe' ? -1 : OUTCOMES.indexOf(decision.outcome);
  return rank(b) > rank(a) ? b : a;
}

const ANY_TIME = new Date(0).toISOString();

/**
 * The check run of an evaluation; says so when it speaks of another pull request than the one asked for.
 * @param asked null: it is for no pull request in particular, as in a merge queue.
 * @param preview what it would change for others, if it changes the policy
 */
export function render(
  evaluation: Evaluation,
  version: string,
  asked: PullRequestId | null,
  preview?: PolicyPreview,
): Rendered {
  const at = (now: string): CheckRun => renderAt(evaluation, version, asked, now, preview);
  return { check: at(evaluation.facts.now), timeless: at(ANY_TIME) };
}

function renderAt(
  evaluation: Evaluation,
  version: string,
  asked: PullRequestId | null,
  now: string,
  preview: PolicyPreview | undefined,
): CheckRun {
  const { id, facts, policy, decision } = evaluation;
  const isOwn = asked?.number === id.number;
  const shared = asked !== null && !isOwn;
  const source = shared
    ? `${policy.source}; the answer is that of #${id.number}, which has the same head`
    : policy.source;
  return checkRun(decision, {
    name: nameOf(evaluation),
    externalId: externalId(asked ?? id, facts.headSha),
    facts: { ...facts, now },
    policy: { ...policy, source },
    version,
    remediation: (rule) => RULES.find(({ id: known }) => known === rule)?.remediation ?? '',
    canAsk: isOwn && couldAsk(evaluation),
    preview,
    accepters: whoCould(policy, facts, evaluation.people, decision.provenance),
  });
}

/** Whether obligations name anybody, asked already or not: a request that was made is no other answer. */
function couldAsk({ decision, facts, people }: Evaluation): boolean {
  const { users, teams } = reviewersToAsk(decision, { ...facts, requestedReviewers: [] }, people, new Set());
  return users.length + teams.length > 0;
}
