import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { isSensitive, linkNeeds, newLinks } from './_links.ts';

export const symlinkOutside: Rule<Record<string, never>> = {
  id: 'symlink-outside',
  family: 'opaque-change',
  summary: "A symbolic link leads out of the repository, to credentials, or into git's own folder.",
  why: "Whatever follows the link reads or writes there: a build that copies `public/` publishes the runner's keys, an agent or a script that writes a file of the repository writes to a home directory. Links into `.git` have run code on clone more than once (CVE-2024-32002). In a diff it is one short line.",
  remediation: 'Link to files of the repository only, or copy the file.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: linkNeeds,
  inspect({ files }) {
    const found = newLinks(files).filter((link) => link.target === null || isSensitive(link));
    if (found.length === 0) return [];
    return [
      {
        rule: 'symlink-outside',
        family: 'opaque-change',
        severity: found.some(isSensitive) ? 'critical' : 'high',
        message:
          "What follows this link reads or writes outside of the repository, or where credentials and git's own files are. Link to files of the repository only, or copy the file.",
        places: found.map(({ path }) => ({ path, line: 1, side: 'head' })),
      },
    ];
  },

  flagged: [
    {
      name: 'an absolute path, a way out, and credentials',
      files: [
        { path: 'public/hosts', before: null, after: '/etc/hosts', afterMode: '120000' },
        { path: 'src/shared', before: null, after: '../../shared/src', afterMode: '120000' },
        { path: 'public/config.txt', before: null, after: '../.env', afterMode: '120000' },
      ],
      places: ['public/hosts', 'src/shared', 'public/config.txt'].map((path) => ({
        path,
        line: 1,
        side: 'head',
      })),
    },
    {
      name: "a file turned into a link into git's folder",
      files: [
        { path: 'hooks', before: 'text\n', after: '.git/hooks', afterMode: '120000' },
        {
          path: 'docs/latest',
          before: 'v1',
          after: '../../latest',
          beforeMode: '120000',
          afterMode: '120000',
        },
      ],
      places: ['hooks', 'docs/latest'].map((path) => ({ path, line: 1, side: 'head' })),
    },
  ],
  clean: [
    {
      name: 'links within the repository',
      files: [
        { path: 'docs/README.md', before: null, after: '../README.md', afterMode: '120000' },
        { path: 'CLAUDE.md', before: null, after: 'AGENTS.md', afterMode: '120000' },
        { path: 'apps/web/.env', before: null, after: '../../.env', afterMode: '120000' },
      ],
    },
    {
      name: 'a link that led out before, a file with such a text, and a link that is gone',
      files: [
        {
          path: 'lib/shared',
          previousPath: 'shared',
          before: '/opt/shared',
          after: '/opt/shared',
          beforeMode: '120000',
          afterMode: '120000',
        },
        { path: 'paths.txt', before: null, after: '/etc/passwd' },
        { path: 'old', before: '/etc', after: null, beforeMode: '120000' },
      ],
    },
  ],
};
