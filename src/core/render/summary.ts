import { STRENGTHS, type Detection, type SignalKind } from '../agents/agent.ts';
import { binds } from '../decision/gated.ts';
import { nobodyCanMeet } from '../decision/decide.ts';
import type { Decision, JudgedFinding, ObligationState } from '../decision/decision.ts';
import { countOf } from '../decision/entitled.ts';
import { handsOf, rejections } from '../decision/reviews.ts';
import { SEVERITIES } from '../rules/rule.ts';
import { code, fit, listed, sentence, table } from './markdown.ts';

/** What was evaluated, for the line that says so. */
export interface Evaluated {
  readonly headSha: string;
  readonly bindingRef: string;
  readonly policySource: string;
  readonly at: string;
  readonly version: string;
  /** How to mend a finding of a rule, by rule id. */
  readonly remediation: (rule: string) => string;
}

/** GitHub takes 65,535 bytes. */
const MAX_BYTES = 65_000;

/** The check run's page as markdown: answer, what to do and who can, then what it rests on. */
export function summary(decision: Decision, evaluated: Evaluated): string {
  const blocks = [
    nextStep(decision),
    footing(evaluated),
    warnings(decision),
    gaps(decision),
    obligations(decision.obligations),
    rejected(decision.obligations),
    ...findings(decision.findings, evaluated),
    agents(decision),
    provenance(decision),
    limits(decision),
  ];
  return fit(blocks, MAX_BYTES);
}

function nextStep(decision: Decision): string {
  const [heading, text] = answer(decision);
  const observed = decision.mode === 'observe' ? '**Observing only: nothing is blocked.** ' : '';
  return `### ${heading}\n${observed}${text}`;
}

/** The outcome in a few words, and what it comes from and leads to. */
function answer(decision: Decision): [heading: string, text: string] {
  const { outcome, gated } = decision;
  const why = sentence(gated.reason);
  const anyway = gated.yes
    ? why
    : `${why} A change of the policy or of CODEOWNERS takes a review whoever made it.`;
  switch (outcome) {
    case 'block': {
      const count = decision.findings.filter((finding) => finding.action === 'block').length;
      const what = count === 1 ? 'One finding has' : `${count} findings have`;
      return [
        'Blocked',
        `${anyway} ${what} to be mended before this can merge: see the findings below. Push the mended change; it is evaluated again at once.`,
      ];
    }
    case 'indeterminate':
      return [
        'Cannot tell yet',
        `${gated.yes ? why : 'No agent was found in what could be read.'} Something this decision rests on could not be read, and what is not known never passes. What to do is said below.`,
      ];
    case 'review_required': {
      const open = decision.obligations.filter((obligation) => !obligation.met);
      return [open.length === 1 ? 'One review is owed' : 'Reviews are owed', `${anyway}\n\n${steps(open)}`];
    }
    case 'allow':
      return [
        gated.yes ? 'May merge' : 'No agent found',
        `${why}${decision.obligations.length > 0 ? ' Every review owed was given.' : ''}`,
      ];
  }
}

function steps(open: readonly ObligationState[]): string {
  const list = open.map((state) => `- **${sentence(state.name)}**: ${step(state)}`).join('\n');
  const all = open.length > 1 ? canMeetAll(open) : [];
  if (all.length === 0) return list;
  return `${list}\n\nOne approval answers all of them if it comes from ${listed(
    all.map((login) => code(login)),
    3,
  )}.`;
}

/** People whose one approval is all that is missing. */
function canMeetAll(open: readonly ObligationState[]): string[] {
  const enough = open.every(
    (state) => state.approvals - state.counted.length === 1 && state.opposed.length === 0,
  );
  const [first, ...others] = open;
  if (!enough || !first) return [];
  return first.eligible.filter((login) => others.every((other) => other.eligible.includes(login)));
}

/** Names of people and teams as code, so that nobody is called; our own words as they are. */
const asked = (who: string): string => who.replace(/[^\s,]*@[^\s,]+/g, (name) => code(name));

function step(state: ObligationState): string {
  if (nobodyCanMeet(state)) {
    const claimed = listed(
      state.claimedOut.map((login) => code(login)),
      5,
    );
    const why =
      claimed === ''
        ? 'and everyone who is had a hand in this change'
        : `and nobody is left: ${claimed} would be, but the change’s own text (authors, co-authors) names them. If that is not so, have those lines taken out of the commits and push again`;
    return `${asked(state.who)} is asked, ${why}. Or give someone else that role, or an admin takes the decision by bypassing the rule on GitHub, which leaves a trace.`;
  }
  if (state.opposed.length > 0) {
    return `${state.opposed.map((login) => code(login)).join(', ')} asked for changes. It stays open until they approve or their review is dismissed.`;
  }
  const missing = state.approvals - state.counted.length;
  // Who is asked by name needs no example.
  const named = state.eligible.every((login) => state.who.includes(`@${login}`));
  const people = named
    ? ''
    : `, for example ${listed(
        state.eligible.map((login) => code(login)),
        5,
      )}`;
  return `${missing} more ${missing === 1 ? 'approval' : 'approvals'} from ${asked(state.who)}${people}.`;
}

