import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { createCommand } from '../../src/cli/command.ts';

/** `agentguard` as the command line builds it. */
export const AGENTGUARD: Command = createCommand({});

/** Every command with its full name: `agentguard jobs retry`. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map(walk('agentguard', AGENTGUARD));

function walk(name: string, command: Command): [string, Command][] {
  return [[name, command], ...command.commands.flatMap((sub) => walk(`${name} ${sub.name()}`, sub))];
}

/**
 * What is wrong with a call of agentguard as a page writes it; empty: nothing.
 * @param words what stands after `agentguard`
 */
export function mistakes(words: readonly string[]): string[] {
  let command = AGENTGUARD;
  let name = 'agentguard';
  const found: string[] = [];
  for (const word of words) {
    if (word.startsWith('-') && word !== '-') {
      const flag = word.replace(/=.*/s, '');
      const known = [...command.options, ...(command.parent?.options ?? [])];
      const isKnown = known.some(({ long, short }) => long === flag || short === flag);
      const isCommon = ['--help', '-h', '--version', '-V'].includes(flag);
      if (!isKnown && !isCommon) found.push(`${name} has no option ${flag}`);
      continue;
    }
    const sub = command.commands.find((each) => each.name() === word);
    if (sub) {
      command = sub;
      name += ` ${word}`;
    } else if (
      command.commands.length > 0 &&
      command.registeredArguments.length === 0 &&
      isFirst(words, word)
    ) {
      found.push(`${name} has no command ${word}`);
    }
  }
  return found;
}

/** Whether a word stands before any option, where only a command can. */
const isFirst = (words: readonly string[], word: string): boolean =>
  words.slice(0, words.indexOf(word)).every((each) => !each.startsWith('-'));

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

/** What is wrong with a call of npm: a script that package.json does not have. */
export function npmMistakes(words: readonly string[]): string[] {
  const [program, verb, ...rest] = words;
  if (program !== 'npm') return [];
  const script = verb === 'run' ? rest.find((word) => !word.startsWith('-')) : verb;
  const known = verb === 'run' || verb === 'test' || verb === 'start';
  return known && manifest.scripts[script ?? ''] === undefined
    ? [`package.json has no script ${script}`]
    : [];
}
