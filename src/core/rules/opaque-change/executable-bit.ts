import { z } from 'zod';
import type { FileChange } from '../../facts/facts.ts';
import { EXECUTABLE, mayBeSpecial } from '../../facts/modes.ts';
import type { Rule } from '../rule.ts';

/** Names of scripts, which are the files that are started by themselves. */
const SCRIPT = /(?:^|\/)[^./]+$|\.(?:sh|bash|zsh|ksh|fish)$/i;

const concerns = ({ status }: FileChange): boolean => status !== 'added' && status !== 'removed';
const asks = (file: FileChange): boolean => concerns(file) && (mayBeSpecial(file) || SCRIPT.test(file.path));

export const executableBit: Rule<Record<string, never>> = {
  id: 'executable-bit',
  family: 'opaque-change',
  summary: 'A file that was there before is made executable.',
  why: 'Hooks and many tools run whatever carries the bit, and GitHub shows the change of a mode hardly or not at all. It is shown and asks nothing of anybody. On GitHub, which does not tell modes with the list of files, it is looked for where nothing but the mode changed and in scripts; a source file that changes its text and its bit at once is not seen there.',
  remediation: 'Start programs by their interpreter, or say in the pull request why the bit is set.',
  severity: 'low',
  action: 'warn',
  options: z.strictObject({}),
  needs: (file) => (asks(file) ? { content: 'nothing', modes: true } : { content: 'nothing' }),
  inspect({ files }) {
    const found = files.filter(
      (file) => concerns(file) && file.headMode === EXECUTABLE && file.baseMode === '100644',
    );
    if (found.length === 0) return [];
    return [
      {
        rule: 'executable-bit',
        family: 'opaque-change',
        severity: 'low',
        message: 'This file can be started as a program from now on. Say why, or leave its mode as it was.',
        places: found.map(({ path }) => ({ path, line: null, side: 'head' })),
      },
    ];
  },

  flagged: [
    {
      name: 'nothing but the mode',
      files: [{ path: '.husky/pre-push', before: 'npm test\n', after: 'npm test\n', afterMode: '100755' }],
      places: [{ path: '.husky/pre-push', line: null, side: 'head' }],
    },
    {
      name: 'its text and its mode',
      files: [{ path: 'scripts/setup.sh', before: 'a\n', after: 'b\n', afterMode: '100755' }],
      places: [{ path: 'scripts/setup.sh', line: null, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'a new script, and one that was executable',
      files: [
        { path: 'scripts/new.sh', before: null, after: '#!/bin/sh\n', afterMode: '100755' },
        { path: 'run.sh', before: 'a\n', after: 'b\n', beforeMode: '100755', afterMode: '100755' },
      ],
    },
    {
      name: 'the bit is taken away',
      files: [{ path: 'README.md', before: 'a\n', after: 'a\n', beforeMode: '100755' }],
    },
  ],
};
