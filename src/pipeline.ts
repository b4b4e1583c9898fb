/** The whole flow on one screen: from facts over agents, rules and policy to a decision. It changes nothing. */
import { attribute } from './core/agents/detect.ts';
import { callers } from './core/agents/mentions.ts';
import { provenance } from './core/agents/provenance.ts';
import { ACCEPTANCE_KINDS, type Acceptance } from './core/decision/acceptance.ts';
import { basisOf } from './core/decision/basis/basis.ts';
import { pack, type PackedBasis } from './core/decision/basis/pack.ts';
import { decide } from './core/decision/decide.ts';
import { plan } from './core/decision/plan.ts';
import type { Decision } from './core/decision/decision.ts';
import { teamKey } from './core/decision/entitled.ts';
import { freezesInForce, withFreezes, type GivenFreeze } from './core/decision/freezes.ts';
import { gated } from './core/decision/gated.ts';
import { peopleAskedFor, peopleOfConditions } from './core/decision/people-asked.ts';
import { mergesIn, withoutBaseUpdates } from './core/facts/base-updates.ts';
import { codeOwners } from './core/facts/codeowners.ts';
import { withPatch } from './core/facts/diff.ts';
import { areTowards, fileDigests, type FileDigests } from './core/facts/digests.ts';
import { withoutEndlessPaths } from './core/facts/paths.ts';
import { headsOf, recordedRevert, recoveryOf, type RecordedRevert } from './core/decision/recovery.ts';
import type { FileChange, Gap, PeopleFacts, PullRequestFacts } from './core/facts/facts.ts';
import { loadParsers } from './core/parsers/parsers.ts';
import { effectivePolicy } from './core/policy/effective.ts';
import type { EffectivePolicy, PolicyProblem } from './core/policy/policy.ts';
import { activeRules } from './core/policy/setting.ts';
import { reviewPolicyChange } from './core/policy/review-change.ts';
import { unknownNames } from './core/decision/unknown-names.ts';
import { holdsFloor } from './core/policy/floor.ts';
import { namesIn } from './core/policy/names.ts';
import { propertiesAsked } from './core/policy/properties.ts';
import { RULES } from './core/rules/catalogue.ts';
import { inspect, needsOf, type ActiveRule } from './core/rules/inspect.ts';
import type { Finding } from './core/rules/rule.ts';
import {
  pullRequestKey,
  type ContentRequest,
  type FactsSource,
  type PullRequestId,
  type Store,
} from './ports.ts';

/** What the flow reads. */
export interface Reads {
  readonly source: Pick<FactsSource, 'snapshot' | 'contents' | 'people' | 'properties'>;
  readonly store: Pick<Store, 'pushes' | 'digests' | 'openPullRequests' | 'record' | 'commands'>;
}

/** One pull request, decided. */
export interface Evaluation {
  readonly id: PullRequestId;
  readonly facts: PullRequestFacts;
  readonly policy: EffectivePolicy;
  readonly decision: Decision;
  readonly digests: FileDigests;
  readonly people: PeopleFacts;
  /** All that was decided from, for the record: see `agentguard replay`. */
  readonly basis: PackedBasis;
}

