import { createHash } from 'node:crypto';
import type { PullRequestId, Store } from '../../src/ports.ts';
import { pullRequestKey } from '../../src/ports.ts';
import { alertBody, decisionBody, mergeBody, waiverBody, type Told } from './quarter-bodies.ts';
import { seeded, type Random } from '../../bench/service/random.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const WEEKS = 12;

export interface QuarterOptions {
  readonly owner: string;
  readonly repositories: readonly string[];
  /** The end of the quarter. */
  readonly now: Date;
  /** How many agents' pull requests are opened in it. */
  readonly pullRequests: number;
  readonly seed: number;
}

const AGENTS = ['claude-code', 'copilot-coding-agent', 'codex', 'cursor', 'devin', 'jules'] as const;
const PEOPLE = ['nadia', 'olga', 'ada', 'tomas', 'mei', 'yusuf'] as const;

const REVIEWS = [
  { name: 'anything an agent wrote', asked: 'someone with write access' },
  { name: 'database', asked: '1 of @TEAM/dba' },
  { name: 'risky', asked: '1 of @TEAM/security' },
  { name: 'control files', asked: 'an admin' },
] as const;

const FINDINGS = [
  { rule: 'sql-access', severity: 'high', action: 'review', path: 'db/migrations/0031_desk.sql' },
  { rule: 'test-skipped', severity: 'medium', action: 'review', path: 'test/booking.test.ts' },
  { rule: 'token-permissions', severity: 'high', action: 'review', path: '.github/workflows/release.yml' },
  { rule: 'large-change', severity: 'medium', action: 'review', path: 'src/index.ts' },
  { rule: 'provider-token', severity: 'critical', action: 'block', path: 'config/mail.ts' },
  { rule: 'loosened-pin', severity: 'low', action: 'warn', path: 'package.json' },
  { rule: 'agent-instructions', severity: 'medium', action: 'review', path: 'AGENTS.md' },
  { rule: 'sql-destructive', severity: 'critical', action: 'block', path: 'db/migrations/0032_cleanup.sql' },
] as const;

const QUARTER: QuarterOptions = {
  owner: 'harbour',
  repositories: ['clinic', 'billing', 'website', 'infrastructure', 'mobile'],
  now: new Date(),
  pullRequests: 160,
  seed: 8,
};

/**
 * Fills a store with a quarter of an organisation that could be: agents' pull requests that waited, were approved, mended,
 * overridden, merged past the gate, or are open still, more of them from week to week, and half as many by people. The
 * same options give the same quarter.
 */
export async function fillQuarter(
  store: Pick<Store, 'append' | 'savePullRequest'>,
  options: Partial<QuarterOptions> = {},
): Promise<void> {
  const quarter = { ...QUARTER, ...options };
  const random = seeded(quarter.seed);
  const stories = Array.from({ length: quarter.pullRequests }, (_, index) => story(quarter, random, index));
  const ofPeople = Array.from({ length: Math.floor(quarter.pullRequests / 2) }, (_, index) =>
    storyOfPeople(quarter, random, quarter.pullRequests + index),
  );
  const events = [...stories, ...ofPeople].flatMap(({ id, told }) => told.map((each) => ({ ...each, id })));
  const answers = new Map<string, { sequence: number; hash: string; outcome: unknown }>();
  const merges = new Map<string, number>();
  for (const { id, at, entry } of events.toSorted((a, b) => a.at - b.at)) {
    const subject = pullRequestKey(id);
    const body =
      entry.kind === 'merge'
        ? { ...entry.body, decision: entry.undecided ? null : (answers.get(subject) ?? null) }
        : entry.kind === 'alert' || entry.kind === 'answered'
          ? { ...entry.body, entry: merges.get(subject) ?? null }
          : entry.body;
    const { sequence, hash } = await store.append({
      owner: id.owner,
      at: new Date(at).toISOString(),
      kind: entry.kind,
      subject,
      body,
    });
    if (entry.kind === 'merge') merges.set(subject, sequence);
    if (entry.kind === 'decision') answers.set(subject, { sequence, hash, outcome: body['outcome'] });
  }
  for (const { id, agents, open, head } of stories) {
    await store.savePullRequest({
      id,
      open,
      headSha: head,
      agents: open ? agents : [],
      updatedAt: null,
      bindingRef: 'main',
      teams: [],
    });
  }
}

interface Event {
  readonly at: number;
  readonly entry:
    | {
        readonly kind: 'decision' | 'override' | 'waiver' | 'alert' | 'answered';
        readonly body: Record<string, unknown>;
      }
    | { readonly kind: 'merge'; readonly body: Record<string, unknown>; readonly undecided: boolean };
}

interface Story {
  readonly id: PullRequestId;
  readonly agents: readonly string[];
  readonly open: boolean;
  readonly head: string;
  readonly told: readonly Event[];
}

