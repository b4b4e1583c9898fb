import { alertEntry, answeredEntry, mergeEntry, pushEntry } from '../exposure/bodies.ts';
import { plain } from '../render/markdown.ts';
import { minute } from '../render/time.ts';
import { agentsOf } from '../statistics/entries.ts';
import { object, objects, text, texts, type Members } from '../statistics/members.ts';
import type { ChainedEntry } from './entry.ts';

/** An entry as an auditor reads it, in a spreadsheet and on the page: one line of plain text each. */
export interface Row {
  readonly sequence: number;
  readonly at: string;
  readonly kind: string;
  readonly subject: string;
  readonly repository: string;
  readonly number: string;
  readonly outcome: string;
  readonly agents: readonly string[];
  readonly head: string;
  readonly policy: string;
  readonly approvedBy: readonly string[];
  /** "bela for database: only @acme/dba can answer for this". */
  readonly notCounted: readonly string[];
  readonly findings: readonly string[];
  /** What was asked and not given, and what could not be read. */
  readonly owed: readonly string[];
  /** "merged by nadia". */
  readonly acted: readonly string[];
  readonly reason: string;
  readonly hash: string;
}

/** A spreadsheet takes 32,767 characters a cell. */
const MOST = 32_000;
const MOST_OF_ITEM = 500;

/** Reads an entry of any kind and version: never throws, and takes nothing for known that is not there. */
export function rowOf(entry: ChainedEntry): Row {
  const { body } = entry;
  const subject = plain(entry.subject, MOST);
  const obligations = objects(body['obligations']);
  return {
    sequence: entry.sequence,
    at: plain(entry.at),
    kind: plain(entry.kind),
    subject,
    ...subjectNamed(subject),
    outcome: one(body['outcome'] ?? object(body['decision'])?.['outcome']),
    agents: agentsNamed(entry).map(item),
    head: one(body['head'] ?? body['after'] ?? body['sha']),
    policy: one(object(body['policy'])?.['digest'] ?? body['digest']),
    approvedBy: [...new Set(obligations.flatMap(({ counted }) => texts(counted)))].map(item),
    notCounted: notCounted(obligations).map(item),
    findings: objects(body['findings']).map(finding).map(item),
    owed: [
      ...owed(obligations),
      ...objects(body['gaps']).map(({ what }) => `not read: ${text(what) ?? 'unknown'}`),
    ].map(item),
    acted: acted(entry).map(item),
    reason: one(body['reason'] ?? object(body['gated'])?.['reason']),
    hash: plain(entry.hash),
  };
}

