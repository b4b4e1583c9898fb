import type { Random } from '../random.ts';

/** Characters and pieces that readers of text have stumbled over. */
const ODD = [
  '\0',
  '\u0007',
  '\u001b[31m',
  '\t',
  '\r',
  '\r\n',
  '\u0085',
  '\u2028',
  '\u00a0',
  '\ufeff',
  '\u200b',
  '\u202e',
  '\u2066',
  '\u{e0041}',
  '\ud800',
  '\udfff',
  'e\u0301\u0301\u0301',
  '🧑‍🚀',
  'ﬁ',
  'İ',
  'ß',
  '﹡',
  '＊',
  '`',
  '```',
  "'",
  '"',
  '\\',
  '\\u0000',
  '%00',
  '%s',
  '${x}',
  '$(x)',
  '{{x}}',
  '${{ x }}',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '*/',
  '/*',
  '//',
  '#',
  '--',
  '---',
  '...',
  '&a',
  '*a',
  '!!js/function',
  '|',
  '>',
  '@',
  '?',
  '[',
  ']',
  '{',
  '}',
  '(',
  ')',
  ',',
  ':',
  ';',
  '=',
  '+',
  '-',
  '~',
  '^',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'true',
  'NaN',
  '-0',
  '1e999',
  '9007199254740993',
  '0x10',
  '../../',
  'C:\\',
  '/',
  '\n',
  '\n\n',
  ' ',
] as const;

export const odd = (random: Random): string => random.pick(ODD);

/** A long run of something short, as hostile input has it. */
export const run = (random: Random, most: number): string => {
  const piece = random.once(2) ? odd(random) : odd(random) + odd(random);
  return piece.repeat(1 + random.small(most / Math.max(1, piece.length)));
};

type Mutation = (lines: string[], random: Random, others: readonly string[]) => void;

const at = (random: Random, lines: readonly string[]): number => random.int(lines.length);

/** Each changes lines in place. */
const MUTATIONS: readonly Mutation[] = [
  (lines, random) => void lines.splice(at(random, lines), 1 + random.small(5)),
  (lines, random) => void lines.splice(at(random, lines), 0, lines[at(random, lines)] ?? ''),
  (lines, random) => {
    const [a, b] = [at(random, lines), at(random, lines)];
    [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
  },
  (lines, random) => edit(lines, random, (line, i) => line.slice(0, i) + odd(random) + line.slice(i)),
  (lines, random) => edit(lines, random, (line, i) => line.slice(0, i) + line.slice(i + 1 + random.small(8))),
  (lines, random) => edit(lines, random, (line, i) => line.slice(0, i)),
  (lines, random) => edit(lines, random, (line) => ' '.repeat(random.int(9)) + line.trimStart()),
  (lines, random) => edit(lines, random, (line) => `${line}${odd(random)}`),
  (lines, random) => edit(lines, random, (line, i) => line.slice(0, i) + run(random, 4000) + line.slice(i)),
  (lines, random) => {
    const one = lines[at(random, lines)] ?? '';
    const times = random.small(30_000 / (one.length + 1));
    lines.splice(at(random, lines), 0, ...Array.from({ length: times }, () => one));
  },
  // Ever deeper.
  (lines, random) => {
    const piece = random.pick(['[', '{', '(', '{a: ', '- ', '<a>', '((', '/*', '{{', 'if (a) {', '"', "'"]);
    edit(lines, random, (line) => line + piece.repeat(random.small(3000)));
  },
  (lines, random) => {
    const depth = random.small(300);
    lines.push(...Array.from({ length: depth }, (_, i) => `${' '.repeat(i)}a:`));
  },
  // From elsewhere.
  (lines, random, others) => {
    if (others.length === 0) return;
    const other = random.pick(others).split('\n');
    const from = random.int(other.length);
    lines.splice(at(random, lines), random.small(3), ...other.slice(from, from + 1 + random.small(20)));
  },
];

function edit(lines: string[], random: Random, change: (line: string, place: number) => string): void {
  const index = at(random, lines);
  const line = lines[index] ?? '';
  lines[index] = change(line, random.int(line.length + 1));
}

/**
 * A text with a few things done to it: to lines, to characters, or as a whole.
 * @param others texts to take pieces from
 */
export function mutated(text: string, random: Random, others: readonly string[] = [], most = 60_000): string {
  const lines = text.split('\n');
  for (let left = 1 + random.small(6); left > 0; left--) {
    if (lines.length === 0) lines.push('');
    random.pick(MUTATIONS)(lines, random, others);
  }
  const joined = lines.join(random.once(20) ? random.pick(['\r\n', '\r', '\u2028', '']) : '\n');
  const whole = random.once(30) ? `\ufeff${joined}` : joined;
  return whole.slice(0, most);
}
