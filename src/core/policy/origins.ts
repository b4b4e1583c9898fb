import type { PullRequestFacts } from '../facts/facts.ts';
import { RULES } from '../rules/catalogue.ts';
import { strictStatements } from './defaults.ts';
import { effectivePolicy } from './effective.ts';
import { knownWith, readFloor } from './floor.ts';
import { groupsOf } from './groups.ts';
import { KNOWN, parsePolicy } from './parse.ts';
import {
  LIMITS,
  type EffectivePolicy,
  type LimitName,
  type Policy,
  type PolicyFile,
  type PolicyStatements,
} from './policy.ts';
import { ruleSetting, settingOf } from './setting.ts';
import { same } from './tighten.ts';

type Place = ReturnType<PolicyFile['at']>;
type Keys = readonly (string | number)[];

/** What a line of the policy in force comes from. */
export interface Origin {
  readonly kind: 'default' | 'strict default' | 'floor' | 'group' | 'file';
  /** Of a group its name; else empty. */
  readonly name: string;
  /** Where it is written; null: nowhere, it is a default. */
  readonly at: Place | null;
}

/** One line of the policy in force. */
export interface PolicyLine {
  /** As it is written: `agents.allow`. */
  readonly key: string;
  readonly value: unknown;
  /** All that say this; of what is put together from several, all of these. */
  readonly origins: readonly Origin[];
  /** What another place says, which does not hold. */
  readonly overruled: readonly { readonly value: unknown; readonly by: Origin }[];
}

/** The policy in force with where each line comes from. */
export interface TracedPolicy {
  readonly policy: EffectivePolicy;
  readonly lines: readonly PolicyLine[];
  /** One for each rule: what it leads to, and its options where they are not its defaults. */
  readonly rules: readonly PolicyLine[];
}

/** Somebody who says something: the floor, one of its groups, the repository's file, or what stands in for them. */
interface Voice {
  readonly origin: Omit<Origin, 'at'>;
  readonly says: PolicyStatements;
  at(keys: Keys): Place | null;
}

type Where = Pick<PullRequestFacts, 'repository' | 'policyFile' | 'floor'>;

/** Says of every line of the policy in force where it comes from. Never throws. */
export function tracePolicy(facts: Where): TracedPolicy {
  const policy = effectivePolicy(facts);
  const voices = voicesOf(facts);
  const line = tracer(voices);
  const limits = (Object.keys(LIMITS) as LimitName[]).map((name) =>
    line(['limits', LIMITS[name]], policy.limits[name], (says) => says.limits[name]),
  );
  return {
    policy,
    lines: [
      line(['mode'], policy.mode, ({ mode }) => mode),
      line(['applies_to'], policy.appliesTo, ({ appliesTo }) => appliesTo),
      line(['agents', 'allow'], policy.agents.allow, ({ agents }) => agents.allow),
      ...items(voices, ['agents', 'deny'], policy.agents.deny, ({ agents }) => agents.deny),
      ...items(voices, ['agents', 'identities'], policy.agents.identities, ({ agents }) => agents.identities),
      line(['agents', 'unattributed'], policy.agents.unattributed, ({ agents }) => agents.unattributed),
      ...items(voices, ['reviews'], policy.reviews, ({ reviews }) => reviews),
      ...limits,
      ...items(voices, ['freeze'], policy.freeze, ({ freeze }) => freeze),
      line(['waiver'], policy.waiver, ({ waiver }) => waiver),
      line(['override'], policy.override, ({ override }) => override),
      line(['recovery'], policy.recovery, ({ recovery }) => recovery),
      line(['alerts', 'repository'], policy.alerts, ({ alerts }) => alerts),
      line(['check', 'per_base'], policy.check.perBase, ({ perBase }) => perBase),
      line(['check', 'comment'], policy.check.comment, ({ comment }) => comment),
    ],
    rules: ruleLines(policy, voices),
  };
}

function voicesOf(facts: Where): Voice[] {
  const floor = readFloor(facts, KNOWN);
  return [...floorVoices(facts, floor), ...fileVoice(facts, knownWith(floor.value, KNOWN))];
}

