/**
 * `npm run demo`: the whole product on this machine, without a GitHub account. Exits 0 when the story went as told,
 * 1 otherwise, 2 for wrong arguments.
 */
import { parseArgs } from 'node:util';
import { createTheatre, type Theatre } from './theatre.ts';
import { terminal } from './terminal.ts';
import { migrationStory } from './story/migration.ts';

const HELP = `Plays AgentGuard's story in the terminal: an AI agent's pull request opens access to data, and only the
right person lets it merge. Everything runs on this machine.

  npm run demo              play the story
  npm run demo -- --keep    leave both servers running afterwards and print their addresses
`;

async function main(): Promise<number> {
  let options: { keep?: boolean | undefined; help?: boolean | undefined };
  try {
    options = parseArgs({
      options: { keep: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    }).values;
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
    theatre = await createTheatre();
    await migrationStory(theatre, screen);
    if (options.keep) {
      screen.chapter('Left running for you');
      screen.say(`AgentGuard         ${theatre.appUrl}`);
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
