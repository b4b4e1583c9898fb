import { z } from 'zod';
import type { FileChange } from '../../facts/facts.ts';
import { isBuilt } from '../opaque-change/_minified.ts';
import type { Rule } from '../rule.ts';
import { BIDI_CONTROL, reorderedCode } from './_bidi.ts';
import { nameOf } from './_characters.ts';
import { textKind } from './_files.ts';
import { invisibles, MAY_BE_INVISIBLE } from './_invisible.ts';
import { describe, newMarks, type Finder, type NewMark } from './_marks.ts';
import { MAY_CARRY, payloads } from './_payload.ts';

/** A bundle's lines are read by nobody, whatever is in them; bundled-code tells of them. */
const LONGEST_READ = 1000;

const find: Finder = ({ text, line }, { path }) => {
  if (textKind(path) === 'text' || (text.length > LONGEST_READ && isBuilt(path))) return [];
  return invisibles(text, path, line === 1);
};

/** A name is code wherever it stands: it is what scripts, imports and people go by. */
function hiddenName({ path, previousPath, status }: FileChange): NewMark[] {
  if (status === 'removed' || (status !== 'added' && previousPath === null)) return [];
  const [mark] = [
    ...(MAY_BE_INVISIBLE.test(path) ? invisibles(path, path, false) : []),
    ...(BIDI_CONTROL.test(path) ? reorderedCode(path) : []),
    ...(MAY_CARRY.test(path) ? payloads(path) : []),
  ];
  return mark ? [{ place: { path, line: null, side: 'head' }, mark }] : [];
}

export const invisibleCharacter: Rule<Record<string, never>> = {
  id: 'invisible-character',
  family: 'hidden-text',
  summary: 'Invisible characters in code, configuration, instructions for agents, or the name of a file.',
  why: 'Two names that look the same and are not: a zero-width space makes a second `isAdmin`, a Hangul filler is a whole name that nobody sees, and was used to hide a backdoor in a parameter list. In JavaScript and C# a line separator ends a comment that goes on for the eye, so that what follows runs. Mostly such characters come from copied text, and break the program in a way that is hard to find. They are left alone where the language of the text needs them, and in prose, translations and test data.',
  remediation:
    'Take the character out. Where a text must hold it, write it as an escape such as `\\u200b`, which everybody can see.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: textKind(file.path) === 'text' ? 'nothing' : 'patch' }),
  inspect({ files }) {
    const marks = [...newMarks(files, MAY_BE_INVISIBLE, find), ...files.flatMap(hiddenName)];
    if (marks.length === 0) return [];
    return [
      {
        rule: 'invisible-character',
        family: 'hidden-text',
        severity: 'high',
        message: `What is written here is not what people see: ${describe(marks, nameOf)}. Take the characters out, or write them as escapes.`,
        places: marks.map(({ place }) => place),
      },
    ];
  },

  flagged: [
    {
      name: 'a second function of the same look, and a parameter that nobody sees',
      files: [
        { path: 'src/access.ts', before: null, after: 'export const is\u200bAdmin = () => true;\n' },
        { path: 'src/health.js', before: null, after: 'const { timeout, \u3164 } = req.query;\n' },
      ],
      places: [
        { path: 'src/access.ts', line: 1, side: 'head' },
        { path: 'src/health.js', line: 1, side: 'head' },
      ],
    },
    {
      name: 'a comment that ends before it seems to',
      files: [{ path: 'src/run.js', before: 'a();\n', after: 'a();\n// see the docs\u2028b();\n' }],
      places: [{ path: 'src/run.js', line: 2, side: 'head' }],
    },
    {
      name: 'in configuration, in instructions, and in a name',
      files: [
        { path: '.env.example', before: null, after: 'HOST\u2060=localhost\n' },
        { path: 'CLAUDE.md', before: '# Rules\n', after: '# Rules\nUse \u200bpnpm.\n' },
        { path: 'src/ind\u200bex.ts', before: null, after: 'run();\n' },
      ],
      places: [
        { path: '.env.example', line: 1, side: 'head' },
        { path: 'CLAUDE.md', line: 2, side: 'head' },
        { path: 'src/ind\u200bex.ts', line: null, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'a byte order mark, emoji, a no-break space, and escapes',
      files: [
        { path: 'src/a.cs', before: 'class A {}\n', after: '\ufeffclass A {}\n' },
        {
          path: 'src/b.ts',
          before: null,
          after:
            "const icon = '\u2764\ufe0f\u200d\u{1F525} 1\ufe0f\u20e3';\nconst gap = '\u00a0';\nconst zero = '\\u200b';\n",
        },
      ],
    },
    {
      name: 'words that need them, in code',
      files: [
        {
          path: 'src/words.py',
          before: null,
          after:
            "WANT = '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645'\nKHMER = '\u1797\u17b6\u179f\u17b6\u200b\u1781\u17d2\u1798\u17c2\u179a'\nMARK = '\u05e9\u05dc\u05d5\u05dd\u200f!'\n",
        },
      ],
    },
    {
      name: 'prose and translations',
      files: [
        { path: 'docs/guide.md', before: null, after: 'Copied\u200b from a web page\ufeff.\n' },
        {
          path: 'config/locales/de.yml',
          before: null,
          after: 'de:\n  long: "Donau\u00addampf\u200bschiff"\n',
        },
      ],
    },
  ],
};
