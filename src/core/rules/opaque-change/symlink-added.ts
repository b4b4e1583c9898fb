import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { isSensitive, isSharedInstructions, linkNeeds, newLinks } from './_links.ts';

export const symlinkAdded: Rule<Record<string, never>> = {
  id: 'symlink-added',
  family: 'opaque-change',
  summary: 'A symbolic link within the repository is added or points elsewhere.',
  why: 'A link stands for a file that the diff does not show: what is changed under one name takes effect under another, past code owners and path filters of that name. Within the repository this is mostly meant well, so it is only shown; instructions for one agent that link to those of another are not even that.',
  remediation: 'Make sure that both names may be changed by the same people.',
  severity: 'low',
  action: 'warn',
  options: z.strictObject({}),
  needs: linkNeeds,
  inspect({ files }) {
    const found = newLinks(files).filter(
      (link) => link.target !== null && !isSensitive(link) && !isSharedInstructions(link),
    );
    if (found.length === 0) return [];
    return [
      {
        rule: 'symlink-added',
        family: 'opaque-change',
        severity: 'low',
        message:
          'This name now stands for another file, whose content the diff does not show. Make sure that the same people may change both.',
        places: found.map(({ path }) => ({ path, line: 1, side: 'head' })),
      },
    ];
  },

  flagged: [
    {
      name: 'a link to a folder of the repository',
      files: [{ path: 'apps/web/shared', before: null, after: '../../packages/shared', afterMode: '120000' }],
      places: [{ path: 'apps/web/shared', line: 1, side: 'head' }],
    },
    {
      name: 'a file that becomes a link, and a link to something else',
      files: [
        { path: 'src/config.ts', before: 'export {};\n', after: '../config.ts', afterMode: '120000' },
        { path: 'current', before: 'v1', after: 'v2', beforeMode: '120000', afterMode: '120000' },
      ],
      places: ['src/config.ts', 'current'].map((path) => ({ path, line: 1, side: 'head' })),
    },
  ],
  clean: [
    {
      name: "one agent's instructions for another",
      files: [
        { path: 'CLAUDE.md', before: null, after: 'AGENTS.md', afterMode: '120000' },
        { path: '.claude/skills', before: null, after: '../.agents/skills', afterMode: '120000' },
      ],
    },
    {
      name: 'moved along with what it links to, and taken away',
      files: [
        {
          path: 'b/link',
          previousPath: 'a/link',
          before: '../lib/x',
          after: '../lib/x',
          beforeMode: '120000',
          afterMode: '120000',
        },
        { path: 'old', before: 'v1', after: null, beforeMode: '120000' },
      ],
    },
  ],
};
