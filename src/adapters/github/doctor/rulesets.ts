import type { Octokit } from '@octokit/rest';
import type {
  BranchRules,
  BypassActor,
  DormantRuleset,
  Required,
  Ruleset,
  Seen,
} from '../../../core/doctor/facts.ts';
import { seen } from '../../../core/doctor/facts.ts';
import { isOurs } from '../../../core/render/check-name.ts';
import type { RepositoryId } from '../../../core/facts/facts.ts';
import { withNames } from './actor-names.ts';
import { forReaders, look, type Hidden } from './eyes.ts';

/** A rule as REST writes it, active on a branch or as a part of a ruleset. */
export interface WrittenRule {
  readonly type: string;
  readonly parameters?: {
    readonly required_status_checks?: readonly {
      readonly context: string;
      readonly integration_id?: number;
    }[];
    readonly strict_required_status_checks_policy?: boolean;
    readonly do_not_enforce_on_create?: boolean;
    readonly grouping_strategy?: string;
  };
  readonly ruleset_id?: number;
  readonly ruleset_source?: string;
  readonly ruleset_source_type?: string;
}

/** A ruleset as REST writes it; bypass actors only for those who may change it. */
export interface WrittenRuleset {
  readonly id: number;
  readonly name: string;
  readonly source: string;
  readonly source_type: string;
  readonly target?: string;
  readonly enforcement: string;
  readonly conditions?: {
    readonly ref_name?: { readonly include?: readonly string[]; readonly exclude?: readonly string[] };
    readonly repository_name?: { readonly include?: readonly string[]; readonly exclude?: readonly string[] };
  };
  readonly rules?: readonly WrittenRule[];
  readonly bypass_actors?: readonly {
    readonly actor_id: number | null;
    readonly actor_type: string;
    readonly bypass_mode: string;
    /** Ours. */
    readonly name?: string | null;
  }[];
}

/** Reads rulesets, each only once, first as one client and then as the next. */
export interface RulesetReader {
  /** The active rules of a branch. */
  rules(branch: string): Promise<Seen<BranchRules>>;
  /** Those that require a check of ours and are not in force. */
  dormant(): Promise<Seen<readonly DormantRuleset[]>>;
}

/** @param clients whom to ask, in this order */
export function rulesetReader(
  clients: readonly (Octokit | null)[],
  { owner, name }: RepositoryId,
): RulesetReader {
  const repository = { owner, repo: name };
  const readers = forReaders(`${owner}/${name}`);
  const known = new Map<number, Promise<Seen<WrittenRuleset>>>();

  /** With its bypass actors if anybody is shown them. */
  function ruleset(id: number): Promise<Seen<WrittenRuleset>> {
    const before = known.get(id);
    if (before) return before;
    const reading = readRuleset(id);
    known.set(id, reading);
    return reading;
  }

  async function readRuleset(id: number): Promise<Seen<WrittenRuleset>> {
    let best: Seen<WrittenRuleset> | null = null;
    for (const client of clients) {
      if (!client) continue;
      const found = await look(
        [client],
        `read ruleset ${id} of ${owner}/${name}`,
        async (asked) => {
          const route = 'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}';
          const { data } = await asked.request(route, {
            ...repository,
            ruleset_id: id,
            includes_parents: true,
          });
          return data as unknown as WrittenRuleset;
        },
        readers,
      );
      if (found.seen && found.value.bypass_actors !== undefined) {
        return seen(await withNames(client, { owner, name }, found.value));
      }
      if (!best?.seen) best = found;
    }
    return best ?? { seen: false, ...readers };
  }

  async function required(rule: WrittenRule): Promise<Required[]> {
    const checks = rule.parameters?.required_status_checks ?? [];
    if (!checks.some(({ context }) => isOurs(context))) return [];
    const id = rule.ruleset_id ?? 0;
    const source = rule.ruleset_source ?? '';
    const found = await ruleset(id);
    const written: Ruleset = {
      id,
      name: found.seen ? found.value.name : String(id),
      source,
      strict: rule.parameters?.strict_required_status_checks_policy === true,
      notOnCreate: rule.parameters?.do_not_enforce_on_create === true,
      bypass: bypassOf(found, forEditors(rule.ruleset_source_type ?? '', source)),
    };
    return checks.map(({ context, integration_id: appId }) => ({
      context,
      appId: appId ?? null,
      ruleset: written,
    }));
  }

  return {
    rules: async (branch) => {
      const found = await look(
        clients,
        `read the rules of ${owner}/${name}, branch ${branch}`,
        async (client) =>
          (await client.paginate(client.rest.repos.getBranchRules, {
            ...repository,
            branch,
            per_page: 100,
          })) as readonly WrittenRule[],
        readers,
      );
      if (!found.seen) return found;
      const rules = found.value;
      const queue = rules.find(({ type }) => type === 'merge_queue');
      const queueRuleset = queue && (await ruleset(queue.ruleset_id ?? 0));
      return seen({
        required: (await Promise.all(rules.filter(isCheckRule).map(required))).flat(),
        queue: queue
          ? {
              strategy: queue.parameters?.grouping_strategy ?? 'ALLGREEN',
              ruleset: queueRuleset?.seen ? queueRuleset.value.name : String(queue.ruleset_id),
            }
          : null,
        blocksForcePushes: rules.some(({ type }) => type === 'non_fast_forward'),
        blocksDeletion: rules.some(({ type }) => type === 'deletion'),
      });
    },

    dormant: () =>
      look(
        clients,
        `list the rulesets of ${owner}/${name}`,
        async (client) => {
          const route = 'GET /repos/{owner}/{repo}/rulesets';
          const list = (await client.paginate(route, {
            ...repository,
            includes_parents: true,
            per_page: 100,
          })) as readonly WrittenRuleset[];
          const idle = list.filter(({ enforcement }) => enforcement !== 'active');
          const read = await Promise.all(idle.map(({ id }) => ruleset(id)));
          return read.flatMap((each) =>
            each.seen && (each.value.rules ?? []).some(requiresOurs)
              ? [{ name: each.value.name, source: each.value.source, enforcement: each.value.enforcement }]
              : [],
          );
        },
        readers,
      ),
  };
}

export const isCheckRule = ({ type }: WrittenRule): boolean => type === 'required_status_checks';

const requiresOurs = (rule: WrittenRule): boolean =>
  isCheckRule(rule) && (rule.parameters?.required_status_checks ?? []).some(({ context }) => isOurs(context));

/** Bypass actors are shown to those who may change the ruleset, which an app that only reads never may. */
const forEditors = (type: string, source: string): Hidden => ({
  reason: 'GitHub shows it to those who may change the ruleset.',
  mend:
    type === 'Repository'
      ? `Set GITHUB_TOKEN to the token of an admin of ${source}.`
      : `Set GITHUB_TOKEN to the token of an owner of ${source}.`,
});

function bypassOf(found: Seen<WrittenRuleset>, hidden: Hidden): Seen<readonly BypassActor[]> {
  const actors = found.seen ? found.value.bypass_actors : undefined;
  if (!actors) return { seen: false, ...hidden };
  return seen(
    actors.map(({ actor_id: id, actor_type: type, bypass_mode: mode, name }) => ({
      id,
      type,
      mode,
      name: name ?? null,
    })),
  );
}
