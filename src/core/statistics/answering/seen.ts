import { SEVERITIES, type Severity } from '../../rules/rule.ts';
import { agentsOf } from '../entries.ts';
import { object, objects, text, texts, type Members } from '../members.ts';

/** How severe the worst of what was found is; `none`: nothing was found. */
export type Risk = Severity | 'none';

/** Least first. */
export const RISKS: readonly Risk[] = ['none', ...SEVERITIES];

/** What a decision tells of the people who answer for a change. */
export interface AnswerSeen {
  readonly agents: readonly string[];
  readonly risk: Risk;
  /** Whether a review was owed: without one the record shows no reviews. */
  readonly asked: boolean;
  /** Logins whose approval counted, in lower case, each once. Whoever had a hand in the change is not among them. */
  readonly approvers: readonly string[];
  /** A person's review is there, whether it counted, refused, or did not count. */
  readonly looked: boolean;
  readonly observed: boolean;
  readonly overriddenBy: string | null;
  /** A finding was waived that would have stood in the way. */
  readonly waived: boolean;
}

/** Reads a decision of any version: never throws, and takes nothing for known that is not there. */
export function answerSeen(body: Members): AnswerSeen {
  const obligations = objects(body['obligations']);
  const findings = objects(body['findings']);
  const counted = obligations.flatMap((obligation) => texts(obligation['counted']));
  const opposed = obligations.flatMap((obligation) => texts(obligation['opposed']));
  const rejected = obligations.flatMap((obligation) => objects(obligation['rejected']));
  return {
    agents: agentsOf(body),
    risk: worst(findings.map(({ severity }) => severity)),
    asked: obligations.length > 0,
    approvers: [...new Set(counted.map((login) => login.toLowerCase()))],
    looked: counted.length > 0 || opposed.some(isNoBot) || rejected.some(isOfPerson),
    observed: body['mode'] === 'observe',
    overriddenBy: text(object(body['override'])?.['by']),
    waived: findings.some((finding) => text(finding['waivedBy']) !== null),
  };
}

/** The most severe of these; one that this version does not know says nothing. */
export const worst = (severities: readonly unknown[]): Risk =>
  RISKS.findLast((risk) => severities.includes(risk)) ?? 'none';

/** How the reasons begin that say of a review that no person wrote it, or that it is not known who did. */
const NO_PERSON = [
  'not a person',
  'the policy lists this account as a machine user',
  'the account was deleted',
] as const;

const isNoBot = (login: string): boolean => !login.toLowerCase().endsWith('[bot]');

function isOfPerson({ login, reason }: Members): boolean {
  const why = text(reason);
  return isNoBot(text(login) ?? '[bot]') && why !== null && !NO_PERSON.some((said) => why.startsWith(said));
}
