import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { isBuilt, isSource, newMinified, SAMPLE } from './_minified.ts';

export const minifiedCode: Rule<Record<string, never>> = {
  id: 'minified-code',
  family: 'opaque-change',
  summary: 'Code without line breaks is added among sources that people read.',
  why: 'A program on one line of a thousand characters and more is what minifiers and obfuscators write. Among readable sources it has no business: injected code hides that way, far to the right of a harmless line, and diffs cut it off. In folders for built and vendored files it is expected, see bundled-code.',
  remediation: 'Commit the source it was made from, and build the rest in CI.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: ({ path }) => ({ content: isSource(path) && !isBuilt(path) ? 'patch' : 'nothing' }),
  inspect({ files }) {
    const places = newMinified(files, (path) => !isBuilt(path));
    if (places.length === 0) return [];
    return [
      {
        rule: 'minified-code',
        family: 'opaque-change',
        severity: 'high',
        message:
          'This line is a program that nobody can read. Commit the source it was made from, and build the rest in CI.',
        places,
      },
    ];
  },

  flagged: [
    {
      name: 'a minified file among sources',
      files: [{ path: 'src/helpers.js', before: null, after: `${SAMPLE}\n` }],
      places: [{ path: 'src/helpers.js', line: 1, side: 'head' }],
    },
    {
      name: 'far to the right of a harmless line',
      files: [
        {
          path: 'tailwind.config.js',
          before: 'module.exports = {};\n',
          after: `module.exports = {};${' '.repeat(60)}${SAMPLE}\n`,
        },
      ],
      places: [{ path: 'tailwind.config.js', line: 1, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'long data: a picture, class names, numbers',
      files: [
        {
          path: 'src/data.ts',
          before: null,
          after: `const icon = 'data:image/png;base64,${'iVBORw0KGgo'.repeat(100)}';\nconst name = "${'flex gap-2 '.repeat(100)}";\nconst points = [${'1.25, 3, '.repeat(200)}];\n`,
        },
      ],
    },
    {
      name: 'built files, and a line that only moved',
      files: [
        { path: 'dist/index.js', before: null, after: `${SAMPLE}\n` },
        { path: 'src/a.js', before: `${SAMPLE}//\n`, after: 'a();\n' },
        { path: 'src/b.js', before: null, after: `${SAMPLE}//\n` },
      ],
    },
  ],
};
