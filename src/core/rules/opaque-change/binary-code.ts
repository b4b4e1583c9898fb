import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { binaryKind, bringsBinary } from './_binaries.ts';

const concerns = (path: string): boolean => ['code', 'source'].includes(binaryKind(path));

export const binaryCode: Rule<Record<string, never>> = {
  id: 'binary-code',
  family: 'opaque-change',
  summary:
    'A program, library, archive or serialised object is added or replaced, or a source file is not text.',
  why: 'Nobody can review it, and it runs: a jar in the build, a `.pyc` beside its source, a pickle that executes what it likes when it is loaded. The backdoor of xz lay in two compressed test files (CVE-2024-3094); replaced Gradle wrappers are an attack of their own. A source file with NUL bytes, or in UTF-16, is compiled or run as before while diffs and every other rule see nothing of it.',
  remediation:
    'Build it from source in CI, or fetch it by version and checksum. Save source files as UTF-8 text.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: file.patch === null && concerns(file.path) ? 'both' : 'nothing' }),
  inspect({ files }) {
    const found = files.filter((file) => concerns(file.path) && bringsBinary(file));
    if (found.length === 0) return [];
    return [
      {
        rule: 'binary-code',
        family: 'opaque-change',
        severity: 'high',
        message:
          'This runs or holds what runs, and nobody can read it. Build it from source or fetch it by checksum, and keep source files as UTF-8 text.',
        places: found.map(({ path }) => ({ path, line: null, side: 'head' })),
      },
    ];
  },

  flagged: [
    {
      name: 'an archive among test data, a library, a serialised model',
      files: [
        { path: 'tests/files/bad.xz', before: null, after: 'xz\0' },
        { path: 'vendor/libcrypto.so.3', before: 'old\0', after: 'new\0' },
        { path: 'models/classifier.pkl', before: null, after: '\0' },
      ],
      places: ['tests/files/bad.xz', 'vendor/libcrypto.so.3', 'models/classifier.pkl'].map((path) => ({
        path,
        line: null,
        side: 'head',
      })),
    },
    {
      name: 'a program without an extension, and a script that is not text',
      files: [
        { path: 'bin/setup', before: null, after: '\u007fELF\0' },
        { path: 'db/seed.sql', before: 'SELECT 1;\n', after: 'S\0E\0' },
      ],
      places: ['bin/setup', 'db/seed.sql'].map((path) => ({ path, line: null, side: 'head' })),
    },
    {
      name: 'a picture that becomes a library',
      files: [{ path: 'lib/logo.dll', previousPath: 'logo.png', before: 'x\0', after: 'x\0' }],
      places: [{ path: 'lib/logo.dll', line: null, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'screenshots, icons, fonts',
      files: [
        { path: 'docs/login.png', before: null, after: 'png\0' },
        { path: 'public/favicon.ico', before: 'a\0', after: 'b\0' },
        { path: 'src/fonts/inter.woff2', before: null, after: 'font\0' },
      ],
    },
    {
      name: 'a library that only moved, one that is gone, and text of a doubtful name',
      files: [
        { path: 'lib/a.jar', previousPath: 'a.jar', before: 'x\0', after: 'x\0' },
        { path: 'b.jar', before: 'x\0', after: null },
        { path: 'bin/run', before: null, after: '#!/bin/sh\n' },
      ],
    },
  ],
};
