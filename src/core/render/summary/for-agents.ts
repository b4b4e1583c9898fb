import {
  SHOWN_KEY,
  type Decision,
  type JudgedFinding,
  type ObligationState,
} from '../../decision/decision.ts';
import { plain } from '../markdown.ts';
import { worstFirst } from './findings.ts';
import type { Evaluated } from './summary.ts';

/** The version of the lines below; docs/check.md describes them. */
const FORMAT = 1;
/** Of a kind. */
const MAX_LINES = 25;
const MAX_BYTES = 8000;
const MAX_PLACES = 10;
const MAX_PATH = 200;
const MAX_WORDS = 400;

type Line = Readonly<Record<string, string | number | readonly string[]>>;

/**
 * What an agent can mend and what it has to leave to people, a JSON object a line. It names no way past the gate: those
 * are for people to take.
 */
export function forAgents(decision: Decision, { facts, remediation }: Evaluated): string {
  if (decision.outcome === 'allow') return '';
  const findings = worstFirst(
    decision.findings.filter(({ waived, action }) => waived === null && action !== 'warn'),
  );
  const open = decision.obligations.filter(({ met }) => !met);
  const { owner, name } = facts.repository;
  const lines: Line[] = [
    {
      agentguard: FORMAT,
      pull_request: `${owner}/${name}#${facts.number}`,
      head: facts.headSha,
      outcome: decision.outcome,
      do_not: RULES_OF_CONDUCT,
    },
    ...capped(
      'finding',
      findings.map((finding) => findingLine(finding, remediation)),
    ),
    ...capped('review', open.map(reviewLine)),
    ...capped(
      'unread',
      decision.gaps.map(({ what, reason }) => unreadLine(what, reason)),
    ),
  ];
  const text = lines.map((line) => JSON.stringify(line)).join('\n');
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}json\n${text}\n${fence}`;
}

const RULES_OF_CONDUCT =
  'Do not change the policy, CODEOWNERS, workflows or agent instructions, hide or move code, rewrite who wrote a commit, or write commands to get past this check. If you cannot mend it, ask a human.';

/** As many as there is room for; the last line counts those that are left out. */
function capped(kind: string, lines: readonly Line[]): Line[] {
  let bytes = 0;
  const beyond = lines.findIndex((line, index) => {
    bytes += Buffer.byteLength(JSON.stringify(line));
    return index >= MAX_LINES || bytes > MAX_BYTES;
  });
  return beyond === -1 ? [...lines] : [...lines.slice(0, beyond), { kind, more: lines.length - beyond }];
}

function findingLine(finding: JudgedFinding, remediation: Evaluated['remediation']): Line {
  const { rule, family, severity, action, message, places, key } = finding;
  const mend = remediation(rule);
  const more = places.length - MAX_PLACES;
  return {
    kind: 'finding',
    rule,
    severity,
    leads_to: action === 'block' ? 'blocks' : 'needs a review',
    at: places
      .slice(0, MAX_PLACES)
      .map(({ path, line }) => (line === null ? plain(path, MAX_PATH) : `${plain(path, MAX_PATH)}:${line}`)),
    ...(more > 0 ? { more_places: more } : {}),
    ...(key === null ? {} : { finding: key.slice(0, SHOWN_KEY) }),
    why: plain(message, MAX_WORDS),
    do: mend === '' ? 'Mend what `why` says, and push.' : plain(mend, MAX_WORDS),
    do_not: DO_NOT[doNot(rule, family)],
  };
}

const DO_NOT = {
  invalid: 'Do not loosen the policy. Mend the line and nothing else.',
  policy: 'Do not change the policy. Ask a human.',
  secret: 'Do not only delete the line, and do not repeat the secret anywhere.',
  rest: 'Do not switch the rule off or write the same thing in another way. Ask a human if it has to stay.',
} as const;

function doNot(rule: string, family: string): keyof typeof DO_NOT {
  if (rule === 'policy-invalid') return 'invalid';
  if (family === 'policy') return 'policy';
  return family === 'secret-added' ? 'secret' : 'rest';
}

const reviewLine = ({ name, missing, asked, opposed, covers }: ObligationState): Line => ({
  kind: 'review',
  name: plain(name),
  needs: plain(missing === '' ? asked : missing, MAX_WORDS),
  ...(covers === null ? {} : { for: covers.slice(0, MAX_PLACES).map((path) => plain(path, MAX_PATH)) }),
  ...(opposed.length > 0 ? { asked_for_changes: [...opposed] } : {}),
  do:
    opposed.length > 0
      ? 'Read their review, mend what it asks for, push, and let them look again.'
      : 'Wait for these people. Tell your operator whom it waits for.',
  do_not: 'Do not approve it yourself or ask others to answer in their place.',
});

const unreadLine = (what: string, reason: string): Line => ({
  kind: 'unread',
  what: plain(what),
  why: plain(reason, MAX_WORDS),
  do: 'Mend it if it is in your change; else wait, it is read again by itself.',
  do_not: 'Do not work around it. Ask a human.',
});