/** Decides a pull request from its snapshot. */
export async function evaluate(
  id: PullRequestId,
  fetched: PullRequestFacts,
  { source, store }: Reads,
): Promise<Evaluation> {
  const snapshot = await withProperties(withoutEndlessPaths(await withPushes(fetched, store)), source);
  const policy = withFreezes(effectivePolicy(snapshot), await freezesOf(snapshot, store));
  const attribution = attribute(snapshot, policy.agents.identities);
  const { acceptances, reverts } = await recordedOf(id, store);
  // A change that nobody has to answer for is not read.
  const isOwn = reverts.length > 0 || snapshot.openedByAgentGuard === true;
  const rules = isOwn || gated(attribution, policy).yes ? activeRules(policy, RULES) : [];
  const read = await readChange(snapshot, rules, (requests) => source.contents(snapshot, requests));
  const facts = { ...snapshot, files: read.files };
  const headDigests = fileDigests(facts.files, facts.binding.ref);
  const earlier = await earlierDigests(id, facts, headsOf(reverts), store);
  const digests = new Map([...earlier, [facts.headSha, headDigests]]);
  const involved = provenance(
    withoutBaseUpdates(facts, digests),
    callers(facts.comments, attribution.agents, policy.agents.identities),
  );
  const conditioned = peopleOfConditions(policy, facts, involved);
  const newPolicy = await namesOfNewPolicy(facts, source);
  const input = {
    facts,
    policy,
    attribution,
    provenance: involved,
    codeowners: codeOwners(facts.codeownersFile),
    findings: read.findings,
    headDigests,
    policyProblems: [...reviewPolicyChange(facts), ...newPolicy.problems],
    openByAgent: await openByAgent(facts, store),
    recovery: recoveryOf(reverts, facts, digests),
    people: conditioned === null ? NOBODY_KNOWN : await source.people(facts, conditioned),
  };
  const planned = plan(input);
  const askers = (await store.commands(id)).map(({ author }) => author.login);
  const people = await source.people(
    facts,
    peopleAskedFor(planned, { facts, policy, provenance: involved, acceptances, askers }),
  );
  // What could not be read when conditions asked may be read by now; the plan was made without it.
  const again = new Set(people.gaps.map(({ what }) => what));
  const unreadBefore = input.people.gaps.filter(({ what }) => !again.has(what));
  const gaps = [...read.gaps, ...newPolicy.gaps, ...unreadBefore];
  const deciding = { ...input, people, digests, acceptances, gaps };
  // A plan made while people could not be read is made again: the decision is to follow from what is kept of it.
  const decision = decide(deciding, unreadBefore.length === 0 ? planned : undefined);
  // Without what was loaded: many evaluations may be held at once, and none of them needs it any more.
  const basis = pack(basisOf(deciding));
  return { id, facts: snapshot, policy, decision, digests: headDigests, people, basis };
}

const NOBODY_KNOWN: PeopleFacts = {
  permissions: new Map(),
  complete: false,
  teams: new Map(),
  members: new Set(),
  gaps: [],
};

/** What the repository is to the organisation; read only where a policy asks. */
async function withProperties(facts: PullRequestFacts, source: Reads['source']): Promise<PullRequestFacts> {
  if (!propertiesAsked(facts)) return facts;
  // Only organisations give them. Where GitHub does not tell they stay unknown, which is not the same as not set.
  const isOwned = facts.repository.ownerType === 'Organization';
  const properties = isOwned ? await source.properties(facts.repository) : {};
  return properties === null ? facts : { ...facts, repository: { ...facts.repository, properties } };
}

/**
 * Digests of the heads that reviews were given on, of those around merges, and of others asked for, as long as they are
 * towards this base.
 */
async function earlierDigests(
  id: PullRequestId,
  facts: PullRequestFacts,
  others: readonly string[],
  store: Reads['store'],
): Promise<ReadonlyMap<string, FileDigests>> {
  const reviewed = facts.reviews.flatMap(({ commit }) => (commit === null ? [] : [commit]));
  const merged = mergesIn(facts).flatMap(({ sha, onto }) => [sha, onto]);
  const known = await store.digests(id, [...reviewed, ...merged, ...others]);
  return new Map([...known].filter(([, digests]) => areTowards(facts.binding.ref, digests)));
}

/** What people's words stop here: in the repository, and in all of its owner's. */
async function freezesOf(
  { repository: { owner, name }, now }: PullRequestFacts,
  store: Reads['store'],
): Promise<GivenFreeze[]> {
  const kinds = ['freeze'] as const;
  const here = await store.record({ owner, subject: `${owner}/${name}`, kinds });
  const everywhere = await store.record({ owner, subject: owner, kinds });
  return [...freezesInForce(everywhere, 'organization', now), ...freezesInForce(here, 'repository', now)];
}

