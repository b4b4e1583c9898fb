import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { binaryKind, bringsBinary } from './_binaries.ts';

export const binaryData: Rule<Record<string, never>> = {
  id: 'binary-data',
  family: 'opaque-change',
  summary: 'A binary file that is neither a program nor picture, font, sound or video is added or replaced.',
  why: 'A database, a spreadsheet or a file of an unknown kind cannot be reviewed, may hold personal data or secrets, and stays in the history for good. It is shown and asks nothing of anybody; what can run is held to more by binary-code.',
  remediation: 'Keep it out of the repository, or in a text format.',
  severity: 'low',
  action: 'warn',
  options: z.strictObject({}),
  needs: (file) => ({
    content: file.patch === null && binaryKind(file.path) === 'data' ? 'both' : 'nothing',
  }),
  inspect({ files }) {
    const found = files.filter((file) => binaryKind(file.path) === 'data' && bringsBinary(file));
    if (found.length === 0) return [];
    return [
      {
        rule: 'binary-data',
        family: 'opaque-change',
        severity: 'low',
        message:
          'Nobody can review what is in this file. Keep it out of the repository, or in a text format.',
        places: found.map(({ path }) => ({ path, line: null, side: 'head' })),
      },
    ];
  },

  flagged: [
    {
      name: 'a database',
      files: [{ path: 'data/dev.sqlite3', before: null, after: 'SQLite format 3\0' }],
      places: [{ path: 'data/dev.sqlite3', line: null, side: 'head' }],
    },
    {
      name: 'another spreadsheet in the place of one',
      files: [{ path: 'docs/customers.xlsx', before: 'a\0', after: 'b\0' }],
      places: [{ path: 'docs/customers.xlsx', line: null, side: 'head' }],
    },
  ],
  clean: [
    { name: 'a picture', files: [{ path: 'docs/a.png', before: null, after: '\0' }] },
    { name: 'one that is gone', files: [{ path: 'data/dev.sqlite3', before: '\0', after: null }] },
  ],
};
