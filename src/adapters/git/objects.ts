import { Conversation, type Answers } from './conversation.ts';
import { GitError, type GitContext } from './process.ts';

export type GitObject =
  | { readonly state: 'read'; readonly oid: string; readonly type: string; readonly body: Buffer }
  | { readonly state: 'missing' }
  | { readonly state: 'too large'; readonly size: number }
  /** It is there, and git cannot read it; the reason is git's. */
  | { readonly state: 'broken'; readonly reason: string };

/** Objects of the repository by name, raw: no filter, no replacement, no fetching. */
export interface Objects {
  /** @param name an object id, or `<tree or commit>:<path>`. */
  read(name: string): Promise<GitObject>;
  close(): void;
}

/** Opens `git cat-file --batch`. Objects of more than `maxBytes` are skipped over. */
export function openObjects(context: GitContext, maxBytes: number): Objects {
  const conversation = new Conversation(context, ['cat-file', '--batch'], () => new BatchReader(maxBytes));
  return {
    async read(name) {
      // The protocol is one name a line.
      if (name.includes('\n')) return { state: 'missing' };
      try {
        return await conversation.ask(`${name}\n`);
      } catch (error) {
        if (error instanceof GitError) return { state: 'broken', reason: error.message };
        throw error;
      }
    },
    close: () => conversation.close(),
  };
}

const HEADER = /^([0-9a-f]{40,64}) (\w+) (\d+)$/;
const LINE_BREAK = 0x0a;

/** Reads `<oid> <type> <size>`, the body and a line break, or `<name> missing`. */
class BatchReader implements Answers<GitObject> {
  readonly #maxBytes: number;
  #header = Buffer.alloc(0);
  #body: { oid: string; type: string; size: number; kept: Buffer | null; filled: number } | null = null;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  take(chunk: Buffer): GitObject[] {
    const found: GitObject[] = [];
    let rest = chunk;
    while (rest.length > 0) {
      rest = this.#body ? this.#takeBody(rest, found) : this.#takeHeader(rest, found);
    }
    return found;
  }

  #takeHeader(chunk: Buffer, found: GitObject[]): Buffer {
    const end = chunk.indexOf(LINE_BREAK);
    this.#header = Buffer.concat([this.#header, end < 0 ? chunk : chunk.subarray(0, end)]);
    if (end < 0) return chunk.subarray(chunk.length);
    const header = HEADER.exec(this.#header.toString());
    this.#header = Buffer.alloc(0);
    if (!header) found.push({ state: 'missing' });
    else {
      const [, oid = '', type = '', digits = ''] = header;
      const size = Number(digits);
      const kept = size > this.#maxBytes ? null : Buffer.allocUnsafe(size);
      this.#body = { oid, type, size, kept, filled: 0 };
    }
    return chunk.subarray(end + 1);
  }

  #takeBody(chunk: Buffer, found: GitObject[]): Buffer {
    const body = this.#body;
    if (!body) return chunk;
    const { oid, type, size, kept } = body;
    const part = Math.min(size + 1 - body.filled, chunk.length);
    if (kept) chunk.copy(kept, body.filled, 0, Math.min(part, size - body.filled));
    body.filled += part;
    if (body.filled === size + 1) {
      this.#body = null;
      found.push(kept ? { state: 'read', oid, type, body: kept } : { state: 'too large', size });
    }
    return chunk.subarray(part);
  }
}
