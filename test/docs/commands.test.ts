import { AGENTGUARD, COMMANDS, mistakes, npmMistakes } from './command-tree.ts';
import { NOT_RUN } from './not-run.ts';
import { BLOCKS, PAGES, placeOf } from './pages.ts';
import { argumentsOf, commandsOf, type ShellCommand } from './shell.ts';
import { createWorld, type World } from './world.ts';

/** Programs that pages may combine with agentguard, and that are there wherever the tests run. */
const AT_HAND = [
  'agentguard',
  'node',
  'npx',
  'npm',
  'jq',
  'git',
  'sort',
  'uniq',
  'head',
  'echo',
  'cat',
  'cd',
];
/** `gh` and `openssl` are often at hand and nothing that the tests need. */
const SEEN_ONLY = ['openssl', 'sqlite3', 'cp', 'export'];

const shown = BLOCKS.filter(({ language }) => language === 'sh').flatMap((block) =>
  commandsOf(block.text).map((command) => ({ place: placeOf(block), command })),
);
/** A command with && is run in its parts, so that what cannot be run keeps nothing else from it. */
const parts = (command: ShellCommand): string[] =>
  command.text.split(/\s*&&\s*/).map((part) => part.replace(/^cd \S+$/, '').trim());
const reasonNotToRun = (part: string): string | undefined =>
  NOT_RUN.find(({ command }) => command.test(part.replace(/^(\w+=(\$\([^)]*\)|\S*)\s+)+/, '')))?.because;

test.each(shown)('$place: $command.text calls what there is', ({ command }) => {
  const found = command.programs.flatMap((words) => {
    const args = argumentsOf(words);
    return args ? mistakes(args) : npmMistakes(words);
  });
  expect(found).toEqual([]);
});

test.each(shown)('$place: $command.text has a known way to be run', ({ command }) => {
  const unknown = parts(command)
    .filter((part) => part !== '' && reasonNotToRun(part) === undefined)
    .flatMap((part) => commandsOf(part).flatMap(({ programs }) => programs))
    .filter(([program = '']) => ![...AT_HAND, ...SEEN_ONLY].includes(program))
    .map(
      ([program]) =>
        `The test does not know how to run ${program}. Add the command to NOT_RUN in test/docs/not-run.ts with the ` +
        'reason why it cannot be run, or its program to AT_HAND in test/docs/commands.test.ts.',
    );
  expect(unknown).toEqual([]);
});

describe('as the pages write them', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  const runnable = shown.flatMap(({ place, command }) =>
    parts(command)
      .filter((part) => part !== '' && reasonNotToRun(part) === undefined)
      .filter((part) => !SEEN_ONLY.includes(commandsOf(part)[0]?.programs[0]?.[0] ?? ''))
      .map((part) => ({ place, part })),
  );

  // 0 and 1 are answers; 2 says that it was used wrongly, and an answer is never silent.
  test.each(runnable)('$place: $part', async ({ part }) => {
    const { code, stdout, stderr } = await world.run(part);
    if (code === 0) return;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.not.stringMatching(/error|could not/i) as string,
    });
    expect(stdout).not.toBe('');
  });
});

/** Code within lines that calls agentguard: `agentguard jobs --json`. */
const inline = PAGES.flatMap(({ path, prose }) =>
  prose.flatMap((line, index) =>
    [...line.matchAll(/`((?:agentguard|node dist\/src\/main\.js)(?: [^`]*)?)`/g)].map(([, text = '']) => ({
      place: `${path}:${index + 1}`,
      text,
    })),
  ),
);

test.each(inline)('$place: $text exists', ({ text }) => {
  expect(
    commandsOf(text).flatMap(({ programs }) =>
      programs.flatMap((words) => mistakes(argumentsOf(words) ?? [])),
    ),
  ).toEqual([]);
});

test('every command is shown in a page', () => {
  const texts = [...shown.map(({ command }) => command.text), ...inline.map(({ text }) => text)];
  const calls = texts
    .flatMap((text) => commandsOf(text).flatMap(({ programs }) => programs.map(argumentsOf)))
    .map((args) => ['agentguard', ...(args ?? [])].join(' '));
  const missing = [...COMMANDS]
    .filter(([, command]) => command !== AGENTGUARD)
    .map(([name]) => name)
    .filter((name) => !calls.some((call) => call === name || call.startsWith(`${name} `)));
  expect(missing).toEqual([]);
});
