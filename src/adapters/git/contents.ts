import { makePatch } from '../../core/facts/diff.ts';
import type { FileChange, FileContent, Gap } from '../../core/facts/facts.ts';
import type { ContentRequest } from '../../ports.ts';
import type { GitObject, Objects } from './objects.ts';

/** The same limits as for files read from GitHub. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024;
const MAX_TOTAL_BYTES = 50 * 1024 * 1024;
/** So many files are asked for at once: what is held is bounded by this and the limits above. */
const FILES_AT_ONCE = 16;
/** Git's mode of a submodule. */
const GITLINK = '160000';

/**
 * Texts read before, by path and blob: what one commit leaves is what the next one begins with, and rules keep what
 * they made of a text with the object that holds it. Bounded, oldest out first.
 */
export class ContentCache {
  readonly #contents = new Map<string, FileContent>();
  #characters = 0;

  get(path: string, blob: string): FileContent | undefined {
    return this.#contents.get(`${blob} ${path}`);
  }

  add(path: string, blob: string, content: FileContent): void {
    const key = `${blob} ${path}`;
    if (content.state !== 'text' || content.text.length > CACHED_TEXT || this.#contents.has(key)) return;
    this.#contents.set(key, content);
    this.#characters += content.text.length;
    for (const [oldest, { text }] of this.#contents as Map<string, { text: string }>) {
      if (this.#characters <= CACHED_CHARACTERS) break;
      this.#contents.delete(oldest);
      this.#characters -= text.length;
    }
  }
}

const CACHED_TEXT = 256 * 1024;
const CACHED_CHARACTERS = 4 * 1024 * 1024;

export interface LoadedContents {
  readonly files: readonly FileChange[];
  /** What should be in this repository and is not, as opposed to what is too large to be read. */
  readonly lost: readonly Gap[];
}

/** The same files with their sides filled in; what cannot be read comes back `unread`. Never rejects. */
export async function readContents(
  objects: Objects,
  cache: ContentCache,
  requests: readonly ContentRequest[],
): Promise<LoadedContents> {
  const files: FileChange[] = [];
  const lost: Gap[] = [];
  let bytes = 0;

  const side = async (file: FileChange, which: 'base' | 'head'): Promise<FileContent> => {
    const blob = which === 'head' ? file.headBlob : (file.baseBlob ?? null);
    const mode = which === 'head' ? file.headMode : file.baseMode;
    const path = which === 'head' ? file.path : (file.previousPath ?? file.path);
    if (blob === null) return { state: 'absent' };
    if (mode === GITLINK) return { state: 'text', text: `Subproject commit ${blob}\n` };
    if (bytes > MAX_TOTAL_BYTES) {
      return unread(`the files of the change are larger than ${MAX_TOTAL_BYTES} bytes together`);
    }
    const known = cache.get(path, blob);
    if (known) return known;
    const object = await objects.read(blob);
    if (object.state === 'read') bytes += object.body.length;
    const content = toContent(object, blob);
    if (content.state === 'unread' && object.state !== 'too large') {
      lost.push({ what: `content of ${file.path}`, reason: content.reason });
    }
    cache.add(path, blob, content);
    return content;
  };
  const load = async ({ file, sides }: ContentRequest): Promise<FileChange> => {
    // Modes are known already.
    if (sides === 'none') return file;
    const [head, base] = await Promise.all([
      side(file, 'head'),
      sides === 'both' ? side(file, 'base') : undefined,
    ]);
    return withPatch({ ...file, head, ...(base ? { base } : {}) });
  };

  for (let start = 0; start < requests.length; start += FILES_AT_ONCE) {
    files.push(...(await Promise.all(requests.slice(start, start + FILES_AT_ONCE).map(load))));
  }
  return { files, lost };
}

const unread = (reason: string): FileContent => ({
  state: 'unread',
  reason: `Could not read it: ${reason}.`,
});

function toContent(object: GitObject, blob: string): FileContent {
  switch (object.state) {
    case 'read':
      // As git tells text from binary: by NUL bytes.
      return object.body.includes(0) ? { state: 'binary' } : { state: 'text', text: object.body.toString() };
    case 'too large':
      return unread(`it is too large (${object.size} bytes, at most ${MAX_FILE_BYTES} are read)`);
    case 'missing':
      return unread(NOT_HERE);
    case 'broken':
      return unread(`git cannot read object ${blob.slice(0, 12)}: ${object.reason}`);
  }
}

/** Objects are never downloaded: a command that only looks must not reach for the network. */
export const NOT_HERE =
  'it is not in this clone; complete a partial clone with `git fetch --refetch --no-filter`, a shallow one with `git fetch --unshallow`';

/** The file with a patch made from both sides where git gave none. */
function withPatch(file: FileChange): FileChange {
  if (file.patch !== null) return file;
  const base = textOf(file.base);
  const head = textOf(file.head);
  if (base === null || head === null) return file;
  const patch = makePatch(base, head);
  if (patch === null) {
    return { ...file, head: unread('too many lines differ to tell what changed; split the change') };
  }
  const lines = patch.split('\n');
  const count = (sign: string): number => lines.filter((line) => line.startsWith(sign)).length;
  return { ...file, patch, additions: count('+'), deletions: count('-') };
}

/** null: it is no text, or was not read. A side that is not there is empty. */
function textOf(content: FileContent | undefined): string | null {
  if (content?.state === 'absent') return '';
  return content?.state === 'text' ? content.text : null;
}