/** What a subject names: `acme/shop#12`, `acme/shop@main`, `acme/shop`, or of a whole organisation `acme`. */
export const subjectNamed = (subject: string): Pick<Row, 'repository' | 'number'> => ({
  repository: /^[^/#@]+\/[^/#@]+/.exec(subject)?.[0] ?? '',
  number: /#(\d+)$/.exec(subject)?.[1] ?? '',
});

const one = (value: unknown): string => plain(text(value) ?? '', MOST);
const item = (words: string): string => plain(words, MOST_OF_ITEM);

/** Of a decision those that bind; other entries name theirs. */
function agentsNamed({ kind, body }: ChainedEntry): readonly string[] {
  const binding = agentsOf(body);
  if (binding.length > 0) return binding;
  return kind === 'push' ? pushEntry(body).agents : texts(body['agents']);
}

function finding({ rule, action, count, waivedBy }: Members): string {
  const done = text(waivedBy) === null ? (text(action) ?? 'unknown') : `waived by ${text(waivedBy)}`;
  const places = typeof count === 'number' && count > 1 ? `, ${count} places` : '';
  return `${text(rule) ?? 'unknown'} (${done}${places})`;
}

const owed = (obligations: readonly Members[]): string[] =>
  obligations
    .filter(({ met }) => met !== true)
    .map(
      ({ name, missing, asked, who }) =>
        // Older versions wrote `who` and had no word for what is missing of it.
        `${text(name) ?? 'unknown'}: ${text(missing) ?? text(asked) ?? text(who) ?? 'unknown'}`,
    );

function notCounted(obligations: readonly Members[]): string[] {
  const found = new Map<string, { login: string; reason: string; names: string[] }>();
  for (const { name, rejected } of obligations) {
    for (const each of objects(rejected)) {
      const login = text(each['login']) ?? 'unknown';
      const reason = text(each['reason']) ?? 'unknown';
      const key = JSON.stringify([login, reason]);
      const known = found.get(key) ?? { login, reason, names: [] };
      known.names.push(text(name) ?? 'unknown');
      found.set(key, known);
    }
  }
  return [...found.values()].map(({ login, reason, names }) => `${login} for ${names.join(', ')}: ${reason}`);
}

const DONE = {
  waiver: 'waived',
  not_agent: 'declared to be no agent’s',
  override: 'gate overridden',
} as const;

/** Who did what the entry tells of. */
function acted({ kind, body }: ChainedEntry): string[] {
  const by = login(body['by']);
  switch (kind) {
    case 'decision':
      return decided(body);
    case 'merge':
      return [`merged by ${mergeEntry(body).mergedBy ?? 'an account that was deleted'}`];
    case 'push':
      return [`pushed by ${pushEntry(body).pushedBy ?? 'somebody unknown'}`];
    case 'alert':
      return alerted(body);
    case 'answered': {
      const answered = answeredEntry(body);
      const how = answered?.how ?? text(body['how']) ?? 'answered';
      return [by === null ? how : `${how} by ${by}`];
    }
    case 'waiver':
    case 'not_agent':
    case 'override':
      return accepted(DONE[kind], by ?? 'unknown', body);
    case 'freeze':
      return froze(by ?? 'unknown', body);
    case 'revert':
      return [reverting(by ?? 'unknown', body)];
    case 'policy':
      return [policyInForce(body)];
    case 'redaction':
      return [
        `${objects(body['redacted']).length} entries redacted by ${by ?? 'unknown'}: ${text(body['what']) ?? 'unknown'}`,
      ];
    default:
      return by === null ? [] : [`by ${by}${until(body)}`];
  }
}

function decided(body: Members): string[] {
  const override = object(body['override']);
  const opposed = objects(body['obligations']).flatMap((obligation) => texts(obligation['opposed']));
  return [
    ...(override === null
      ? []
      : [`gate overridden by ${login(override['by']) ?? 'unknown'}${until(override)}`]),
    ...[...new Set(opposed)].map((each) => `changes asked for by ${each}`),
  ];
}

function alerted(body: Members): string[] {
  const alert = alertEntry(body);
  if (alert === null) return [text(body['what']) ?? 'raised'];
  const { what, who, issue, problem } = alert;
  return [
    `${what}${who === null ? '' : ` by ${who}`}`,
    issue === null
      ? `not raised as an issue${problem === null ? '' : `: ${problem}`}`
      : `raised in ${issue.repository}#${issue.number}`,
  ];
}

/** A freeze without an end is the word that they go on. */
function froze(by: string, body: Members): string[] {
  const who = body['agents'] === 'all' ? 'all agents' : texts(body['agents']).join(', ') || 'agents';
  return [
    text(body['until']) === null ? `${who} let go on by ${by}` : `${who} stopped by ${by}${until(body)}`,
  ];
}

function reverting(by: string, body: Members): string {
  const { takesBack, opened } = body;
  if (typeof takesBack === 'number') return `takes back #${takesBack}, as ${by} asked`;
  if (typeof opened === 'number') return `revert asked for by ${by}: #${opened} was opened`;
  return `revert asked for by ${by}, and refused: ${text(body['refused']) ?? 'unknown'}`;
}

function policyInForce(body: Members): string {
  const file = text(object(body['file'])?.['path']);
  const floor = object(body['floor']) === null ? '' : ' with the floor';
  const strict =
    body['strict'] === true ? ', the strict defaults in the place of what is invalid or unseen' : '';
  return `${file === null ? 'built-in defaults' : file}${floor} in force: ${text(body['mode']) ?? 'unknown'}${strict}`;
}

function accepted(done: string, by: string, body: Members): string[] {
  const about = text(body['about']);
  return [
    `${done} by ${by}${about === null ? '' : `: ${about}`}${until(body)}`,
    ...(body['selfAccepted'] === true ? [`${by} had a hand in it: nobody else could`] : []),
  ];
}

const until = (body: Members): string => {
  const time = text(body['until']);
  return time === null ? '' : ` until ${minute(time)}`;
};

/** A login, as text or as an account. */
const login = (value: unknown): string | null => text(value) ?? text(object(value)?.['login']);