const STRICT: Voice = {
  origin: { kind: 'strict default', name: '' },
  says: strictStatements(RULES),
  at: () => null,
};

function floorVoices({ floor, repository }: Where, read: ReturnType<typeof readFloor>): Voice[] {
  if (read.strict !== null) return [STRICT];
  if (!read.value || floor.state !== 'present') return [];
  const { policy } = parsePolicy({
    ...floor.file,
    path: `${floor.repository.owner}/${floor.repository.name}/${floor.file.path}`,
  });
  if (!policy) return [STRICT];
  const { says, at } = policy;
  const groups = groupsOf(says, repository).map((group): Voice => {
    const index = says.groups?.indexOf(group) ?? 0;
    return {
      origin: { kind: 'group', name: group.name },
      says: group.says,
      at: (keys) => at(['groups', index, 'policy', ...keys]),
    };
  });
  return [{ origin: { kind: 'floor', name: '' }, says, at }, ...groups];
}

function fileVoice({ policyFile }: Where, known: typeof KNOWN): Voice[] {
  if (!policyFile) return [];
  const { policy } = parsePolicy(policyFile, known, 'repository');
  return policy ? [{ origin: { kind: 'file', name: '' }, says: policy.says, at: policy.at }] : [STRICT];
}

const DEFAULT: Origin = { kind: 'default', name: '', at: null };

const originAt = ({ origin, at }: Voice, keys: Keys): Origin => ({ ...origin, at: at(keys) });

const tracer =
  (voices: readonly Voice[]) =>
  (keys: Keys, value: unknown, said: (says: PolicyStatements) => unknown): PolicyLine => {
    const speaking = voices.filter(({ says }) => said(says) !== undefined);
    const agreeing = speaking.filter(({ says }) => same(said(says), value));
    const others = speaking.filter((voice) => !agreeing.includes(voice));
    // What nobody says as it holds was put together from what all of them say.
    const from = agreeing.length > 0 ? agreeing : others;
    return {
      key: keys.join('.'),
      value,
      origins: from.length > 0 ? from.map((voice) => originAt(voice, keys)) : [DEFAULT],
      overruled:
        agreeing.length > 0
          ? others.map((voice) => ({ value: said(voice.says), by: originAt(voice, keys) }))
          : [],
    };
  };

/** One line for each item of a list, which holds what any says. */
function items(
  voices: readonly Voice[],
  keys: Keys,
  list: readonly unknown[],
  said: (says: PolicyStatements) => readonly unknown[] | undefined,
): PolicyLine[] {
  const key = keys.join('.');
  if (list.length === 0) return [{ key, value: [], origins: [DEFAULT], overruled: [] }];
  return list.map((value) => {
    const origins = voices.flatMap((voice) => {
      const index = said(voice.says)?.findIndex((item) => same(item, value)) ?? -1;
      return index < 0 ? [] : [originAt(voice, [...keys, index])];
    });
    return { key, value, origins: origins.length > 0 ? origins : [DEFAULT], overruled: [] };
  });
}

const ruleLines = (policy: Policy, voices: readonly Voice[]): PolicyLine[] =>
  RULES.map((rule) => {
    const { action, options } = ruleSetting(policy, rule.id);
    const isUsual = same(options, rule.options.parse({}));
    const speaking = voices.flatMap((voice) => {
      const said = settingOf(voice.says.rules, rule);
      const own = voice.says.rules.has(rule.id) ? rule.id : rule.family;
      return said ? [{ said: said.action ?? rule.action, origin: originAt(voice, ['rules', own]) }] : [];
    });
    const agreeing = speaking.filter(({ said }) => said === action);
    return {
      key: rule.id,
      value: isUsual ? action : { action, options },
      origins: agreeing.length > 0 ? agreeing.map(({ origin }) => origin) : [DEFAULT],
      overruled: speaking
        .filter(({ said }) => said !== action)
        .map(({ said, origin }) => ({ value: said, by: origin })),
    };
  });

/** Whether a line is as it is without any file. */
export const isDefault = ({ origins, overruled }: PolicyLine): boolean =>
  overruled.length === 0 && origins.every(({ kind }) => kind === 'default');
