import type { Command } from 'commander';
import { COMMANDS, mistakes } from './command-tree.ts';
import { argumentsOf, commandsOf } from './shell.ts';

/** What `--help` of a command prints, with what is added after its options. */
function helpOf(command: Command): string {
  let text = '';
  const { writeOut } = command.configureOutput();
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  command.configureOutput(writeOut ? { writeOut } : {});
  return text;
}

/** Groups do nothing themselves: `agentguard jobs` is a command that has another one. */
const isGroup = (name: string, command: Command): boolean =>
  command.commands.length > 0 && name !== 'agentguard jobs';

/** Indented lines below "Examples:", "Example, as …:". */
function examplesIn(help: string): string[] {
  const [, block = ''] = /^Examples?\b[^\n]*:\n((?: {2}[^\n]*\n?|\n)+)/m.exec(help) ?? [];
  return block.split('\n').filter((line) => /^ {2}\S/.test(line));
}

const all = [...COMMANDS].map(([name, command]) => ({ name, command, help: helpOf(command) }));

test.each(all)('$name --help has an example, and each calls what there is', ({ name, help }) => {
  const examples = examplesIn(help);
  expect(examples.join('\n')).toContain(name);
  const calls = examples.flatMap((line) => commandsOf(line.trim()).flatMap(({ programs }) => programs));
  expect(calls.length).toBeGreaterThan(0);
  const found = calls.flatMap((words) => {
    const args = argumentsOf(words);
    return args ? mistakes(args) : [];
  });
  expect(found).toEqual([]);
});

test.each(all.filter(({ name, command }) => !isGroup(name, command)))(
  '$name --help says how it exits',
  ({ help }) => {
    expect(help).toMatch(/\bExits? (?:with )?0\b|\bexit code/i);
  },
);
