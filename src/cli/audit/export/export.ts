import type { StoreReader } from '../../../adapters/store/read.ts';
import { asStored, followChain, type ChainSeen } from '../../../core/export/chain.ts';
import type { Part } from '../../../core/export/entry.ts';
import { redactionsIn } from '../../../core/export/redactions.ts';
import type { RecordFilter } from '../../../ports.ts';
import { VERSION } from '../../version.ts';
import { refuse } from '../open-store.ts';
import { FORMATS, PASSES, type Format } from './formats.ts';
import { brokenOff, toFile, toStdout } from './output.ts';
import { exportProgress, rate, size, some } from './progress.ts';

interface How {
  readonly format: Format;
  /** undefined: standard output. */
  readonly output: string | undefined;
  readonly force: boolean;
}

/**
 * Exports a part of the record and says on stderr what came of it.
 * @param wanted whose record; null: the only one that there is
 */
export async function exportPart(
  store: StoreReader,
  wanted: Omit<Part, 'owner'> & { readonly owner: string | null },
  how: How,
): Promise<void> {
  const where = how.output ?? 'standard output';
  try {
    const owner = wanted.owner ?? (await onlyOwner(store));
    if (owner === null) return;
    await write(store, { ...wanted, owner }, how);
  } catch (error) {
    process.stderr.write(`Nothing whole was exported. ${brokenOff(error, where)}\n`);
    process.exitCode = 1;
  }
}

async function onlyOwner(store: StoreReader): Promise<string | null> {
  const owners = await store.owners();
  if (owners.length === 1) return owners[0] ?? null;
  refuse(
    owners.length === 0
      ? 'The record is empty: name whose it would be.'
      : `The record has several owners: name one of ${owners.join(', ')}.`,
  );
  return null;
}

async function write(store: StoreReader, part: Part, { format, output, force }: How): Promise<void> {
  const filter = filterOf(part);
  const began = performance.now();
  const total = process.stderr.isTTY ? await store.count(filter) : 0;
  const progress = exportProgress(process.stderr, total * PASSES[format]);
  const redactions = (await store.record({ owner: part.owner, kinds: ['redaction'] })).map(asStored);
  const chain = followChain(part, redactionsIn(part.owner, redactions));
  const about = {
    part,
    version: VERSION,
    exportedAt: new Date().toISOString(),
    command: commandOf(part, format),
    checkpoint: await store.lastCheckpoint(part.owner, null),
  };
  async function* entries() {
    for await (const entry of store.stream(filter)) {
      progress.step();
      yield entry;
    }
  }
  const to = output === undefined ? toStdout() : await toFile(output, force);
  try {
    for await (const piece of FORMATS[format]({ about, redactions, chain, entries })) await to.write(piece);
    await to.finish();
  } catch (error) {
    await to.abandon();
    throw error;
  } finally {
    progress.clear();
  }
  conclude(part, chain.seen(), {
    where: output ?? 'standard output',
    bytes: to.bytes(),
    digest: to.digest(),
    ms: performance.now() - began,
  });
}

const filterOf = ({ owner, from, to, repository }: Part): RecordFilter => {
  const name = repository?.split('/')[1];
  return {
    owner,
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(name === undefined ? {} : { repository: { owner, name } }),
  };
};

/** As somebody could type it again, without the places of this machine. */
const commandOf = ({ owner, from, to, repository }: Part, format: Format): string =>
  [
    `agentguard audit export ${owner}`,
    ...(from === null ? [] : [`--from ${from}`]),
    ...(to === null ? [] : [`--to ${to}`]),
    ...(repository === null ? [] : [`--repo ${repository}`]),
    `--format ${format}`,
  ].join(' ');

function conclude(
  { owner, repository, from, to }: Part,
  { entries, problems, named }: ChainSeen,
  file: { where: string; bytes: number; digest: string; ms: number },
): void {
  const time = from !== null || to !== null ? ' in that time' : '';
  const what = `${some(entries)} ${entries === 1 ? 'entry' : 'entries'} of ${repository ?? owner}`;
  const lines = [
    ...(entries === 0 ? [`The record holds nothing of ${repository ?? owner}${time}.`] : []),
    `${what} exported to ${file.where}: ${size(file.bytes)}, ${some(rate(entries, file.ms))} entries a second, SHA-256 ${file.digest}`,
    ...named.map(({ sequence, problem }) => `Entry ${sequence}: ${problem}`),
    ...(problems > 0
      ? [`${some(problems)} of them do not hold. agentguard audit verify ${owner} looks at the whole record.`]
      : []),
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
  if (problems > 0) process.exitCode = 1;
}
