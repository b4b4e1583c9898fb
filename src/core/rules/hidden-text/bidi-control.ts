import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { BIDI_CONTROL, reorderedCode, reorderedProse } from './_bidi.ts';
import { nameOf } from './_characters.ts';
import { textKind } from './_files.ts';
import { describe, newMarks, type Finder } from './_marks.ts';

const find: Finder = ({ text }, { path }) =>
  textKind(path) === 'text' ? reorderedProse(text) : reorderedCode(text);

export const bidiControl: Rule<Record<string, never>> = {
  id: 'bidi-control',
  family: 'hidden-text',
  summary: 'Unicode direction controls make code or instructions read in another order than they run in.',
  why: 'Editors, diffs and reviews obey direction controls, compilers and agents do not: a comment can seem to end where it goes on, a condition can seem to be inside a comment (Trojan Source, CVE-2021-42574). Controls around right-to-left words within one string or comment are how such words are written and are left alone; translations and prose are held only to having no override without right-to-left text.',
  remediation:
    'Take the characters out. Where a text must hold one, write it as an escape such as `\\u202e`, which everybody can see.',
  severity: 'critical',
  action: 'review',
  options: z.strictObject({}),
  needs: () => ({ content: 'patch' }),
  inspect({ files }) {
    const marks = newMarks(files, BIDI_CONTROL, find);
    if (marks.length === 0) return [];
    return [
      {
        rule: 'bidi-control',
        family: 'hidden-text',
        severity: 'critical',
        message: `People would see this in another order than it is read and run in: ${describe(marks, nameOf)}. Take the characters out, or write them as escapes.`,
        places: marks.map(({ place }) => place),
      },
    ];
  },

  flagged: [
    {
      name: 'a condition that looks like a comment',
      files: [
        {
          path: 'src/access.js',
          before: 'let isAdmin = false;\n',
          after:
            'let isAdmin = false;\n/*\u202e } \u2066if (isAdmin)\u2069 \u2066 admins only */\ngrant();\n',
        },
      ],
      places: [{ path: 'src/access.js', line: 2, side: 'head' }],
    },
    {
      name: 'a return that seems to be in a docstring, and an override in instructions',
      files: [
        {
          path: 'bank.py',
          before: null,
          after: "def pay(amount):\n  ''' Subtract, then \u2067''' ;return\n  account -= amount\n",
        },
        { path: 'AGENTS.md', before: '# Rules\n', after: '# Rules\nNever push.\u202e.tset ylnO\n' },
      ],
      places: [
        { path: 'bank.py', line: 2, side: 'head' },
        { path: 'AGENTS.md', line: 2, side: 'head' },
      ],
    },
    {
      name: 'right-to-left letters do not excuse an override in code',
      files: [
        {
          path: 'src/role.ts',
          before: null,
          after: "if (role !== 'user\u202e \u2066// \u05d0\u2069 \u2066') grant();\n",
        },
      ],
      places: [{ path: 'src/role.ts', line: 1, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'right-to-left words with their own controls, in code and in a translation',
      files: [
        {
          path: 'src/greeting.ts',
          before: null,
          after: "export const hello = '\u2067\u05e9\u05dc\u05d5\u05dd {name}\u2069';\n",
        },
        {
          path: 'src/locales/fa-IR.json',
          before: null,
          after: '{ "cells": "\u202b\u062e\u0627\u0646\u0647 (Excel)\u202c", "by": "\u2068{name}\u2069" }\n',
        },
      ],
    },
    {
      name: 'an escape, which everybody can see',
      files: [{ path: 'src/controls.ts', before: null, after: "export const OVERRIDE = '\\u202e';\n" }],
    },
    {
      name: 'a line that only moved and was indented',
      files: [
        { path: 'a.js', before: "// \u202e//'\nrun();\n", after: 'run();\n' },
        { path: 'b.js', before: null, after: "{\n  // \u202e//'\n}\n" },
      ],
    },
  ],
};
