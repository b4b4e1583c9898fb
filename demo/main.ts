/**
 * `npm run demo`: the whole product on this machine, without a GitHub account. Exits 0 when the story went as told,
 * 1 otherwise, 2 for wrong arguments.
 */
import { parseArgs } from 'node:util';
import { createTheatre, type Theatre } from './theatre.ts';
import { terminal } from './terminal.ts';
import { incidentStory } from './story/incident.ts';
import { migrationStory } from './story/migration.ts';

const HELP = `Plays a story of AgentGuard's in the terminal. Everything runs on this machine.

  npm run demo                the gate: an AI agent's pull request opens access to data, and only the right person lets
                              it merge
  npm run demo -- incident    the way back: an admin merges it past the gate; the alert, the freeze, the revert, the record
  --keep                      leave both servers running afterwards, with pages to sign in to, and print their addresses
`;

const STORIES = {
  gate: { play: migrationStory, granted: {} },
  // Off until the app's owner grants it: reverting writes to the repository.
  incident: { play: incidentStory, granted: { contents: 'write' } },
} as const;

async function main(): Promise<number> {
  let options: { keep?: boolean | undefined; help?: boolean | undefined };
  let story: (typeof STORIES)[keyof typeof STORIES] | undefined;
  try {
    const { values, positionals } = parseArgs({
      options: { keep: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    options = values;
    const [name = 'gate', ...more] = positionals;
    if (more.length === 0 && Object.hasOwn(STORIES, name)) story = STORIES[name as keyof typeof STORIES];
    if (!story) throw new Error(`There is no story "${positionals.join(' ')}"; there is gate, and incident.`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const screen = terminal(process.stdout);
  let theatre: Theatre | undefined;
  try {
    theatre = await createTheatre(story.granted);
    await story.play(theatre, screen);
    if (options.keep) {
      screen.chapter('Left running for you');
      screen.say(
        `AgentGuard         ${theatre.appUrl}  (sign in as ada or olga: the in-memory GitHub asks who you are)`,
      );
      screen.say(`In-memory GitHub   ${theatre.github.url}/api/v3  and  ${theatre.github.url}/api/graphql`);
      screen.say(`AgentGuard's log   ${theatre.logFile}`);
      screen.say('Press Ctrl-C to stop both.');
      await new Promise((resolve) => {
        process.once('SIGINT', resolve);
        process.once('SIGTERM', resolve);
      });
    }
    return 0;
  } catch (error) {
    screen.problem(error instanceof Error ? error.message : String(error));
    if (theatre) screen.problem(`What AgentGuard logged last:\n${theatre.logTail()}`);
    return 1;
  } finally {
    await theatre?.close();
  }
}

process.exitCode = await main();
