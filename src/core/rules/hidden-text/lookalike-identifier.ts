import { z } from 'zod';
import type { FileChange } from '../../facts/facts.ts';
import type { Rule } from '../rule.ts';
import { nameOf } from './_characters.ts';
import { codeLines, HAS_LOOK_ALIKE, lookalikes, MAY_LOOK_ALIKE, namesIn } from './_lookalikes.ts';
import { describe, newMarks, type Finder } from './_marks.ts';

const concerns = ({ path, patch }: FileChange): boolean =>
  namesIn(path) !== null && (patch === null || (HAS_LOOK_ALIKE.test(patch) && MAY_LOOK_ALIKE.test(patch)));

/** What is taken away needs no structure: whatever looked like the name accounts for it. */
const find: Finder = ({ text, line }, file, side) => {
  if (side === 'base') return lookalikes(text);
  const code = codeLines(file.path, file.head)?.[line - 1];
  return code === undefined ? [] : lookalikes(code);
};

export const lookalikeIdentifier: Rule<Record<string, never>> = {
  id: 'lookalike-identifier',
  family: 'hidden-text',
  summary: 'A name in code mixes Latin letters with others of the same shape.',
  why: 'A Cyrillic a in place of the Latin one makes a second name that nobody can tell from the first: a call goes to another function than the one that was reviewed (Trojan Source, CVE-2021-42694). A soft hyphen, which compilers of some languages skip and editors do not show, does the same. Only names are looked at, not strings or comments, and only where every letter that is not Latin looks like one; words of another language are left alone.',
  remediation: 'Type the name anew.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: concerns(file) ? 'head' : 'nothing' }),
  inspect({ files }) {
    const marks = newMarks(files.filter(concerns), MAY_LOOK_ALIKE, find);
    if (marks.length === 0) return [];
    return [
      {
        rule: 'lookalike-identifier',
        family: 'hidden-text',
        severity: 'high',
        message: `This name is not the one it looks like: ${describe(marks, nameOf)}. Type it anew.`,
        places: marks.map(({ place }) => place),
      },
    ];
  },

  flagged: [
    {
      name: 'Cyrillic letters in Latin names',
      files: [
        {
          path: 'src/greet.ts',
          before: 'sayHello();\n',
          after: 'sayHello();\nsay\u041dello();\nconst \u0430dmin = true;\n',
        },
      ],
      places: [
        { path: 'src/greet.ts', line: 2, side: 'head' },
        { path: 'src/greet.ts', line: 3, side: 'head' },
      ],
    },
    {
      name: 'a soft hyphen in a name',
      files: [
        {
          path: 'Access.java',
          before: null,
          after: 'class Access {\n  boolean is\u00adAdmin() { return true; }\n}\n',
        },
      ],
      places: [{ path: 'Access.java', line: 2, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'Greek and Cyrillic words, and letters that look like nothing else',
      files: [
        {
          path: 'src/physics.py',
          before: null,
          after: "\u0394x = 1\n\u03bcm = 2\n\u0446\u0435\u043d\u0430 = 3\nlabel = 'API\u0430'  # PR\u0430\n",
        },
      ],
    },
    {
      name: 'a soft hyphen in a long word of a text',
      files: [{ path: 'src/page.ts', before: null, after: "const title = 'Daten\u00adschutz';\n" }],
    },
  ],
};
