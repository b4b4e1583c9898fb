import { userInfo } from 'node:os';
import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import type { StoreReader } from '../../adapters/store/read.ts';
import type { Redacting } from '../../adapters/store/redact.ts';
import { namesPerson } from '../../core/decision/basis/names.ts';
import { EXPOSURE_KINDS, followExposure, type Exposures } from '../../core/exposure/exposures.ts';
import { withoutPeople } from '../../core/record/people.ts';
import type { PackedBasis, RecordEntry } from '../../ports.ts';
import type { Environment } from '../../server/configuration.ts';
import { agreed } from '../local/agreed.ts';
import { DATA_OPTION, storePlace, type StorePlace } from '../store-place.ts';
import { NO_KEY } from './key.ts';
import { ownKey } from './keys.ts';
import { refuse, withStore } from './open-store.ts';
import { reading } from './reading.ts';

interface Options {
  readonly person?: string;
  readonly before?: string;
  readonly owner?: string;
  readonly reason?: string;
  readonly by?: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly data?: string;
}

/** `agentguard audit redact`: takes personal data out of the record. */
export const redactCommand = (environment: Environment): Command =>
  new Command('redact')
    .description('Take personal data out of the record without breaking its chain.')
    .option('--person <login>', 'of this person, wherever the record names them')
    .option('--before <date>', 'of all people, in entries from before this day: 2025-01-01')
    .option('--owner <owner>', 'only in the record of this organisation or user (default: of all)')
    .option('--reason <text>', 'why; it is kept in the record, so name nobody')
    .option('--by <name>', 'who does it, for the record (default: the user of this machine)')
    .option('--dry-run', 'only say how many entries it would change')
    .option('--yes', 'do it without a question')
    .option(...DATA_OPTION)
    .addHelpText('after', HELP)
    .action((options: Options) => redact(options, environment));

const HELP = `
Logins become pseudonyms that are made by chance, one for each person and run; names, addresses and what people wrote are
gone. Outcomes, rules, paths, SHAs, counts and times stay, and so does every entry's number and hash: a new entry, signed
with the deployment's key, says which ones were changed, and \`agentguard audit verify\` takes it into account. Decisions
that were redacted cannot be replayed. Who pushed to merged pull requests and what was asked there goes as well.

The key is needed (RECORD_KEY, PRIVATE_KEY or PRIVATE_KEY_PATH, as for the server). An embedded store must not be in use:
stop the server meanwhile. There is no way back: what is in backups, exports, logs and at GitHub is not touched.

Exit codes:
  0  done, or nothing there to redact
  1  not done: you did not say yes, a record is broken, or another process has the store
  2  used wrongly, or there is no key or no store

Examples:
  agentguard audit redact --person olga --reason "erasure request 17" --dry-run
  agentguard audit redact --before 2024-01-01 --owner acme --reason "kept for two years" --yes
`;

