import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { holdsLintSettings, lintSettings } from './_lint-settings.ts';
import { loosened } from './_settings.ts';

const path = '.eslintrc.js';
const config = (...rules: string[]): string =>
  `module.exports = {\n  rules: {\n${rules.map((rule) => `    ${rule},\n`).join('')}  },\n};\n`;

export const lintRuleLowered: Rule<Record<string, never>> = {
  id: 'lint-rule-lowered',
  family: 'checks-weakened',
  summary: 'A rule of a linter is switched off or only warns for the whole project.',
  why: 'A rule that is switched off for one complaint is off for every file and for all that is still to be written. What it kept out comes in unseen.',
  remediation: 'Mend the code, or make an exception on the one line, with the reason.',
  severity: 'low',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: holdsLintSettings(file.path) ? 'both' : 'nothing' }),
  inspect(facts) {
    const places = loosened(facts, lintSettings);
    if (places.length === 0) return [];
    return [
      {
        rule: 'lint-rule-lowered',
        family: 'checks-weakened',
        severity: 'low',
        message:
          'A rule that held for the whole project no longer does. Mend the code, or make the exception where it is needed.',
        places,
      },
    ];
  },
  flagged: [
    {
      name: 'from error to off and to warn',
      files: [
        {
          path,
          before: config("'no-eval': 'error'", "'no-undef': ['error', { typeof: true }]", 'eqeqeq: 2'),
          after: config("'no-eval': 'off'", "'no-undef': ['warn', { typeof: true }]", 'eqeqeq: 0'),
        },
      ],
      places: [
        { path, line: 3, side: 'head' },
        { path, line: 4, side: 'head' },
        { path, line: 5, side: 'head' },
      ],
    },
    {
      name: 'one more ignored, one less selected',
      files: [
        {
          path: 'ruff.toml',
          before: '[lint]\nselect = ["E", "S"]\nignore = ["E501"]\n',
          after: '[lint]\nselect = ["E"]\nignore = ["E501", "F401"]\n',
        },
        {
          path: '.flake8',
          before: '[flake8]\nignore = E501\n',
          after: '[flake8]\nignore =\n  E501,\n  F821\n',
        },
        {
          path: '.golangci.yml',
          before: 'linters:\n  enable:\n    - gosec\n    - govet\n',
          after: 'linters:\n  enable:\n    - govet\n',
        },
        {
          path: '.rubocop.yml',
          before: 'A/B:\n  Max: 3\n',
          after: 'A/B:\n  Max: 3\nSecurity/Eval:\n  Enabled: false\n',
        },
      ],
      places: [
        { path: 'ruff.toml', line: 2, side: 'base' },
        { path: 'ruff.toml', line: 3, side: 'head' },
        { path: '.flake8', line: 4, side: 'head' },
        { path: '.golangci.yml', line: 3, side: 'base' },
        { path: '.rubocop.yml', line: 3, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'stricter, reordered, with other options',
      files: [
        {
          path,
          before: config("'no-eval': 'warn'", "'no-undef': 'error'"),
          after: config("'no-undef': ['error', { typeof: true }]", "'no-eval': 'error'"),
        },
      ],
    },
    {
      name: 'moved to another kind of configuration',
      files: [
        { path, before: config("'no-eval': 'error'"), after: null },
        { path: 'eslint.config.js', before: null, after: config("'no-eval': 'error'", "'no-var': 'off'") },
      ],
    },
  ],
};
