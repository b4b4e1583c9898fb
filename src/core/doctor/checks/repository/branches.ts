import type { Check } from '../../check.ts';
import type { Branch, RepositoryState } from '../../facts.ts';
import { seen } from '../../facts.ts';
import { branch, REPOSITORY, REQUIRED } from '../../healthy.ts';
import { opening, pass, unseen, warning, type Line } from '../../line.ts';
import { binding } from './_expected.ts';

export const branches: Check<RepositoryState> = {
  id: 'branches',
  title: 'Force pushes and deletions',
  why: 'A branch that can be force-pushed can be set back to before a change that somebody answered for; one that can be deleted can be made anew. Where a required branch has to be up to date, every merge makes all other pull requests be updated first.',
  inspect(state) {
    return state.archived ? [] : state.branches.flatMap((each) => ofBranch(state, each));
  },
  examples: [
    { when: 'closed', facts: REPOSITORY, lines: ['pass: main can be neither force-pushed nor deleted.'] },
    {
      when: 'open',
      facts: { ...REPOSITORY, branches: [branch({ blocksForcePushes: false, blocksDeletion: false })] },
      lines: ['warning: main can be force-pushed and deleted by whoever can push.'],
    },
    {
      when: 'it can be deleted, and made anew without the check',
      facts: {
        ...REPOSITORY,
        branches: [
          branch({
            blocksDeletion: false,
            required: [{ ...REQUIRED, ruleset: { ...REQUIRED.ruleset, notOnCreate: true } }],
          }),
        ],
      },
      lines: [
        'problem: main can be deleted, and made anew with anything in it: the check is not required on creation.',
      ],
    },
    {
      when: 'it has to be up to date',
      facts: {
        ...REPOSITORY,
        branches: [branch({ required: [{ ...REQUIRED, ruleset: { ...REQUIRED.ruleset, strict: true } }] })],
      },
      lines: [
        'pass: main can be neither force-pushed nor deleted.',
        'warning: A pull request has to be up to date with main before it merges: each merge makes all others be updated and judged again.',
      ],
    },
    {
      when: 'classic protection, of which only admins see the rest',
      facts: {
        ...REPOSITORY,
        branches: [
          branch(
            { required: [], blocksForcePushes: false, blocksDeletion: false },
            {
              classic: seen({
                checks: [{ context: 'AgentGuard', appId: 7 }],
                bindsAdmins: true,
                details: null,
              }),
            },
          ),
        ],
      },
      lines: ['unseen: Whether main can be force-pushed or deleted cannot be seen.'],
    },
  ],
};

function ofBranch(state: RepositoryState, each: Branch): Line[] {
  const { name, rules, classic } = each;
  if (!rules.seen || !classic.seen) return [];
  const old = classic.value;
  const lines: Line[] = [];
  const forced = !rules.value.blocksForcePushes && (old?.details?.allowsForcePushes ?? old === null);
  const deleted = !rules.value.blocksDeletion && (old?.details?.allowsDeletion ?? old === null);
  const rulesets = binding(state, each).flatMap(({ ruleset }) => (ruleset ? [ruleset] : []));
  if (old && !old.details && !(rules.value.blocksForcePushes && rules.value.blocksDeletion)) {
    lines.push(
      unseen(
        `Whether ${name} can be force-pushed or deleted cannot be seen.`,
        'Let the app have administration: read, or set GITHUB_TOKEN to the token of an admin of the repository.',
      ),
    );
  } else if (deleted && rulesets.length > 0 && rulesets.every(({ notOnCreate }) => notOnCreate)) {
    lines.push(
      opening(
        `${name} can be deleted, and made anew with anything in it: the check is not required on creation.`,
        'Add "Restrict deletions" to the ruleset, or take away "Do not require status checks on creation".',
      ),
    );
  } else if (forced || deleted) {
    const how = [forced ? 'force-pushed' : '', deleted ? 'deleted' : ''].filter((word) => word !== '');
    lines.push(
      warning(
        `${name} can be ${how.join(' and ')} by whoever can push.`,
        'Add "Block force pushes" and "Restrict deletions" to a ruleset of that branch.',
      ),
    );
  } else lines.push(pass(`${name} can be neither force-pushed nor deleted.`));
  if (rulesets.some(({ strict }) => strict) || old?.details?.strict === true) {
    lines.push(
      warning(
        `A pull request has to be up to date with ${name} before it merges: each merge makes all others be updated and judged again.`,
        'Leave it if you want it. A merge queue asks less of people.',
      ),
    );
  }
  return lines;
}