/** What people accepted on a pull request so far, and what AgentGuard opened it for; oldest first. */
async function recordedOf(
  id: PullRequestId,
  store: Reads['store'],
): Promise<{ acceptances: Acceptance[]; reverts: RecordedRevert[] }> {
  const entries = await store.record({
    owner: id.owner,
    subject: pullRequestKey(id),
    kinds: [...ACCEPTANCE_KINDS, 'revert'],
  });
  return {
    acceptances: entries.flatMap(({ kind, body }) =>
      kind === 'revert' ? [] : [body as unknown as Acceptance],
    ),
    reverts: entries.flatMap(({ kind, body }) => (kind === 'revert' ? (recordedRevert(body) ?? []) : [])),
  };
}

/** A change with the content that rules asked for, and what they found in it. */
export interface ReadChange {
  readonly files: readonly FileChange[];
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
}

/**
 * Loads what the rules need and runs them.
 * @param contents loads sides of files, and gives the files in the order asked.
 */
export async function readChange(
  facts: PullRequestFacts,
  rules: readonly ActiveRule[],
  contents: (requests: readonly ContentRequest[]) => Promise<readonly FileChange[]>,
): Promise<ReadChange> {
  const needs = needsOf(facts.files, rules);
  const loaded = needs.contents.length === 0 ? [] : await contents(needs.contents);
  await loadParsers(needs.parsers);
  // Here and not where they are read: comparing two large texts is work that has to be ended with the rest.
  const byFile = new Map(needs.contents.map(({ file }, index) => [file, patched(loaded[index])]));
  const files = facts.files.map((file) => byFile.get(file) ?? file);
  return { files, ...inspect({ ...facts, files }, rules) };
}

const patched = (file: FileChange | undefined): FileChange | undefined => file && withPatch(file);

/** People and teams that the change's own policy names and that cannot answer: errors of this very change. */
async function namesOfNewPolicy(
  facts: PullRequestFacts,
  source: Reads['source'],
): Promise<{ problems: readonly PolicyProblem[]; gaps: readonly Gap[] }> {
  const named = namesIn(facts);
  // A floor speaks of other repositories than its own: there it only matters that its teams exist.
  const access = !holdsFloor(facts);
  const teams = named.teams.map((one) => ({ ...one, key: teamKey(one.team, facts.repository.owner) }));
  const users = access ? named.users.filter(({ asked }) => asked) : [];
  if (teams.length + users.length === 0) return { problems: [], gaps: [] };
  const people = await source.people(facts, {
    teams: [...new Set(teams.map(({ key }) => key))],
    logins: [...new Set(users.map(({ login }) => login))],
    access,
  });
  return { problems: unknownNames({ teams, users }, people), gaps: people.gaps };
}

/** Deliveries tell who pushed, also where GitHub's activity log cannot be asked. */
async function withPushes(facts: PullRequestFacts, store: Reads['store']): Promise<PullRequestFacts> {
  const pushes = await store.pushes({ ...facts.repository, number: facts.number });
  const involvements = pushes.map((push) => ({
    account: {
      login: push.login,
      type: push.accountType === 'User' ? ('User' as const) : ('Bot' as const),
      id: push.accountId,
    },
    hand: 'pushed' as const,
    source: push.sha.slice(0, 7),
    pushes: [{ before: push.before, after: push.sha }],
  }));
  return { ...facts, involvements: [...facts.involvements, ...involvements] };
}

async function openByAgent(facts: PullRequestFacts, store: Reads['store']): Promise<Map<string, number[]>> {
  const byAgent = new Map<string, number[]>();
  for (const other of await store.openPullRequests(facts.repository)) {
    if (other.id.number === facts.number) continue;
    for (const agent of other.agents) byAgent.set(agent, [...(byAgent.get(agent) ?? []), other.id.number]);
  }
  return byAgent;
}
