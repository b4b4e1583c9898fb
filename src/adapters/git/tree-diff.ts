import { randomBytes } from 'node:crypto';
import { Conversation, type Answers } from './conversation.ts';
import type { GitContext } from './process.ts';

/** What git printed of the difference between two trees. */
export interface TreeDiff {
  readonly output: Buffer;
  /** True: there was more than is kept, and the end is missing. */
  readonly cut: boolean;
}

export interface TreeDiffs {
  /** Rejects with `GitError` where a tree or a blob that is needed cannot be read. */
  diff(base: string, head: string): Promise<TreeDiff>;
  close(): void;
}

/**
 * How much is asked for.
 * - `patch`: files with their hunks, renames found as on GitHub.
 * - `files`: the same files without hunks.
 * - `names`: only exact renames, which takes no blobs.
 */
export type DiffDepth = 'patch' | 'files' | 'names';

const DEPTH: Record<DiffDepth, readonly string[]> = {
  patch: ['--patch', '--unified=3', '-M50%'],
  files: ['-M50%'],
  names: ['-M100%'],
};

/** Opens `git diff-tree --stdin`. Of one difference at most `maxBytes` are kept. */
export function openTreeDiffs(context: GitContext, depth: DiffDepth, maxBytes: number): TreeDiffs {
  // Git repeats a line that names no object, and flushes: an end mark. No file can guess it.
  const end = `end ${randomBytes(16).toString('hex')}\n`;
  const args = ['diff-tree', '--stdin', '-r', '-z', '--raw', '--no-ext-diff', '--no-textconv'];
  const conversation = new Conversation(
    context,
    [...args, '--no-color', '--full-index', ...DEPTH[depth]],
    () => new DiffReader(Buffer.from(end), maxBytes),
  );
  return {
    diff: (base, head) => conversation.ask(`${base} ${head}\n${end}`),
    close: () => conversation.close(),
  };
}

/** Cuts the stream at the end marks. */
class DiffReader implements Answers<TreeDiff> {
  readonly #end: Buffer;
  readonly #maxBytes: number;
  #kept: Buffer[] = [];
  #size = 0;
  #cut = false;
  /** What could be the beginning of an end mark. */
  #tail: Buffer = Buffer.alloc(0);

  constructor(end: Buffer, maxBytes: number) {
    this.#end = end;
    this.#maxBytes = maxBytes;
  }

  take(chunk: Buffer): TreeDiff[] {
    const found: TreeDiff[] = [];
    let rest = this.#tail.length === 0 ? chunk : Buffer.concat([this.#tail, chunk]);
    for (;;) {
      const at = rest.indexOf(this.#end);
      if (at < 0) break;
      this.#keep(rest.subarray(0, at));
      found.push({ output: Buffer.concat(this.#kept), cut: this.#cut });
      [this.#kept, this.#size, this.#cut] = [[], 0, false];
      rest = rest.subarray(at + this.#end.length);
    }
    const open = Math.max(0, rest.length - this.#end.length + 1);
    this.#keep(rest.subarray(0, open));
    this.#tail = rest.subarray(open);
    return found;
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    const room = this.#maxBytes - this.#size;
    if (bytes.length > room) this.#cut = true;
    if (room > 0) this.#kept.push(bytes.subarray(0, room));
    this.#size += bytes.length;
  }
}
