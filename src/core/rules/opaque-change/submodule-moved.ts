import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { isMoved, submoduleNeeds } from './_submodules.ts';

export const submoduleMoved: Rule<Record<string, never>> = {
  id: 'submodule-moved',
  family: 'opaque-change',
  summary: 'A submodule stands at another commit.',
  why: 'One line of the diff stands for everything that changed in the other repository, forwards or backwards. Agents move submodules by accident, with `git add -A` after a checkout. It is shown, for people who expect it to be there; where submodules are built and shipped, set it to review.',
  remediation: "Compare the two commits in the submodule's own repository, or leave it where it was.",
  severity: 'medium',
  action: 'warn',
  options: z.strictObject({}),
  needs: submoduleNeeds,
  inspect({ files }) {
    const found = files.filter(isMoved);
    if (found.length === 0) return [];
    return [
      {
        rule: 'submodule-moved',
        family: 'opaque-change',
        severity: 'medium',
        message:
          'Other code is built from here on, and none of it is in the diff. Compare the two commits in the repository of the submodule, or leave it where it was.',
        places: found.map(({ path }) => ({ path, line: 1, side: 'head' })),
      },
    ];
  },

  flagged: ['lib', 'themes/docs'].map((path) => ({
    name: `another commit of ${path}`,
    files: [
      {
        path,
        before: 'Subproject commit 1111111111111111111111111111111111111111\n',
        after: 'Subproject commit 2222222222222222222222222222222222222222\n',
        beforeMode: '160000',
        afterMode: '160000',
      },
    ],
    places: [{ path, line: 1, side: 'head' }],
  })),
  clean: [
    {
      name: 'only its folder is another',
      files: [
        {
          path: 'libs/lib',
          previousPath: 'lib',
          before: 'Subproject commit 1111111111111111111111111111111111111111\n',
          after: 'Subproject commit 1111111111111111111111111111111111111111\n',
          beforeMode: '160000',
          afterMode: '160000',
        },
      ],
    },
    {
      name: 'a file with such a text',
      files: [
        {
          path: 'notes.txt',
          before: null,
          after: 'Subproject commit 2222222222222222222222222222222222222222\n',
        },
      ],
    },
  ],
};
