import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { isBuilt, isSource, newMinified, SAMPLE } from './_minified.ts';

export const bundledCode: Rule<Record<string, never>> = {
  id: 'bundled-code',
  family: 'opaque-change',
  summary: 'Minified code is added or replaced among built, vendored or published files.',
  why: 'Bundles are where such code belongs, and still nobody reads them: what is in them need not be what its source says. It is shown and asks nothing of anybody; where a bundle is what runs, as with actions and libraries served from the repository, set it to review.',
  remediation: 'Build it in CI from the source, or compare it there with what is committed.',
  severity: 'low',
  action: 'warn',
  options: z.strictObject({}),
  needs: ({ path }) => ({ content: isSource(path) && isBuilt(path) ? 'patch' : 'nothing' }),
  inspect({ files }) {
    const places = newMinified(files, isBuilt);
    if (places.length === 0) return [];
    return [
      {
        rule: 'bundled-code',
        family: 'opaque-change',
        severity: 'low',
        message:
          'Nobody can tell from this bundle whether it is what its source says. Build it in CI, or compare it there.',
        places,
      },
    ];
  },

  flagged: ['dist/index.js', 'public/js/jquery.min.js'].map((path) => ({
    name: `a bundle in ${path}`,
    files: [{ path, before: 'old();\n', after: `${SAMPLE}\n` }],
    places: [{ path, line: 1, side: 'head' as const }],
  })),
  clean: [
    { name: 'readable output', files: [{ path: 'dist/index.js', before: null, after: 'run();\n' }] },
    { name: 'a bundle that is gone', files: [{ path: 'dist/a.js', before: `${SAMPLE}\n`, after: null }] },
  ],
};
