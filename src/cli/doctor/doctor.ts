import { readFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { parse } from 'yaml';
import { listAccounts, readAccount } from '../../adapters/github/doctor/account.ts';
import { readApp } from '../../adapters/github/doctor/app.ts';
import type { Eyes } from '../../adapters/github/doctor/eyes.ts';
import { listRepositories } from '../../adapters/github/doctor/repositories.ts';
import { readRepository } from '../../adapters/github/doctor/repository.ts';
import type { AccountState, AppState, Asked } from '../../core/doctor/facts.ts';
import { doctorJson } from '../../core/doctor/json.ts';
import { answer, examine, type Facts } from '../../core/doctor/report.ts';
import { reportText, type PaintSign } from '../../core/doctor/text.ts';
import type { RepositoryId } from '../../core/facts/facts.ts';
import { SourceError } from '../../ports.ts';
import type { Environment } from '../../server/configuration.ts';
import { NOT_ALLOWED } from '../exit-codes.ts';
import type { Terminal } from '../local/agreed.ts';
import { InputError, note } from '../local/input.ts';
import { endWithReader, print } from '../local/output.ts';
import { repositoryNamed } from '../remote/target.ts';
import { slowly } from '../local/slowly.ts';
import { projectRoot } from '../version.ts';
import { openEyes } from './eyes.ts';
import { fix } from './fix.ts';

export interface DoctorOptions {
  readonly org?: string;
  readonly fix?: true;
  readonly branch?: readonly string[];
  readonly yes?: true;
  readonly json?: true;
}

/** What was asked about. */
type Scope = { readonly repository: RepositoryId } | { readonly org: string } | null;

/**
 * Looks, with --fix mends, prints what was found and sets the exit code.
 * @param terminal where --fix asks
 * @throws {InputError} if it is used wrongly, or nothing can be read
 */
export async function doctor(
  repository: string | null,
  options: DoctorOptions,
  environment: Environment,
  terminal: Terminal = { input: process.stdin, output: process.stdout },
): Promise<void> {
  const scope = scopeOf(repository, options);
  const eyes = await openEyes(environment);
  endWithReader();
  try {
    const before = await slowly('Asking GitHub ...', readFacts(eyes, scope));
    const proceed = !options.fix || (await fix(before, eyes, options, terminal));
    if (!proceed) return;
    const facts = options.fix ? await readFacts(eyes, scope) : before;
    await tell(facts, scope, options, environment);
  } catch (error) {
    if (error instanceof SourceError) throw new InputError(error.message);
    throw error;
  }
}

function scopeOf(repository: string | null, options: DoctorOptions): Scope {
  if (repository !== null && options.org !== undefined) {
    throw new InputError('Name a repository or --org, not both.');
  }
  if (options.fix && repository === null) {
    throw new InputError('--fix takes one repository: agentguard doctor owner/repo --fix');
  }
  if (options.fix && options.json) throw new InputError('--fix shows what it will do; leave --json out.');
  if (!options.fix && (options.branch ?? options.yes) !== undefined) {
    throw new InputError('--branch and --yes belong to --fix.');
  }
  if (options.org !== undefined) {
    if (!/^[\w.-]+$/.test(options.org)) throw new InputError(`"${options.org}" is no organisation's name.`);
    return { org: options.org };
  }
  if (repository === null) return null;
  const id = repositoryNamed(repository);
  if (!id) throw new InputError(`"${repository}" is not a repository; write owner/repo.`);
  return { repository: id };
}

async function tell(
  facts: Facts,
  scope: Scope,
  options: DoctorOptions,
  environment: Environment,
): Promise<void> {
  const sections = examine(facts);
  const name =
    scope === null ? null : 'org' in scope ? scope.org : `${scope.repository.owner}/${scope.repository.name}`;
  const result = answer(sections, name);
  const brief = scope !== null && 'org' in scope;
  await print(
    options.json
      ? `${JSON.stringify(doctorJson(sections, result))}\n`
      : reportText(sections, result, { brief, paint: paintFor(environment) }),
  );
  if (result.verdict !== 'binds') process.exitCode = NOT_ALLOWED;
}

const COLOUR = { problem: 'red', unseen: 'magenta', warning: 'yellow', pass: 'green' } as const;

function paintFor(environment: Environment): PaintSign | undefined {
  if (!process.stdout.isTTY || environment['NO_COLOR']) return undefined;
  return (sign, text) => styleText(COLOUR[sign], text, { validateStream: false });
}

async function readFacts(eyes: Eyes, scope: Scope): Promise<Facts> {
  const app = eyes.clients ? await readApp(eyes.clients, needs(), eyes.clock.now) : null;
  const account = (login: string): Promise<AccountState> => readAccount(eyes, login, asksOf(app));
  if (scope === null) {
    if (!eyes.clients) {
      throw new InputError(
        'The app in short takes APP_ID and PRIVATE_KEY. With a token alone name a repository, or --org.',
      );
    }
    const accounts = await inTurn(await listAccounts(eyes), account);
    return { app, accounts, repositories: [] };
  }
  if ('repository' in scope) {
    const owner = await account(scope.repository.owner);
    return { app, accounts: [owner], repositories: [await readRepository(eyes, scope.repository, owner)] };
  }
  const owner = await account(scope.org);
  const list = await listRepositories(eyes, scope.org, owner);
  const repositories = await inTurn(list, async (id) => {
    try {
      return await readRepository(eyes, id, owner);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      return { name: `${id.owner}/${id.name}`, unread: error.message, mend: 'Look at it again later.' };
    }
  });
  return { app, accounts: [owner], repositories };
}

const asksOf = (app: AppState | null): Asked | null => app?.asks ?? null;

/** What this version asks for when it is registered. */
function needs(): Asked {
  const manifest = parse(readFileSync(new URL('app.yml', projectRoot()), 'utf8')) as {
    default_permissions: Asked['permissions'];
    default_events: Asked['events'];
  };
  return { permissions: manifest.default_permissions, events: manifest.default_events };
}

const AT_ONCE = 6;
const TELL_EVERY_MS = 2000;

/** Some at once, with word of how far it is on stderr. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  let done = 0;
  const timer = setInterval(() => note(`${done} of ${items.length} looked at ...`), TELL_EVERY_MS);
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await work(items[index] as T);
      done++;
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    return results;
  } finally {
    clearInterval(timer);
  }
}
