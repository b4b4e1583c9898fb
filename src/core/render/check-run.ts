import type { Decision, JudgedFinding, Outcome } from '../decision/decision.ts';
import { RECHECK, REQUEST_REVIEWERS, type CheckAction } from './buttons.ts';
import { CHECK_NAME, isObserving, observing } from './check-name.ts';
import { plain, sentence } from './markdown.ts';
import { MAX_ANNOTATIONS, worstFirst } from './summary/findings.ts';
import { summary, type Evaluated } from './summary/summary.ts';
import { minute } from './time.ts';
import { title } from './title.ts';

/** What is published: everything GitHub shows of one check run. */
export interface CheckRun {
  readonly name: string;
  readonly conclusion: 'success' | 'action_required' | 'failure';
  /** `acme/shop#12@<head SHA>`: what it is about. */
  readonly externalId: string;
  /** The answer, under 80 characters. */
  readonly title: string;
  /** Markdown, at most 65,535 bytes. */
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  /** Buttons; GitHub shows at most three. */
  readonly actions: readonly CheckAction[];
}

export interface Annotation {
  readonly path: string;
  /** 1-based line at head. */
  readonly line: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}

/** Never `neutral` or `skipped`: both pass as required checks. */
const CONCLUSION: Record<Outcome, CheckRun['conclusion']> = {
  allow: 'success',
  review_required: 'action_required',
  indeterminate: 'failure',
  block: 'failure',
};

const LEVEL = { block: 'failure', review: 'warning', warn: 'notice' } as const;

/**
 * Renders a decision. In observe mode it carries another name and never blocks.
 * @param evaluated `canAsk`: there are people or teams whom pressing "Request reviewers" would ask.
 */
export function checkRun(
  decision: Decision,
  evaluated: Evaluated & {
    readonly externalId: string;
    readonly name?: string;
    readonly canAsk?: boolean;
  },
): CheckRun {
  const observes = decision.mode === 'observe';
  const name = evaluated.name ?? CHECK_NAME;
  const asks = decision.outcome === 'review_required' && evaluated.canAsk === true;
  return {
    name: observes ? observing(name) : name,
    conclusion: observes ? 'success' : CONCLUSION[decision.outcome],
    externalId: evaluated.externalId,
    title: title(decision),
    summary: summary(decision, evaluated),
    annotations: worstFirst(decision.findings)
      .flatMap((finding) => annotations(finding, evaluated.remediation(finding.rule)))
      .slice(0, MAX_ANNOTATIONS),
    actions: asks ? [RECHECK, REQUEST_REVIEWERS] : [RECHECK],
  };
}

/** As many as are shown. GitHub shows annotations on lines of the head only. */
function annotations(finding: JudgedFinding, mend: string): Annotation[] {
  const message = plain(mend === '' ? finding.message : `${finding.message} How to mend: ${mend}`, 2000);
  const level = finding.waived ? 'notice' : LEVEL[finding.action];
  const heading = `${finding.rule} (${finding.severity})`;
  const found: Annotation[] = [];
  for (const { path, line, side } of finding.places) {
    if (found.length === MAX_ANNOTATIONS) break;
    if (side === 'head' && line !== null) found.push({ path, line, level, title: heading, message });
  }
  return found;
}

/** Published when an evaluation could not be finished: it blocks unless it only observes, and says what happens next. */
export function failedCheckRun(input: {
  readonly name: string;
  readonly externalId: string;
  /** What failed, as a sentence without secrets. */
  readonly problem: string;
  /** When it is tried again, ISO 8601; null: it was given up. */
  readonly next: string | null;
}): CheckRun {
  const when =
    input.next === null
      ? 'It was tried many times and set aside. Ask an operator of AgentGuard to look at its log, or press "Re-run" here to try again.'
      : `It is tried again by itself, next at ${minute(input.next)} and then after longer pauses; nothing is needed from you.`;
  return blockingCheckRun({
    ...input,
    title: input.next === null ? 'Could not be evaluated' : 'Could not be evaluated yet: trying again',
    sentences: [
      input.problem,
      when,
      isObserving(input.name)
        ? 'The policy only observes, so nothing is blocked.'
        : 'What is not known never passes, so the merge stays blocked until then.',
    ],
  });
}

/**
 * Published where no decision can speak for a commit. The sentences say why and what to do. Under a name that only
 * observes it blocks nothing either.
 */
export function blockingCheckRun(input: {
  readonly name: string;
  readonly externalId: string;
  readonly title: string;
  readonly sentences: readonly string[];
}): CheckRun {
  const observes = isObserving(input.name);
  return {
    name: input.name,
    conclusion: observes ? 'success' : 'failure',
    externalId: input.externalId,
    title: plain(observes ? `Would block: ${input.title}` : input.title, 79),
    summary: [`### ${sentence(input.title)}`, ...input.sentences.map((each) => sentence(each, 1000))].join(
      '\n\n',
    ),
    annotations: [],
    actions: [RECHECK],
  };
}
