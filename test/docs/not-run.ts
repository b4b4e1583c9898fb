/**
 * Commands of the pages that the test does not run, each with the reason. Whatever agentguard or npm they call is still
 * held to: its commands, options and scripts have to exist.
 */
export const NOT_RUN: readonly { readonly command: RegExp; readonly because: string }[] = [
  { command: /^npm (ci|install)\b/, because: 'it installs the packages that this test runs with' },
  { command: /^npm run demo\b/, because: 'test/processes/demo.test.ts plays it' },
  {
    command: /^npm (test|run (check|format|generate))\b/,
    because: 'it is this very run, or the step after it',
  },
  { command: /^npm (run )?start\b/, because: 'test/processes starts the server, and ends it' },
  { command: /^npm run bench:/, because: 'it measures for minutes' },
  { command: /^npm run new:/, because: 'test/scripts/new.test.ts runs it in a copy of the project' },
  { command: /^npm run picture\b/, because: 'it needs a browser' },
  { command: /^git clone\b/, because: 'it needs the network' },
  { command: /^(sudo )?(docker|podman)\b/, because: 'it needs a container engine' },
  {
    command: /^(sudo )?(systemctl|journalctl|useradd|install|chown|chmod)\b/,
    because: 'it changes the machine',
  },
  {
    command: /^(agentguard|node dist\/src\/main\.js) (serve|setup)\b/,
    because: 'it serves until it is ended',
  },
  { command: /^agentguard db copy\b/, because: 'it needs a PostgreSQL; test/cli/db.test.ts runs it' },
  { command: /^(pg_dump|pg_restore|psql|createdb)\b/, because: 'it needs a PostgreSQL' },
  { command: /^agentguard doctor\b/, because: 'it needs an app that is registered; test/cli runs it' },
  {
    command: /^agentguard freeze\b/,
    because: 'it asks a server that has to be there; test/cli/freeze.test.ts runs it',
  },
  {
    command: /^agentguard revert\b/,
    because: 'it asks a server that has to be there; test/cli/revert.test.ts runs it',
  },
  { command: /^gh\b/, because: 'it needs somebody who has signed in to GitHub' },
  { command: /^curl\b/, because: 'it asks a server that runs elsewhere' },
];
