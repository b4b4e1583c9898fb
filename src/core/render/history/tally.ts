import { OUTCOMES, type Outcome } from '../../decision/decision.ts';
import { SEVERITIES } from '../../rules/rule.ts';
import type { FindingJson } from '../json.ts';
import type { CommitReport } from './report.ts';

/** A finding with the commit it is in. */
export interface Sample {
  readonly commit: string;
  readonly subject: string;
  readonly agents: readonly string[];
  readonly finding: FindingJson;
}

export interface RuleCount {
  readonly rule: string;
  readonly action: FindingJson['action'];
  /** Commits with a finding of it: of agents, and of everyone else. */
  gated: number;
  others: number;
  /** Its findings most worth reading, best first. */
  readonly samples: Sample[];
}

export interface WaitCount {
  readonly asked: string;
  readonly why: string;
  commits: number;
}

/** Of one rule no more are kept: what is held does not grow with the history. */
const SAMPLES_A_RULE = 4;
const ACTIONS = ['warn', 'review', 'block'] as const;

/** Counts what a history comes to, one commit after another. */
export class HistoryTally {
  commits = 0;
  /** Commits by agent's name; one with two agents counts for both. */
  readonly byAgent = new Map<string, number>();
  bots = 0;
  people = 0;
  gated = 0;
  /** Outcomes of the commits that are gated, and of those that are not. */
  readonly outcomes: Record<Outcome, number>;
  readonly ungatedOutcomes: Record<Outcome, number>;
  readonly waits = new Map<string, WaitCount>();
  /** Commits that would have waited for somebody. */
  waiting = 0;
  readonly rules = new Map<string, RuleCount>();
  /** What could not be read, with how often. */
  readonly unread = new Map<string, number>();

  constructor() {
    const zero = (): Record<Outcome, number> =>
      Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
    this.outcomes = zero();
    this.ungatedOutcomes = zero();
  }

  add(report: CommitReport): void {
    const { json, agents, gated, waits } = report;
    this.commits++;
    for (const agent of agents) this.byAgent.set(agent, (this.byAgent.get(agent) ?? 0) + 1);
    if (agents.length === 0) {
      if (json.bots.length > 0) this.bots++;
      else this.people++;
    }
    if (gated) this.gated++;
    (gated ? this.outcomes : this.ungatedOutcomes)[json.decision]++;
    if (waits.length > 0) this.waiting++;
    for (const key of new Set(
      waits.map(({ asked, name, rules }) => JSON.stringify([asked, whyOf(name, rules)])),
    )) {
      const [asked = '', why = ''] = JSON.parse(key) as string[];
      const count = this.waits.get(key) ?? { asked, why, commits: 0 };
      count.commits++;
      this.waits.set(key, count);
    }
    for (const rule of new Set(json.findings.map((finding) => finding.rule))) {
      this.#addFindings(
        rule,
        json.findings.filter((finding) => finding.rule === rule),
        report,
      );
    }
    for (const { reason } of json.gaps.slice(0, 1)) {
      if (this.unread.size < MAX_REASONS || this.unread.has(reason)) {
        this.unread.set(reason, (this.unread.get(reason) ?? 0) + 1);
      }
    }
  }

  #addFindings(rule: string, findings: readonly FindingJson[], { json, agents, gated }: CommitReport): void {
    const [first] = findings;
    if (!first) return;
    const count = this.rules.get(rule) ?? { rule, action: first.action, gated: 0, others: 0, samples: [] };
    if (gated) count.gated++;
    else count.others++;
    this.rules.set(rule, count);
    // One of a commit is enough to make somebody look at it.
    const [best] = findings.toSorted((a, b) => weight(b) - weight(a));
    if (!best) return;
    count.samples.push({ commit: json.commit, subject: json.subject, agents, finding: best });
    count.samples.sort((a, b) => worth(b) - worth(a));
    count.samples.splice(SAMPLES_A_RULE);
  }

  /** The findings most worth reading: agents' first, then by what they lead to; rules take turns. */
  topFindings(count: number): Sample[] {
    const turns = [...this.rules.values()].flatMap(({ samples }) =>
      samples.map((sample, turn) => ({ sample, turn })),
    );
    return turns
      .toSorted(
        (a, b) => tier(b.sample) - tier(a.sample) || a.turn - b.turn || worth(b.sample) - worth(a.sample),
      )
      .slice(0, count)
      .map(({ sample }) => sample);
  }
}

const MAX_REASONS = 50;

const whyOf = (name: string, rules: readonly string[]): string =>
  rules.length === 0 || rules.join() === name ? name : `${name}: ${rules.toSorted().join(', ')}`;

const weight = ({ action, severity }: FindingJson): number =>
  ACTIONS.indexOf(action) * SEVERITIES.length + SEVERITIES.indexOf(severity);

/** An agent's finding that leads to something, before a person's, before one that only warns. */
const tier = ({ agents, finding }: Sample): number =>
  finding.action === 'warn' ? 0 : agents.length > 0 ? 2 : 1;

const worth = (sample: Sample): number => (sample.agents.length > 0 ? 100 : 0) + weight(sample.finding);
