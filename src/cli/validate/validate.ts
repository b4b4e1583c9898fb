import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { openReader } from '../../adapters/git/reader.ts';
import { GitError } from '../../adapters/git/process.ts';
import {
  closeRepository,
  listFiles,
  openRepository,
  resolveCommit,
  workTree,
} from '../../adapters/git/repository.ts';
import { FLOOR_REPOSITORY, POLICY_PATH } from '../../core/facts/control-files.ts';
import { KNOWN, parsePolicy, type PolicyKind } from '../../core/policy/parse.ts';
import type { PolicyFile } from '../../core/policy/policy.ts';
import { validatePolicy, type PolicyPlace } from '../../core/policy/validate.ts';
import type { Environment } from '../../server/configuration.ts';
import { NOT_ALLOWED, USAGE_ERROR } from '../exit-codes.ts';
import { InputError, note } from '../local/input.ts';
import { endWithReader, print } from '../local/output.ts';
import { validationText, type Report } from './report.ts';

/** What `agentguard validate` was asked for. */
export interface ValidateOptions {
  readonly floor?: string;
  readonly repo: string;
  readonly format: 'text' | 'json' | 'github';
}

const STDIN = '-';

/**
 * Validates files, prints what was found and sets the exit code.
 * @throws {InputError} if there is nothing to validate
 */
export async function validate(
  files: readonly string[],
  options: ValidateOptions,
  environment: Environment,
): Promise<void> {
  const clone = await readClone(options.repo, environment);
  const reports: Report[] = [];
  let floor: PolicyFile | null = null;
  const judge = (path: string, kind: PolicyKind): void => {
    const text = read(path);
    const name = path === STDIN ? '<stdin>' : path;
    if (typeof text !== 'string') {
      note(`${name} cannot be read: ${text.message}`);
      reports.push({ path: name, unreadable: text.message, problems: [], warnings: [] });
      return;
    }
    const now = new Date().toISOString();
    const found = validatePolicy({ path: name, text }, { kind, floor, place: clone?.place ?? null, now });
    reports.push({ path: name, unreadable: null, ...found });
    if (kind === 'floor' && path === options.floor) floor = parsePolicy({ path: name, text }, KNOWN).policy;
    if (found.problems.some(({ message }) => message.startsWith('`groups` belongs'))) {
      note(`Is ${name} itself a floor? Then validate it with --floor ${path}.`);
    }
  };
  if (options.floor !== undefined) judge(options.floor, 'floor');
  const own: PolicyKind = clone?.place.name === FLOOR_REPOSITORY ? 'floor' : 'repository';
  for (const file of given(files, clone, options)) judge(file, own);
  if (clone) for (const path of misplaced(clone.folder)) note(MISPLACED(path));

  endWithReader();
  await print(validationText(reports, options.format));
  if (reports.some(({ unreadable }) => unreadable !== null)) process.exitCode = USAGE_ERROR;
  else if (reports.some(({ problems }) => problems.length > 0)) process.exitCode = NOT_ALLOWED;
}

/** The files named; else the one at the root of the clone, or here. A floor alone is enough. */
function given(files: readonly string[], clone: Clone | null, options: ValidateOptions): readonly string[] {
  if (files.length > 0) return files;
  const path = clone ? relative(process.cwd(), join(clone.folder, POLICY_PATH)) : POLICY_PATH;
  if (existsSync(path)) return [path];
  if (options.floor !== undefined) return [];
  throw new InputError(
    `There is no ${path}, so the defaults hold. Write one with \`agentguard init\`, or name a file.`,
  );
}

function read(path: string): string | Error {
  try {
    return readFileSync(path === STDIN ? process.stdin.fd : path, 'utf8');
  } catch (error) {
    return error as Error;
  }
}

interface Clone {
  readonly folder: string;
  readonly place: PolicyPlace;
}

/** null: there is no clone here, or nothing committed in it. */
async function readClone(folder: string, environment: Environment): Promise<Clone | null> {
  try {
    const repository = await openRepository(folder, environment);
    try {
      const head = await resolveCommit(repository, 'HEAD');
      const top = await workTree(repository);
      if (head === null || top === null) return null;
      const reader = openReader(repository, false);
      try {
        const paths = await listFiles(repository, head);
        const hasCodeowners = (await reader.codeownersFile(head)) !== null;
        return { folder: top, place: { name: repository.name, paths, hasCodeowners } };
      } finally {
        reader.close();
      }
    } finally {
      closeRepository(repository);
    }
  } catch (error) {
    if (error instanceof GitError) return null;
    throw error;
  }
}

/** Where people put it and nobody reads it. */
const misplaced = (folder: string): string[] =>
  [`.github/${POLICY_PATH}`, '.agentguard.yaml', 'agentguard.yml'].filter((path) =>
    existsSync(join(folder, path)),
  );

const MISPLACED = (path: string): string =>
  `${path} is not read: the policy is ${POLICY_PATH} at the root. Move it there.`;
