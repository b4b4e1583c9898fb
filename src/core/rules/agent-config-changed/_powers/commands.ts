import { power, walk, withoutVersions, type Power, type PowerKind } from './power.ts';

const COMMAND_KEYS = new Set([
  'command',
  'bash',
  'powershell',
  'windows',
  'linux',
  'osx',
  'run',
  'entry',
  'url',
]);

/** More than one plain command, or an address: such text is compared as it stands. */
const MORE_THAN_ONE = /[|;&<>`\n]|\$\(|\w:\/\//;

/** Options that name other code to run, on both sides of a space. */
const LOADS =
  /^(?:-[cerp]|--(?:eval|require|import|loader|package|from|with|call|print|exec|init-file))(?:=|$)/;

/** Options of those that start other programs, which take a word of their own. */
const TAKES_WORD = /^(?:-C|--(?:project|directory|cwd|prefix|filter|workspace|config|dir|chdir|root))$/;

/** A command without quotes, where they change nothing. */
const plain = (line: string): string =>
  withoutVersions(MORE_THAN_ONE.test(line) ? line : line.replace(/["'\\]/g, ''))
    .replace(/\s+/g, ' ')
    .trim();

const wordsOf = (line: string): string[] => plain(line).split(' ');

/** What is run and on what, without options. */
function targets(words: readonly string[]): string[] {
  return words.filter((word, index) => !word.startsWith('-') && !TAKES_WORD.test(words[index - 1] ?? ''));
}

/** Whether two commands differ only in arguments: the same program, told a little more or a little less. */
export function sameProgram(before: string, after: string): boolean {
  if (MORE_THAN_ONE.test(before) || MORE_THAN_ONE.test(after)) return false;
  const [old, now] = [wordsOf(before), wordsOf(after)];
  if (now.some((word) => LOADS.test(word) && !old.includes(word))) return false;
  const [shorter = [], longer = []] = [targets(old), targets(now)].toSorted((a, b) => a.length - b.length);
  // A program that starts others says what with its next word.
  const least = Math.min(2, longer.length);
  return shorter.length >= least && shorter.every((word, index) => longer[index] === word);
}

/** A file that is no program, as far as its name tells. */
const DATA_FILE =
  /^(?:\.{0,2}\/)?[\w./-]{0,200}\w\.(?!(?:[cm]?[jt]sx?|py|rb|pl|php|lua|go|rs|jar|exe|dll|so|(?:ba|z|fi)?sh|ps1|bat|cmd|mk)$)\w{1,10}$/i;

/** Programs that run what their arguments name or send. */
const RUNS_ARGUMENTS =
  /^(?:\$.*|\.|source|exec|eval|sudo|env|xargs|make|just|task|node|bun|bunx|deno|npm|npx|pnpm|pnpx|yarn|uvx?|tsx|ts-node|python[0-9.]*|ruby|perl|php|java|go|cargo|docker|podman|(?:ba|z|da|fi)?sh|pwsh|powershell|curl|wget|ssh|scp|rsync|git)$/i;

/** Whether two commands are the same but for one argument that names another file, which is no program. */
export function sameButForFile(before: string, after: string): boolean {
  if (MORE_THAN_ONE.test(before) || MORE_THAN_ONE.test(after)) return false;
  const [old, now] = [wordsOf(before), wordsOf(after)];
  const other = now.flatMap((word, index) => (word === old[index] ? [] : [index]));
  const [index = 0] = other;
  return (
    old.length === now.length &&
    other.length === 1 &&
    index >= 2 &&
    !RUNS_ARGUMENTS.test(now[0] ?? '') &&
    !(now[index - 1] ?? '').startsWith('-') &&
    [old, now].every((words) => DATA_FILE.test(words[index] ?? ''))
  );
}

/** A command that hangs on something: an event, a hook's name. */
export function command(kind: PowerKind, value: unknown, slot: string): Power[] {
  const text = Array.isArray(value) ? value.join(' ') : `${value}`;
  return power(kind, Array.isArray(value) ? value : plain(text), slot).map((found) => ({
    ...found,
    text: Array.isArray(value) ? found.text : text,
    slot: { name: `${kind} ${slot}`, command: text },
  }));
}

/** Commands anywhere below a table of hooks; the event they hang on is part of what they are. */
export function hooks(kind: PowerKind, table: unknown): Power[] {
  return walk(table).flatMap(({ path, value }) =>
    COMMAND_KEYS.has(path.at(-1) ?? '') &&
    (typeof value === 'string' || Array.isArray(value)) &&
    value.length > 0
      ? command(kind, value, path.join('.'))
      : [],
  );
}
