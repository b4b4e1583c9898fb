import { whoIs } from '../../bypass-actor.ts';
import type { Check } from '../../check.ts';
import type { Branch, BypassActor, RepositoryState, Ruleset } from '../../facts.ts';
import { seen } from '../../facts.ts';
import { branch, REPOSITORY, REQUIRED, UNSEEN } from '../../healthy.ts';
import { opening, pass, unsure, type Line } from '../../line.ts';
import { binding } from './_expected.ts';

export const bypass: Check<RepositoryState> = {
  id: 'bypass',
  title: 'Who may bypass',
  why: 'Whoever is on the bypass list of a ruleset merges past the check, apps included. "Exempt" ones do so without a word and without an entry in the audit log. AgentGuard has a way past of its own, `/agentguard override`, which is recorded with name and reason.',
  inspect(state) {
    if (state.archived) return [];
    return state.branches.flatMap((each) => ofBranch(state, each));
  },
  examples: [
    { when: 'nobody', facts: REPOSITORY, lines: ['pass: Nobody may bypass what main requires.'] },
    {
      when: 'several may',
      facts: withBypass([
        { type: 'Integration', id: 31, name: 'Renovate', mode: 'exempt' },
        { type: 'RepositoryRole', id: 5, name: 'admin', mode: 'always' },
        { type: 'RepositoryRole', id: 900, name: 'release manager', mode: 'always' },
        { type: 'OrganizationAdmin', id: 1, name: null, mode: 'pull_request' },
        { type: 'Team', id: 12, name: 'acme/platform', mode: 'pull_request' },
        { type: 'User', id: 17, name: 'ada', mode: 'pull_request' },
        { type: 'DeployKey', id: null, name: null, mode: 'always' },
      ]),
      lines: [
        'problem: The app Renovate is exempt from the ruleset "AgentGuard" of acme/shop: it merges into main unseen, without an entry in the audit log.',
        'problem: Repository admins may always bypass the ruleset "AgentGuard" of acme/shop, on main.',
        'problem: People with the repository role "release manager" may always bypass the ruleset "AgentGuard" of acme/shop, on main.',
        'problem: Organisation owners may bypass the ruleset "AgentGuard" of acme/shop on pull requests, on main.',
        'problem: The team acme/platform may bypass the ruleset "AgentGuard" of acme/shop on pull requests, on main.',
        'problem: The person ada may bypass the ruleset "AgentGuard" of acme/shop on pull requests, on main.',
        'problem: Every deploy key may always bypass the ruleset "AgentGuard" of acme/shop, on main.',
      ],
    },
    {
      when: 'GitHub does not tell what they are called',
      facts: withBypass([
        { type: 'Integration', id: 31, name: null, mode: 'always' },
        { type: 'RepositoryRole', id: 900, name: null, mode: 'always' },
        { type: 'Team', id: 12, name: null, mode: 'always' },
        { type: 'User', id: 17, name: null, mode: 'always' },
      ]),
      lines: [
        'problem: The app 31 may always bypass the ruleset "AgentGuard" of acme/shop, on main.',
        'problem: People with the repository role 900 may always bypass the ruleset "AgentGuard" of acme/shop, on main.',
        'problem: The team 12 may always bypass the ruleset "AgentGuard" of acme/shop, on main.',
        'problem: The person with the number 17 may always bypass the ruleset "AgentGuard" of acme/shop, on main.',
      ],
    },
    {
      when: 'it cannot be seen',
      facts: withBypass(UNSEEN),
      lines: [
        'unseen: Who may bypass the ruleset "AgentGuard" of acme/shop cannot be seen. GitHub shows it to admins only.',
      ],
    },
    {
      when: 'nothing requires the check',
      facts: { ...REPOSITORY, branches: [branch({ required: [] })] },
      lines: [],
    },
  ],
};

function withBypass(actors: readonly BypassActor[] | typeof UNSEEN): RepositoryState {
  const list = 'seen' in actors ? actors : seen(actors);
  const ruleset = { ...REQUIRED.ruleset, bypass: list };
  return { ...REPOSITORY, branches: [branch({ required: [{ ...REQUIRED, ruleset }] })] };
}

function ofBranch(state: RepositoryState, { name, ...rest }: Branch): Line[] {
  const all = binding(state, { name, ...rest });
  if (all.length === 0) return [];
  // Each holds by itself: one that nobody gets past is enough.
  const closed = all.some(({ ruleset, bindsAdmins }) =>
    ruleset === null ? bindsAdmins : ruleset.bypass.seen && ruleset.bypass.value.length === 0,
  );
  if (closed) return [pass(`Nobody may bypass what ${name} requires.`)];
  const rulesets = new Map(all.flatMap(({ ruleset }) => (ruleset ? [[ruleset.id, ruleset] as const] : [])));
  return [...rulesets.values()].flatMap((ruleset) => ofRuleset(ruleset, name));
}

function ofRuleset({ name, source, bypass: actors }: Ruleset, branchName: string): Line[] {
  const called = `the ruleset "${name}" of ${source}`;
  if (!actors.seen) return [unsure(`Who may bypass ${called} cannot be seen. ${actors.reason}`, actors.mend)];
  return actors.value.map((actor) => {
    const who = whoIs(actor);
    const mend = `Take ${who.called} off its bypass list.`;
    if (actor.mode === 'exempt') {
      return opening(
        `${who.subject} ${who.many ? 'are' : 'is'} exempt from ${called}: ${who.many ? 'they merge' : 'it merges'} into ${branchName} unseen, without an entry in the audit log.`,
        mend,
      );
    }
    const how =
      actor.mode === 'pull_request' ? `may bypass ${called} on pull requests` : `may always bypass ${called}`;
    return opening(`${who.subject} ${how}, on ${branchName}.`, mend);
  });
}
