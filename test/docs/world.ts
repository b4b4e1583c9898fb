import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { createGate } from '../support/gate.ts';
import { GIT_VARIABLES, testRepositories } from '../support/git.ts';
import { createAcme, DATABASE_POLICY } from '../support/organization.ts';

/** Where the pages' commands find what they name: a repository, pull requests of acme/shop, files, a store. */
export interface World {
  /** Runs one command line as a shell does, in the repository. */
  run(command: string): Promise<{ code: number; stdout: string; stderr: string }>;
  close(): Promise<void>;
}

/** The number that pages give pull requests of acme/shop. */
const PULL_REQUEST = 12;
/** More than any range in the pages goes back. */
const COMMITS = 501;

/** Files that pages name, beside what the repository holds. */
const FILES: Readonly<Record<string, string>> = {
  'stricter.yml': 'version: 1\nreviews:\n  - name: sources\n    from: { teams: [dba] }\n',
  'floor.yml': 'version: 1\nreviews:\n  - name: sources\n    from: { teams: [dba] }\n',
};

/** agentguard as `npm run build` left it, on an in-memory GitHub that holds acme/shop#12. */
export async function createWorld(): Promise<World> {
  const repositories = testRepositories();
  const folder = repositories.folder('world');
  for (const name of ['bin', 'home', 'your-repository']) mkdirSync(join(folder, name), { recursive: true });
  const here = join(folder, 'shop');
  createHistory(here);
  // Pages that speak of a neighbouring repository, or of AgentGuard's own folder, find both here.
  spawnSync('git', ['clone', '--quiet', here, join(folder, 'your-repository')], { env: GIT_VARIABLES });
  symlinkSync(resolve('dist'), join(here, 'dist'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(here, name), text);
  program(folder, 'agentguard', `exec '${process.execPath}' '${resolve('dist/src/main.js')}' "$@"`);
  // What npm would run was built before the tests; that its scripts exist is a test of its own.
  program(folder, 'npm', 'exit 0');
  if (spawnSync('jq', ['--version']).error) program(folder, 'jq', 'exec cat');

  const gate = await createGate();
  const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  for (let number = 1; number <= PULL_REQUEST; number++) {
    acme.agentOpens({ [`db/${number}.sql`]: `create table t${number} (id int);\n` });
  }
  await gate.settled();
  // Until the record is signed.
  await gate.later(20 * 60);
  const variables = {
    ...GIT_VARIABLES,
    PATH: [join(folder, 'bin'), process.env['PATH']].join(delimiter),
    HOME: join(folder, 'home'),
    GHE_HOST: gate.github.host,
    GHE_PROTOCOL: 'http',
    GITHUB_TOKEN: gate.github.createUserToken(acme.ada),
    AGENTGUARD_FLOOR: 'none',
    AGENTGUARD_DATA: join(gate.folder, 'data'),
    // The record's key comes from it.
    PRIVATE_KEY: gate.privateKey,
  };
  return {
    run: (command) =>
      new Promise((done, failed) => {
        const line = command.replaceAll('https://github.com', gate.github.url);
        const child = spawn('bash', ['-o', 'pipefail', '-c', line], { cwd: here, env: variables });
        const printed = { stdout: '', stderr: '' };
        child.stdout.on('data', (chunk) => (printed.stdout += String(chunk)));
        child.stderr.on('data', (chunk) => (printed.stderr += String(chunk)));
        child.on('error', failed);
        child.on('close', (code) => done({ code: code ?? 1, ...printed }));
      }),
    async close() {
      await gate.close();
      repositories.remove();
    },
  };
}

function program(folder: string, name: string, script: string): void {
  const path = join(folder, 'bin', name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

/** A repository with a long history, a tag, a branch of work and what a clone knows of its origin. */
function createHistory(folder: string): void {
  mkdirSync(folder);
  const git = (args: string[], input?: string): void => {
    const { status, stderr } = spawnSync('git', args, { cwd: folder, env: GIT_VARIABLES, input });
    if (status !== 0) throw new Error(`git ${args[0]}: ${String(stderr)}`);
  };
  git(['init', '--quiet', '--initial-branch=main']);
  const commits = Array.from({ length: COMMITS }, (_, index) => {
    const trailer = index % 10 === 0 ? '\n\nCo-Authored-By: Claude <noreply@anthropic.com>' : '';
    const message = `Change ${index}${trailer}\n`;
    const content = `export const count = ${index};\n`;
    return (
      `commit refs/heads/main\nmark :${index + 1}\ncommitter Nadia <nadia@example.org> ${1_700_000_000 + index} +0000\n` +
      `data ${message.length}\n${message}\nM 100644 inline src/count.ts\ndata ${content.length}\n${content}\n`
    );
  });
  git(['fast-import', '--quiet'], commits.join(''));
  git(['reset', '--quiet', '--hard', 'main']);
  git(['tag', 'v1.0', 'main~5']);
  git(['update-ref', 'refs/remotes/origin/main', 'main~3']);
  git(['symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main']);
}