/** One pull request from its first decision to where it stands at the end. */
function story(
  { owner, repositories, now, pullRequests }: QuarterOptions,
  random: Random,
  index: number,
): Story {
  const id = { owner, name: random.pick(repositories), number: 100 + index };
  // More of them from week to week, the newest an hour ago; on weekends hardly any.
  const age = (1 - Math.sqrt((index + 1) / (pullRequests + 1))) * WEEKS * 7 * DAY;
  const opened = onWorkday(now.getTime() - HOUR - age);
  const agents = [random.chance(0.4) ? AGENTS[0] : random.pick(AGENTS)];
  if (random.chance(0.06)) agents.push(AGENTS[1]);
  const operator = random.pick(PEOPLE);
  const reviewer = random.pick(PEOPLE.filter((login) => login !== operator));
  const asked = [REVIEWS[0], ...(random.chance(0.4) ? [random.pick(REVIEWS.slice(1))] : [])].map(
    (review) => ({
      ...review,
      asked: review.asked.replace('TEAM', owner),
    }),
  );
  const findings = FINDINGS.filter((_, place) => random.chance(0.28 / (1 + place * 0.35)));
  const told: Event[] = [];
  const base = { owner, operator, agents, asked };
  let heads = 0;
  let head = sha(`${pullRequestKey(id)}/${heads}`);
  let at = opened;
  const decide = (change: Partial<Told>): void => {
    const body = decisionBody({
      ...base,
      head,
      findings,
      reviewer: null,
      overriddenBy: null,
      gap: null,
      ...change,
    });
    told.push({ at, entry: { kind: 'decision', body } });
  };
  decide({});
  const blocked = findings.some(({ action }) => action === 'block');
  // Some are never looked at again; the newer ones have not been yet.
  const patience = random.chance(0.12) ? 40 * DAY : random.between(0.4, 1) ** 3 * 4 * DAY;
  let rest = findings.filter(() => true);
  if (blocked && !random.chance(0.15)) {
    at += random.between(0.2, 9) * HOUR;
    heads++;
    head = sha(`${pullRequestKey(id)}/${heads}`);
    rest = findings.filter(({ action }) => action !== 'block');
    decide({ findings: rest });
  }
  const ends = at + patience;
  const isOver = (time: number): boolean => time > now.getTime();
  const fate = random.next();
  const seen = told.filter((event) => !isOver(event.at));
  if (isOver(ends)) {
    if (random.chance(0.06))
      return { id, agents, open: true, head, told: [...seen, gapAt(now.getTime() - HOUR)] };
    return { id, agents, open: true, head, told: seen };
  }
  at = ends;
  const stillBlocked = rest.some(({ action }) => action === 'block');
  if (fate < 0.03) {
    told.push({
      at,
      entry: {
        kind: 'override',
        body: waiverBody(owner, 'override', 'ada', 'The booking page is down.', at),
      },
    });
    at += 60_000;
    decide({ findings: rest, overriddenBy: 'ada' });
  } else if (fate < 0.07 && !stillBlocked) {
    // Merged by somebody whom the ruleset lets past.
  } else if (stillBlocked) {
    return { id, agents, open: false, head, told };
  } else {
    const [waived] = rest;
    if (waived && fate < 0.15) {
      const body = waiverBody(owner, 'waiver', reviewer, 'Looked at it: this is meant.', at - HOUR / 2);
      told.push({ at: at - HOUR / 2, entry: { kind: 'waiver', body } });
      decide({ findings: rest, reviewer, waived: waived.rule });
    } else {
      decide({ findings: rest, reviewer });
    }
    if (isOver(at + 5 * HOUR) || random.chance(0.02)) return { id, agents, open: true, head, told };
  }
  at += random.between(0.1, 4) * HOUR;
  if (isOver(at)) return { id, agents, open: true, head, told };
  const undecided = fate < 0.01;
  const overridden = fate < 0.03;
  told.push({
    at,
    entry: { kind: 'merge', body: mergeBody({ head, operator, agents, at, overridden }), undecided },
  });
  if (undecided || (!overridden && fate < 0.07)) {
    const raised = {
      kind: 'alert',
      body: alertBody({ operator, agents, at, number: id.number + 800 }),
    } as const;
    told.push({ at: at + 5 * 60_000, entry: raised });
    const after = at + random.between(1, 90) * HOUR;
    const how = random.pick(['reviewed', 'reviewed', 'reverted', 'closed'] as const);
    if (!isOver(after)) told.push({ at: after, entry: { kind: 'answered', body: { how, by: reviewer } } });
  }
  return { id, agents, open: false, head, told };

  function gapAt(time: number): Event {
    const body = decisionBody({
      ...base,
      head,
      findings,
      reviewer: null,
      overriddenBy: null,
      gap: `team ${owner}/dba`,
    });
    return { at: Math.max(time, at), entry: { kind: 'decision', body } };
  }
}

/** A pull request that no agent had a hand in: decided on, and merged. */
function storyOfPeople({ owner, repositories, now }: QuarterOptions, random: Random, index: number): Story {
  const id = { owner, name: random.pick(repositories), number: 100 + index };
  const opened = onWorkday(now.getTime() - random.between(1, WEEKS * 7 - 1) * DAY);
  const operator = random.pick(PEOPLE);
  const head = sha(pullRequestKey(id));
  const body = decisionBody({
    owner,
    operator,
    head,
    agents: [],
    asked: [],
    findings: [],
    reviewer: operator,
    overriddenBy: null,
    gap: null,
  });
  const at = opened + random.between(1, 20) * HOUR;
  const merge = mergeBody({ head, operator, agents: [], at, overridden: false });
  return {
    id,
    agents: [],
    open: false,
    head,
    told: [
      { at: opened, entry: { kind: 'decision', body } },
      { at, entry: { kind: 'merge', body: merge, undecided: false } },
    ],
  };
}

/** On Saturdays and Sundays next to nobody works. */
function onWorkday(time: number): number {
  const day = new Date(time).getUTCDay();
  return day === 0 ? time - 2 * DAY : day === 6 ? time - DAY : time;
}

const sha = (text: string): string => createHash('sha1').update(text).digest('hex');
