import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { GIT_VARIABLES, testRepositories } from '../support/git.ts';

const repositories = testRepositories();
afterAll(() => repositories.remove());

test.each([['check', '--base', 'main'], ['history', '--range', 'HEAD'], ['validate'], ['init', '--stdout']])(
  '%s takes no settings from a `.env` in the clone it looks at',
  (...args) => {
    const repository = repositories.create();
    // The dynamic linker would write a file for each program that is started with these.
    repository.commit('Start', {
      '.env': 'LD_DEBUG=statistics\nLD_DEBUG_OUTPUT=ran\n',
      '.agentguard.yml': 'version: 1\n',
    });
    const main = join(process.cwd(), 'dist', 'src', 'main.js');
    const { status } = spawnSync(process.execPath, [main, ...args], {
      cwd: repository.folder,
      env: GIT_VARIABLES,
    });
    expect(status).toBe(0);
    expect(readdirSync(repository.folder).toSorted()).toEqual(['.agentguard.yml', '.env', '.git']);
  },
);
