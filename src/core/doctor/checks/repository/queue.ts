import type { Check } from '../../check.ts';
import type { RepositoryState } from '../../facts.ts';
import { branch, REPOSITORY } from '../../healthy.ts';
import { pass, problem, warning, type Line } from '../../line.ts';

export const queue: Check<RepositoryState> = {
  id: 'queue',
  title: 'The merge queue',
  why: 'A merge queue builds groups and waits for the checks of each. The app has to hear of merge_group for that. With "only the last has to pass" (HEADGREEN) an entry whose own checks failed can ride along with a later one that passed.',
  inspect({ branches, events }) {
    return branches.flatMap(({ name, rules }): Line[] => {
      const found = rules.seen ? rules.value.queue : null;
      if (!found) return [];
      const lines: Line[] = [];
      if (events && !events.includes('merge_group')) {
        lines.push(
          problem(
            `${name} has a merge queue, and the app does not hear of merge_group: what is queued waits for ever.`,
            'Subscribe the app to "Merge group" in its settings, and accept it in the installation.',
          ),
        );
      }
      if (found.strategy === 'HEADGREEN') {
        lines.push(
          warning(
            `The merge queue of ${name} only asks that the last entry of a group passes (HEADGREEN): one that failed can ride along.`,
            `Tick "Require all queue entries to pass required checks" in the ruleset "${found.ruleset}".`,
          ),
        );
      }
      return lines.length > 0 ? lines : [pass(`Every entry of the merge queue of ${name} has to pass.`)];
    });
  },
  examples: [
    { when: 'there is none', facts: REPOSITORY, lines: [] },
    {
      when: 'every entry has to pass',
      facts: { ...REPOSITORY, branches: [branch({ queue: { strategy: 'ALLGREEN', ruleset: 'Queue' } })] },
      lines: ['pass: Every entry of the merge queue of main has to pass.'],
    },
    {
      when: 'only the last has to, and the app does not hear of it',
      facts: {
        ...REPOSITORY,
        branches: [branch({ queue: { strategy: 'HEADGREEN', ruleset: 'Queue' } })],
        events: ['pull_request'],
      },
      lines: [
        'problem: main has a merge queue, and the app does not hear of merge_group: what is queued waits for ever.',
        'warning: The merge queue of main only asks that the last entry of a group passes (HEADGREEN): one that failed can ride along.',
      ],
    },
  ],
};
