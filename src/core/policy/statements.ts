import type { RuleAction } from '../rules/rule.ts';
import type {
  Conditions,
  From,
  People,
  PolicyStatements,
  Requirement,
  ReviewEntry,
  RuleSetting,
} from './policy.ts';
import { momentOf } from './schema/freeze.ts';
import type { WrittenPolicy, WrittenStatements } from './schema/policy.ts';
import type { WrittenRequirement } from './schema/reviews.ts';

type WrittenReview = NonNullable<WrittenPolicy['reviews']>[number];

/** What a valid file says. `raw` is the same before the schema filled in options, which is not something a file says. */
export function statementsOf(written: WrittenPolicy, raw: WrittenPolicy): PolicyStatements {
  const groups = written.groups?.map(({ name, repositories, policy }, index) => ({
    name,
    repositories,
    says: says(policy, raw.groups?.[index]?.policy ?? policy),
  }));
  return { ...says(written, raw), ...(groups && { groups }) };
}

function says(written: WrittenStatements, raw: WrittenStatements): PolicyStatements {
  const { limits, freeze } = written;
  return {
    mode: written.mode,
    appliesTo: written.applies_to,
    agents: written.agents ?? {},
    reviews: written.reviews?.map(entry),
    rules: ruleSettings(raw.rules),
    limits: {
      openPullRequestsPerAgent: limits?.open_pull_requests_per_agent,
      changedLines: limits?.changed_lines,
      changedFiles: limits?.changed_files,
    },
    freeze: freeze?.map((stop) => ({ ...stop, until: momentOf(stop.until) ?? stop.until })),
    waiver: written.waiver && people(written.waiver.from),
    override: written.override && people(written.override.from),
    recovery: written.recovery && {
      approvals: written.recovery.approvals ?? 1,
      from: people(written.recovery.from),
    },
    alerts: written.alerts?.repository,
    perBase: written.check?.per_base,
    comment: written.check?.comment,
  };
}

function entry({
  name,
  request,
  approvals,
  from,
  except,
  any_of,
  all_of,
  ...conditions
}: WrittenReview): ReviewEntry {
  const required = requirement({ approvals, from, except, any_of, all_of });
  return { name, ...(request && { request }), ...when(conditions), ...required };
}

function when({
  author,
  contributors,
  changed_lines,
  changed_files,
  ...others
}: Omit<WrittenReview, 'name' | 'request' | keyof WrittenRequirement>): Conditions {
  return {
    ...others,
    ...(author && { author: people(author) }),
    ...(contributors && { contributors: people(contributors) }),
    ...(changed_lines && { changedLines: changed_lines }),
    ...(changed_files && { changedFiles: changed_files }),
  };
}

function requirement({ approvals, from, except, any_of, all_of }: WrittenRequirement): Requirement {
  if (any_of) return { anyOf: any_of.map(requirement) };
  if (all_of) return { allOf: all_of.map(requirement) };
  return { approvals: approvals ?? 1, from: people(from ?? {}), ...(except && { except: people(except) }) };
}

/** GitHub's names of teams do not mind case. */
const people = <Written extends From | People>(written: Written): Written =>
  written.teams ? { ...written, teams: written.teams.map((team) => team.toLowerCase()) } : written;

/** What is said of rules and families. */
export const ruleSettings = (written: WrittenStatements['rules'] = {}): Map<string, RuleSetting> =>
  new Map(Object.entries(written).map(([id, value]) => [id, ruleSetting(value)]));

function ruleSetting(value: unknown): RuleSetting {
  if (typeof value === 'string') return { action: value as RuleAction };
  const { action, ...options } = value as { action?: RuleAction } & Record<string, unknown>;
  return { action, options };
}
