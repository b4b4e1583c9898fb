import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, rmSync, statSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';

/** Where an export goes to. */
export interface Output {
  /** Resolves when there is room for more. Rejects when it cannot be written. */
  write(text: string): Promise<void>;
  /** Makes it whole: before, there is no file of that name. */
  finish(): Promise<void>;
  /** Leaves nothing. */
  abandon(): Promise<void>;
  bytes(): number;
  /** SHA-256 of all that was written, hex. */
  digest(): string;
}

/** So many characters are kept back before they are written at once. */
const AT_ONCE = 64 * 1024;

/** Why a file cannot be written to, as a sentence; null: nothing speaks against it. */
export function refusal(file: string, force: boolean): string | null {
  if (!existsSync(dirname(file))) return `There is no folder ${dirname(file)}.`;
  if (!existsSync(file)) return null;
  if (!statSync(file).isFile()) return `${file} is no file.`;
  return force ? null : `${file} exists. Give --force to replace it.`;
}

/** A file that is written under another name beside it, so that one that was broken off is never taken for a whole one. */
export async function toFile(file: string, force: boolean): Promise<Output> {
  const unfinished = `${file}.unfinished-${process.pid}`;
  const remove = (): void => rmSync(unfinished, { force: true });
  // Before there is anything to remove: it may be asked to end at any moment.
  const stop = stopping(remove);
  const handle = await open(unfinished, 'wx', 0o600).catch((error: unknown) => {
    stop();
    throw error;
  });
  return counting({
    write: (text) => handle.writeFile(text),
    async finish() {
      await handle.sync();
      await handle.close();
      // Somebody else may have made one since.
      const reason = refusal(file, force);
      if (reason !== null) throw new Error(reason);
      await rename(unfinished, file);
      stop();
    },
    async abandon() {
      await handle.close().catch(() => {});
      remove();
      stop();
    },
  });
}

/** Standard output, at the pace of whoever reads it. */
export function toStdout(): Output {
  let failure: Error | null = null;
  process.stdout.on('error', (error) => {
    failure ??= error;
  });
  const check = (): void => {
    if (failure !== null) throw failure;
  };
  return counting({
    async write(text) {
      check();
      if (!process.stdout.write(text)) await once(process.stdout, 'drain');
    },
    async finish() {
      // What went wrong with the last piece is heard of a moment later.
      await setImmediate();
      check();
    },
    abandon: async () => {},
  });
}

function counting(to: Pick<Output, 'write' | 'finish' | 'abandon'>): Output {
  const hash = createHash('sha256');
  let bytes = 0;
  let kept: string[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    const text = kept.join('');
    kept = [];
    size = 0;
    hash.update(text);
    bytes += Buffer.byteLength(text);
    if (text !== '') await to.write(text);
  };
  return {
    async write(text) {
      kept.push(text);
      size += text.length;
      if (size >= AT_ONCE) await flush();
    },
    async finish() {
      await flush();
      await to.finish();
    },
    abandon: to.abandon,
    bytes: () => bytes,
    digest: () => hash.digest('hex'),
  };
}

/** Cleans up when the process is asked to end; gives what stops listening. */
function stopping(cleanUp: () => void): () => void {
  const onInterrupt = (): never => end(130);
  const onTerm = (): never => end(143);
  const end = (code: number): never => {
    cleanUp();
    process.exit(code);
  };
  process.once('SIGINT', onInterrupt);
  process.once('SIGTERM', onTerm);
  return () => {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onTerm);
  };
}

/** Why an export was broken off, as a sentence. */
export function brokenOff(error: unknown, where: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return `There is no room left for ${where}.`;
  if (code === 'EDQUOT' || code === 'EFBIG') return `${where} would become larger than it may.`;
  if (code === 'EPIPE') return `Whoever read ${where} went away.`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `${where} may not be written.`;
  return message;
}
