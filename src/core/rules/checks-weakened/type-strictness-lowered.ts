import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { loosened } from './_settings.ts';
import { holdsTypeSettings, typeSettings } from './_type-settings.ts';

const path = 'tsconfig.json';
const config = (options: string, extend = ''): string =>
  `{\n${extend}  "compilerOptions": {\n    ${options}\n  }\n}\n`;

export const typeStrictnessLowered: Rule<Record<string, never>> = {
  id: 'type-strictness-lowered',
  family: 'checks-weakened',
  summary: 'Types are checked less strictly than before.',
  why: 'Turning the strictness of a type checker down makes its errors vanish everywhere at once, those of this change and those that are still to be written.',
  remediation: 'Mend the types that are reported, or narrow the exception to the one place that needs it.',
  severity: 'medium',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: holdsTypeSettings(file.path) ? 'both' : 'nothing' }),
  inspect(facts) {
    const places = loosened(facts, typeSettings);
    if (places.length === 0) return [];
    return [
      {
        rule: 'type-strictness-lowered',
        family: 'checks-weakened',
        severity: 'medium',
        message:
          'The type checker lets more pass from now on, everywhere. Mend what it reports, or let a human agree.',
        places,
      },
    ];
  },
  flagged: [
    {
      name: 'strict switched off in tsconfig',
      files: [{ path, before: config('"strict": true'), after: config('"strict": false') }],
      places: [{ path, line: 3, side: 'head' }],
    },
    {
      name: 'an exception from strict, and strict taken out',
      files: [
        {
          path,
          before: config('"strict": true'),
          after: config('"strict": true,\n    "noImplicitAny": false'),
        },
        { path: 'a/tsconfig.json', before: config('"strict": true'), after: config('"target": "es2022"') },
      ],
      places: [
        { path, line: 4, side: 'head' },
        { path: 'a/tsconfig.json', line: 3, side: 'base' },
      ],
    },
    {
      name: 'mypy, pyright, PHPStan and C#',
      files: [
        {
          path: 'pyproject.toml',
          before: '[tool.mypy]\nstrict = true\n[tool.pyright]\ntypeCheckingMode = "strict"\n',
          after: '[tool.mypy]\nstrict = false\n[tool.pyright]\ntypeCheckingMode = "basic"\n',
        },
        { path: 'phpstan.neon', before: 'parameters:\n  level: 8\n', after: 'parameters:\n  level: 5\n' },
        {
          path: 'Directory.Build.props',
          before: '<TreatWarningsAsErrors>true</TreatWarningsAsErrors>\n',
          after: '<TreatWarningsAsErrors>false</TreatWarningsAsErrors>\n',
        },
      ],
      places: [
        { path: 'pyproject.toml', line: 2, side: 'head' },
        { path: 'pyproject.toml', line: 4, side: 'head' },
        { path: 'phpstan.neon', line: 2, side: 'head' },
        { path: 'Directory.Build.props', line: 1, side: 'head' },
      ],
    },
    {
      name: 'the build of Next.js goes on with errors',
      files: [
        {
          path: 'next.config.js',
          before: 'module.exports = {};\n',
          after: 'module.exports = { typescript: { ignoreBuildErrors: true } };\n',
        },
      ],
      places: [{ path: 'next.config.js', line: 1, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'stricter',
      files: [{ path, before: config('"strict": false'), after: config('"strict": true') }],
    },
    {
      name: 'tables within the settings of pyright',
      files: [
        {
          path: 'pyproject.toml',
          before: '[tool.pyright]\ntypeCheckingMode = "strict"\n',
          after:
            '[tool.pyright]\ntypeCheckingMode = "strict"\nexecutionEnvironments = [{ root = "tests", reportUnusedFunction = false }]\n',
        },
      ],
    },
    {
      name: 'inherited from a shared configuration',
      files: [
        {
          path,
          before: config('"strict": true'),
          after: config('"target": "es2022"', '  "extends": "@tsconfig/strictest",\n'),
        },
      ],
    },
    {
      name: 'moved to the root',
      files: [
        { path: 'a/tsconfig.json', before: config('"strict": true'), after: config('"target": "es2022"') },
        { path, before: null, after: config('"strict": true') },
      ],
    },
    {
      name: 'a new project that is not strict',
      files: [{ path: 'examples/tsconfig.json', before: null, after: config('"strict": false') }],
    },
  ],
};
