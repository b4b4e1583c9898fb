/** One command as a page shows it, perhaps over lines that end in a backslash. */
export interface ShellCommand {
  /** As a shell takes it, without what a comment says. */
  readonly text: string;
  /** The programs in it, in order, as words: `[['agentguard', 'jobs'], ['jq', '.key']]`. */
  readonly programs: readonly (readonly string[])[];
}

/** The commands of a `sh` block. */
export function commandsOf(block: string): ShellCommand[] {
  const lines = block.replace(/\\\n\s*/g, ' ').split('\n');
  return lines
    .map(withoutComment)
    .flatMap((text) => (text === '' ? [] : [{ text, programs: programs(text) }]));
}

const withoutComment = (line: string): string => {
  const end = outsideQuotes(line).search(/(^|\s)#/);
  return (end < 0 ? line : line.slice(0, end)).trim();
};

/** The line with everything in quotes blanked out, as long as it was. */
const outsideQuotes = (line: string): string =>
  line.replace(/'[^']*'|"(?:\\.|[^"\\])*"/g, (quoted) => '_'.repeat(quoted.length));

function programs(text: string): string[][] {
  const blank = outsideQuotes(text);
  const all: string[][] = [];
  let from = 0;
  for (const { index, 0: separator } of blank.matchAll(/&&|\|\||[|;]|$/g)) {
    const words = wordsOf(text.slice(from, index));
    while (/^[A-Za-z_]\w*=/.test(words[0] ?? '')) words.shift();
    if (words.length > 0) all.push(words);
    from = index + separator.length;
  }
  return all;
}

/** Words as a shell splits them, redirections left out. */
const wordsOf = (text: string): string[] =>
  [...text.matchAll(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g)]
    .map(([word]) => word.replace(/^(['"])(.*)\1$/s, '$2'))
    .filter((word, index, all) => !/^\d?[<>]/.test(word) && !/^\d?[<>]+$/.test(all[index - 1] ?? ''));

/** The words after `agentguard`, whichever way it was called; null: this is not agentguard. */
export function argumentsOf(words: readonly string[]): readonly string[] | null {
  const [program = '', first = ''] = words;
  if (program === 'agentguard') return words.slice(1);
  if (program === 'node' && first.endsWith('dist/src/main.js')) return words.slice(2);
  if (program === 'npx' && first === 'agentguard') return words.slice(2);
  return null;
}
