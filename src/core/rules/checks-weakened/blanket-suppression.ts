import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { addedSuppressions, inString, isTestOnly, suppressionNeeds } from './_suppressions.ts';

const KEYWORD =
  /disable|nocheck|ignore|noqa|nolint|allow|warning|phpcs|noinspection|NOLINT|SuppressWarnings/i;

/**
 * Directives that switch a tool off for a whole file or crate, or for every rule there is. One rule named for one
 * line, or for a file, is ordinary work.
 */
const BLANKETS: readonly RegExp[] = [
  // ESLint and its kin, without a rule behind it.
  /\/\*\s*(?:eslint|oxlint|tslint|stylelint|biome)[-:]disable\s*(?:--[^*]{0,200})?\*\//,
  /\/\/\s*(?:tslint:disable|oxlint-disable)\s*$/,
  /\/\/\s*biome-ignore-all\s+(?:lint\s*:|lint$|all)/,
  /(?:\/\/|\/\*)\s*@ts-nocheck\b/,
  /(?:\/\/|\/\*)\s*@flow\s+(?:off|nocheck)|(?:\/\/|\/\*)\s*@noflow\b/,
  // Python: alone on its line it holds for the module.
  /^#\s*type:\s*ignore\s*(?:#.*)?$/,
  /^\s*#\s*(?:ruff|flake8)\s*:\s*noqa\s*$/i,
  /^\s*#\s*mypy\s*:\s*ignore-errors\b/,
  /^\s*#\s*pyright\s*:\s*(?:basic|ignore)\s*$/,
  /^\s*#\s*pylint\s*:\s*(?:skip-file|disable\s*=\s*all)\b/,
  // Go and C++: every linter.
  /\/\/\s*nolint\s*(?:$|\/\/)|\/\/\s*nolint:all\b|\/\/\s*NOLINTBEGIN\s*$|\/\/\s*NOLINT\s*$/,
  /\/\/\s*lint:file-ignore\s/,
  /#!\[\s*allow\s*\([^)]{0,200}\b(?:warnings|clippy::(?:all|pedantic|correctness|suspicious|restriction)|unsafe_code|unused)\b/,
  /#\s*rubocop\s*:\s*disable\s+all\b/i,
  /@(?:file:)?Suppress(?:Warnings)?\s*\(\s*(?:\{\s*)?"(?:all|ALL)"/,
  /^\s*#pragma\s+warning\s+disable\s*(?:\/\/.*)?$/,
  /(?:\/\/|\/\*|#)\s*phpcs\s*:\s*(?:ignoreFile|disable)\s*(?:\*\/)?\s*$/,
  /\/\/\s*swiftlint:disable\s+all\b/,
  /#\s*shellcheck\s+disable=all\b/,
];

/** A comment in front of longer code was put there by what packed it. */
const MAX_LINE = 300;

export const blanketSuppression: Rule<Record<string, never>> = {
  id: 'blanket-suppression',
  family: 'checks-weakened',
  summary: 'A comment switches a linter or type checker off for a whole file, or for all of its rules.',
  why: 'A named rule on a named line says what is accepted. A blanket says nothing and holds for whatever is written there later, so that mistakes the tool would have seen get in unseen.',
  remediation: 'Mend what the tool says, or name the single rule on the single line, with the reason.',
  severity: 'medium',
  action: 'review',
  options: z.strictObject({}),
  needs: suppressionNeeds,
  inspect(facts) {
    const places = addedSuppressions(facts, ({ text }, path) => {
      if (text.length > MAX_LINE || !KEYWORD.test(text) || isTestOnly(path)) return null;
      for (const pattern of BLANKETS) {
        const match = pattern.exec(text);
        if (match && !inString(text, match.index)) return match[0].trim();
      }
      return null;
    }).map(({ place }) => place);
    if (places.length === 0) return [];
    return [
      {
        rule: 'blanket-suppression',
        family: 'checks-weakened',
        severity: 'medium',
        message:
          'From here on a checker looks away, whatever is written. Mend what it says, or name the one rule on the one line.',
        places,
      },
    ];
  },
  flagged: [
    {
      name: 'at the top of a file',
      files: [
        { path: 'src/a.ts', before: 'a();\n', after: '/* eslint-disable */\na();\n' },
        { path: 'src/b.ts', before: 'b();\n', after: '// @ts-nocheck\nb();\n' },
        { path: 'c.py', before: 'c()\n', after: '# type: ignore\n# flake8: noqa\nc()\n' },
        { path: 'src/lib.rs', before: 'fn d() {}\n', after: '#![allow(clippy::all)]\nfn d() {}\n' },
      ],
      places: [
        { path: 'src/a.ts', line: 1, side: 'head' },
        { path: 'src/b.ts', line: 1, side: 'head' },
        { path: 'c.py', line: 1, side: 'head' },
        { path: 'c.py', line: 2, side: 'head' },
        { path: 'src/lib.rs', line: 1, side: 'head' },
      ],
    },
    {
      name: 'every linter on a line',
      files: [{ path: 'a.go', before: 'a()\n', after: 'a() //nolint\n' }],
      places: [{ path: 'a.go', line: 1, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'named rules',
      files: [
        {
          path: 'src/a.ts',
          before: '',
          after:
            '/* eslint-disable no-console */\n// eslint-disable-next-line no-eval\n// @ts-expect-error: not typed\na();\n',
        },
        {
          path: 'b.py',
          before: '',
          after: 'b()  # noqa: E501\nc()  # type: ignore[arg-type]\n# ruff: noqa: F401\n',
        },
        { path: 'c.go', before: '', after: 'c() //nolint:errcheck // closed below\n' },
      ],
    },
    {
      name: 'moved with its file, and generated code',
      files: [
        { path: 'src/a.ts', before: '/* eslint-disable */\na();\n', after: null },
        { path: 'src/b.ts', before: null, after: '/* eslint-disable */\nb();\n' },
        { path: 'src/generated/api.ts', before: null, after: '/* eslint-disable */\nc();\n' },
      ],
    },
    {
      name: 'in a string',
      files: [{ path: 'src/a.ts', before: '', after: "const header = '/* eslint-disable */';\n" }],
    },
  ],
};