function footing({ headSha, bindingRef, policySource, at, version }: Evaluated): string {
  return `Evaluated ${code(headSha.slice(0, 7))} against ${code(bindingRef)} by ${sentence(policySource)}, ${at.slice(0, 16).replace('T', ' ')} UTC, AgentGuard ${version}.`;
}

function warnings({ warnings: list }: Decision): string {
  return list
    .map(
      ({ message, at }) =>
        `> **Policy:** ${sentence(message)}${at ? ` (${code(`${at.path}:${at.line}`)})` : ''}`,
    )
    .join('\n>\n');
}

function gaps({ gaps: list }: Decision): string {
  if (list.length === 0) return '';
  return `### Could not be read\n${list.map(({ what, reason }) => `- **${sentence(what)}**: ${sentence(reason)}`).join('\n')}`;
}

function obligations(states: readonly ObligationState[]): string {
  if (states.length === 0) return '';
  const rows = states.map((state) => [
    state.met ? '✅' : '⏳',
    sentence(state.name),
    asked(countOf(state.approvals, state.who)),
    listed(
      state.because.map(({ value }) => code(value, 80)),
      3,
    ),
    state.counted.length === 0 ? 'none yet' : state.counted.map((login) => code(login)).join(', '),
  ]);
  return `### Reviews\n${table(['', 'Review', 'Asked', 'Because of', 'Counted'], rows)}`;
}

function rejected(states: readonly ObligationState[]): string {
  const rows = rejections(states).map(({ login, reason, names }) => [
    code(login),
    sentence(reason),
    names.length === states.length && names.length > 1
      ? 'all of them'
      : listed(
          names.map((name) => sentence(name)),
          3,
        ),
  ]);
  if (rows.length === 0) return '';
  return `### Reviews that do not count\n${table(['Reviewer', 'Why', 'For'], rows)}`;
}

const RANK = { block: 2, review: 1, warn: 0 } as const;
const ACTION = { block: '⛔ blocks', review: '👀 needs a review', warn: 'ℹ️ for your information' } as const;

function findings(list: readonly JudgedFinding[], { remediation }: Evaluated): string[] {
  if (list.length === 0) return [];
  const sorted = list.toSorted(
    (a, b) =>
      RANK[b.action] - RANK[a.action] || SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity),
  );
  const byRule = new Map<string, JudgedFinding[]>();
  for (const finding of sorted) {
    const key = `**${finding.rule}** · ${finding.severity} · ${ACTION[finding.action]}`;
    byRule.set(key, [...(byRule.get(key) ?? []), finding]);
  }
  const blocks = [...byRule].map(([head, group]) => {
    const mend = remediation(group[0]?.rule ?? '');
    return [
      head,
      ...group.map(findingLine),
      ...(mend === '' ? [] : [`- How to mend: ${sentence(mend)}`]),
    ].join('\n');
  });
  return ['### Findings', ...blocks];
}

function findingLine(finding: JudgedFinding): string {
  const places = finding.places.map(({ path, line, side }) =>
    code(`${path}${line === null ? '' : `:${line}`}${side === 'base' ? ' (taken away)' : ''}`, 160),
  );
  return `- ${places.length > 0 ? `${listed(places, 10)}: ` : ''}${sentence(finding.message)}`;
}

function agents({ attribution }: Decision): string {
  if (attribution.agents.length === 0 && attribution.bots.length === 0) return '';
  const rows = attribution.agents.map((agent) => [
    sentence(agent.name),
    agent.role,
    agent.strength,
    evidence(agent),
    binds(agent) ? 'yes' : 'too weak',
  ]);
  const bots =
    attribution.bots.length > 0
      ? `Other automation: ${listed(
          attribution.bots.map((bot) => code(bot)),
          5,
        )}.`
      : '';
  return [`### Who made it`, table(['Agent', 'Role', 'Strength', 'Evidence', 'Gated'], rows), bots]
    .filter((block) => block !== '')
    .join('\n\n')
    .replace('### Who made it\n\n', '### Who made it\n');
}

function evidence({ evidence: list }: Detection): string {
  const strongest = list.toSorted((a, b) => STRENGTHS.indexOf(b.strength) - STRENGTHS.indexOf(a.strength));
  const seen = strongest.map(({ kind, value }) => `${KIND[kind]} ${code(value, 80)}`);
  return listed([...new Set(seen)], 3);
}

/** What a kind of evidence is called where people read it. */
const KIND: Record<SignalKind, string> = {
  login: 'account',
  email: 'e-mail',
  name: 'name',
  trailer: 'trailer',
  message: 'commit message',
  body: 'description',
  branch: 'branch',
  label: 'label',
  note: 'authorship note',
  file: 'record',
};

function provenance({ gated, provenance: entries }: Decision): string {
  if (!gated.yes || entries.length === 0) return '';
  const rows = entries.map((entry) => [code(entry.account.login), sentence(handsOf(entry))]);
  return `<details><summary>People and accounts with a hand in this change, whose approval cannot count (${entries.length})</summary>\n\n${table(['Account', 'How'], rows.slice(0, 50))}\n\n</details>`;
}

function limits({ limits: list }: Decision): string {
  if (list.length === 0) return '';
  return `<details><summary>What cannot be known here (${list.length})</summary>\n\n${list.map(({ what, reason }) => `- **${sentence(what)}**: ${sentence(reason)}`).join('\n')}\n\n</details>`;
}