async function redact(options: Options, environment: Environment): Promise<void> {
  const { person, reason } = options;
  const before = options.before === undefined ? null : startOf(options.before);
  if ((person === undefined) === (options.before === undefined)) {
    return refuse('Say either whose data is to go, with --person, or from which time, with --before.');
  }
  if (person !== undefined && !/^[\w-]{1,100}$/.test(person)) return refuse(`"${person}" is no login.`);
  if (options.before !== undefined && before === null)
    return refuse(`"${options.before}" is no day; write 2025-01-01.`);
  if (!reason) return refuse('Say why, with --reason: it is kept in the record.');
  if (person !== undefined && reason.toLowerCase().includes(person.toLowerCase())) {
    return refuse('The reason stays in the record: do not name the person in it.');
  }
  const key = await ownKey(environment).catch((error: unknown) => {
    refuse(error instanceof Error ? error.message : String(error));
    return null;
  });
  if (key === null) return process.exitCode ? undefined : refuse(NO_KEY);

  const place = storePlace(options.data, environment);
  const redacted = { login: person ?? null, pseudonymOf: pseudonyms() };
  const change = ({ body, kind }: RecordEntry): RecordEntry['body'] => withoutPeople(body, kind, redacted);
  const owner = options.owner?.toLowerCase() ?? null;
  const names = (basis: PackedBasis): boolean => namesPerson(basis, redacted.login);
  const found = await counted(place, { owner, before, change, names });
  if (found === null) return;
  const { count, exposed } = found;
  if (exposed.size > 0) {
    process.stderr.write(
      `Nothing was redacted. Exposed still: ${[...exposed].toSorted().join(', ')}. Who may end that is judged by who had a hand in it, so see to it first (docs/way-back.md), or leave it out with --before.\n`,
    );
    process.exitCode = 1;
    return;
  }
  process.stdout.write(
    `${count.toLocaleString('en')} ${count === 1 ? 'entry' : 'entries'} of the record to redact.\n`,
  );
  if (options.dryRun) return;
  if (!options.yes) {
    const answer = await agreed('There is no way back. Do this? [y/N] ', {
      input: process.stdin,
      output: process.stderr,
    });
    if (answer !== 'yes') {
      process.stderr.write(
        answer === 'no'
          ? 'Nothing was redacted. You did not say yes.\n'
          : 'Nothing was redacted: there is no terminal to ask on. Say --yes to have it done without a question.\n',
      );
      process.exitCode = 1;
      return;
    }
  }
  const { redactStore } = await import('../../adapters/store/redact.ts');
  try {
    const done = await redactStore(place, {
      owner,
      login: redacted.login,
      before,
      change,
      names,
      what: person === undefined ? `all people before ${before?.slice(0, 10)}` : 'one person',
      by: options.by ?? userInfo().username,
      reason,
      key,
      now: () => new Date(),
    });
    for (const [each, numbers] of done.by) {
      process.stdout.write(
        `The record of ${each}: redacted by ${numbers.length === 1 ? 'entry' : 'entries'} ${numbers.join(', ')}.\n`,
      );
    }
    process.stdout.write(
      `Redacted ${done.entries.toLocaleString('en')} entries; ${done.rows.toLocaleString('en')} rows about merged pull requests are gone.\n`,
    );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

/** The beginning of a day in UTC; null: it is none. */
function startOf(day: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const date = new Date(`${day}T00:00:00.000Z`);
  return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(day) ? null : date.toISOString();
}

/** A pseudonym for each login, made by chance: nobody can tell by the login which one it is. */
function pseudonyms(): (login: string) => string {
  const given = new Map<string, string>();
  const taken = new Set<string>();
  return (login) => {
    const known = given.get(login);
    if (known !== undefined) return known;
    let made: string;
    do made = `person-${randomBytes(taken.size < 1000 ? 2 : 6).toString('hex')}`;
    while (taken.has(made));
    taken.add(made);
    given.set(login, made);
    return made;
  };
}

interface Found {
  readonly count: number;
  /** What they are about that came past the gate and has not ended. */
  readonly exposed: ReadonlySet<string>;
}

/** Which entries it is about; null: that could not be read, and was said. */
async function counted(
  place: StorePlace,
  { owner, before, change, names }: Pick<Redacting, 'owner' | 'before' | 'change' | 'names'>,
): Promise<Found | null> {
  let result: Found | null = null;
  await withStore(place, async (store) => {
    let count = 0;
    const exposed = new Set<string>();
    for (const each of owner === null ? await store.owners() : [owner]) {
      const open = await openExposures(each, store);
      const seen = reading(each, (await store.chainEnd(each))?.sequence ?? 0);
      for await (const entry of store.stream({ owner: each, ...(before === null ? {} : { to: before }) })) {
        seen(entry.sequence);
        if (entry.kind === 'redaction') continue;
        if (change(entry) === entry.body && !(await restsOnNames(entry, store, names))) continue;
        count++;
        if (open.has(entry.subject.toLowerCase())) exposed.add(entry.subject);
      }
    }
    result = { count, exposed };
  });
  return result;
}

/** Subjects, in lower case, of what came past the gate and goes on. */
async function openExposures(owner: string, store: StoreReader): Promise<ReadonlySet<string>> {
  const exposures: Exposures = new Map();
  for await (const entry of store.stream({ owner, kinds: EXPOSURE_KINDS })) followExposure(exposures, entry);
  const open = [...exposures.values()].filter(({ until }) => until === null);
  return new Set(open.map(({ subject }) => subject.toLowerCase()));
}

async function restsOnNames(
  { body }: RecordEntry,
  store: StoreReader,
  names: Redacting['names'],
): Promise<boolean> {
  const digest = body['basis'];
  const kept = typeof digest === 'string' ? await store.basis(digest) : null;
  return kept !== null && names(kept);
}
