import {
  SHOWN_KEY,
  type Decision,
  type JudgedFinding,
  type ObligationState,
} from '../../decision/decision.ts';
import { FROZEN } from '../../decision/policy-findings.ts';
import { code, codePath, ended, oneOf, sentence, withNames } from '../markdown.ts';
import { blocking } from '../title.ts';
import { trusted, wayOut, type By } from './accepting.ts';

/** So many findings are said before the tables; these have them all. */
const MAX_FINDINGS = 3;
const MAX_MESSAGE = 220;
/** Who stopped agents, how they go on, and why: all of it is needed. */
const MAX_FROZEN = 500;

/** What blocks, with the way past each. */
export function blocks(decision: Decision, owed: readonly ObligationState[], by: By): string {
  const findings = blocking(decision);
  const invalid = findings.filter(({ rule }) => rule === 'policy-invalid');
  const forbidden = findings.filter(({ rule, family }) => family === 'policy' && rule !== 'policy-invalid');
  const mend = findings.filter(({ family }) => family !== 'policy');
  const waivable = findings.filter(({ key }) => key !== null);
  const left = findings.length - waivable.length;
  const none = waivable.length === 0 ? 'No waiver is possible here.' : `${left} of them cannot be waived.`;
  return [
    ...(forbidden.length > 0 ? [list('The policy does not let this merge:', forbidden)] : []),
    ...(invalid.length > 0
      ? [list('The policy in this change has mistakes; mend them here and push:', invalid)]
      : []),
    ...(mend.length > 0
      ? [
          list(
            'To mend before this can merge; push the mended change, and it is evaluated again at once:',
            mend,
          ),
        ]
      : []),
    ...(waivable.length > 0 ? [waiving(waivable, by)] : []),
    ...(left > 0 ? [`${none} ${wayOut(by)}`] : []),
    ...(owed.length > 0 ? [alsoOwed(owed)] : []),
  ].join('\n\n');
}

function alsoOwed(owed: readonly ObligationState[]): string {
  const missing = oneOf([...new Set(owed.map((state) => withNames(state.missing, 160)))], 2, 'and');
  const what = owed.length === 1 ? 'A review is owed as well' : `${owed.length} reviews are owed as well`;
  return missing === '' ? `${what}.` : `${what}, from ${missing}.`;
}

function list(head: string, findings: readonly JudgedFinding[]): string {
  const more = findings.length - MAX_FINDINGS;
  return [
    head,
    ...findings.slice(0, MAX_FINDINGS).map((finding) => `- ${line(finding)}`),
    ...(more > 0 ? [`- and ${more} more: see below.`] : []),
  ].join('\n');
}

/** What the policy itself forbids says by itself what to do. */
function line({ rule, family, message, places }: JudgedFinding): string {
  const [place] = places;
  const more = places.length > 1 ? ` and ${places.length - 1} more` : '';
  const where = place
    ? ` in ${codePath(place.line === null ? place.path : `${place.path}:${place.line}`)}${more}`
    : '';
  const said = ended(sentence(message, rule === FROZEN ? MAX_FROZEN : MAX_MESSAGE));
  return family === 'policy' && where === '' ? said : `**${sentence(rule)}**${where}: ${said}`;
}

function waiving(findings: readonly JudgedFinding[], by: By): string {
  const [first] = findings;
  const command = (name: string): string => code(`/agentguard waive ${name} <reason>`);
  const how =
    findings.length === 1
      ? `it as it is, with a comment ${command((first?.key ?? '').slice(0, SHOWN_KEY))}`
      : `one of them as it is, with a comment ${command('<finding>')}; each has its name below`;
  return `Or ${trusted('waiver', by)}, with no hand in this change, accepts ${how}.`;
}
