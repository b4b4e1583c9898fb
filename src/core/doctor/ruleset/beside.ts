import { requirementsOn } from '../checks/repository/_expected.ts';
import type { RepositoryState } from '../facts.ts';

/**
 * What else speaks of the check on these branches and stays as it is, each a sentence: other rulesets and classic
 * branch protection, which `--fix` does not touch.
 * @param changed names of the repository's rulesets that are planned
 */
export function besideRuleset(
  { repository, appId, branches: all, dormant }: RepositoryState,
  { context, branches }: { readonly context: string; readonly branches: readonly string[] },
  changed: readonly string[],
): readonly string[] {
  const own = `${repository.owner}/${repository.name}`;
  const isChanged = (name: string, source: string): boolean => source === own && changed.includes(name);
  const required = all
    .filter(({ name }) => branches.includes(name))
    .flatMap((branch) => requirementsOn(branch).map((each) => ({ branch: branch.name, ...each })))
    .filter((each) => each.context === context)
    .filter(({ ruleset }) => ruleset === null || !isChanged(ruleset.name, ruleset.source));
  const idle = (dormant.seen ? dormant.value : []).filter(({ name, source }) => !isChanged(name, source));
  return [
    ...required.map(({ branch, by, appId: source, bindsAdmins }) => {
      const says = `${capital(by)} requires "${context}" on ${branch} as well`;
      if (source === null) return `${says}, from any source. It stays so; beside it only this app's counts.`;
      if (source !== appId) {
        return `${says}, of another app (${source}). It stays so: if that app is no longer yours, take that away by hand, since pull requests wait for it for ever.`;
      }
      return `${says}${bindsAdmins ? '' : ', though not of admins'}. It stays so.`;
    }),
    ...idle.map(
      ({ name, source, enforcement }) =>
        `The ruleset "${name}" of ${source} would require a check of AgentGuard and ${enforcement === 'evaluate' ? 'is only evaluated' : 'is disabled'}. It stays so.`,
    ),
  ];
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
