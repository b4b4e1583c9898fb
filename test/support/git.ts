import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const IDENTITY = {
  GIT_AUTHOR_NAME: 'Nadia',
  GIT_AUTHOR_EMAIL: 'nadia@example.org',
  GIT_COMMITTER_NAME: 'Nadia',
  GIT_COMMITTER_EMAIL: 'nadia@example.org',
};

/** The variables git gets in tests: none of the machine's config, fixed names. */
export const GIT_VARIABLES = {
  PATH: process.env['PATH'],
  HOME: tmpdir(),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  ...IDENTITY,
};

/** A message's end that says who helped. */
export const CLAUDE = '\n\nCo-Authored-By: Claude <noreply@anthropic.com>';

/** A repository in a temporary folder, made with git itself. */
export class TestRepository {
  readonly folder: string;
  #time = 1_700_000_000;

  constructor(folder: string) {
    this.folder = folder;
  }

  git(...args: string[]): string {
    return this.gitWith({}, ...args);
  }

  gitWith(variables: Record<string, string>, ...args: string[]): string {
    // Every call a second later, so that the order of commits is always the same.
    const date = `${this.#time++} +0000`;
    const dates = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    return execFileSync('git', args, {
      cwd: this.folder,
      env: { ...GIT_VARIABLES, ...dates, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
      .toString()
      .trimEnd();
  }

  write(path: string, content: string | Buffer, mode?: number): this {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    if (mode !== undefined) chmodSync(file, mode);
    return this;
  }

  /** Commits everything as it stands; gives the commit's id. */
  commit(message: string, files: Record<string, string | Buffer | null> = {}): string {
    for (const [path, content] of Object.entries(files)) {
      if (content === null) rmSync(join(this.folder, path), { recursive: true });
      else this.write(path, content);
    }
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--allow-empty-message', '-m', message);
    return this.id('HEAD');
  }

  id(revision: string): string {
    return this.git('rev-parse', revision);
  }

  /** Takes an object away, as a broken disk or a partial clone would. */
  lose(revision: string): string {
    const id = this.id(revision);
    rmSync(join(this.folder, '.git', 'objects', id.slice(0, 2), id.slice(2)));
    return id;
  }
}

/** Makes folders for a test file's repositories, and takes them away. */
export function testRepositories(): {
  create(...options: string[]): TestRepository;
  folder(name: string): string;
  remove(): void;
} {
  const root = mkdtempSync(join(tmpdir(), 'agentguard-test-'));
  let count = 0;
  const folder = (name: string): string => join(root, `${count++}-${name}`);
  return {
    folder,
    create(...options) {
      const repository = new TestRepository(folder('repository'));
      mkdirSync(repository.folder);
      repository.git('init', '--quiet', '--initial-branch=main', ...options);
      return repository;
    },
    remove() {
      if (existsSync(root)) rmSync(root, { recursive: true, force: true });
    },
  };
}
