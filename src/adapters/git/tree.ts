import type { GitObject, Objects } from './objects.ts';

const DIRECTORY = '40000';
/** Modes of files and of links, whose text is where they point to; a submodule is neither. */
const FILE = /^1[02]0\d{3}$/;
const SPACE = 0x20;

/**
 * The blob of a file in a tree. null: there is certainly none, which `git cat-file` cannot tell from a file whose
 * blob is not here. A tree that cannot be read comes back as it is.
 */
export async function find(
  objects: Objects,
  tree: string,
  path: string,
): Promise<string | Exclude<GitObject, { state: 'read' }> | null> {
  const [name = '', ...rest] = path.split('/');
  const object = await objects.read(tree);
  if (object.state !== 'read') return object;
  const entry = entryOf(object.body, name, tree.length / 2);
  if (!entry) return null;
  if (rest.length === 0) return FILE.test(entry.mode) ? entry.oid : null;
  return entry.mode === DIRECTORY ? find(objects, entry.oid, rest.join('/')) : null;
}

/** Entries are `<mode> <name>`, NUL and the bare hash. */
function entryOf(tree: Buffer, name: string, hashBytes: number): { mode: string; oid: string } | null {
  const wanted = Buffer.from(name);
  for (let at = 0; at < tree.length;) {
    const space = tree.indexOf(SPACE, at);
    const end = tree.indexOf(0, space);
    if (space < 0 || end < 0) return null;
    const next = end + 1 + hashBytes;
    if (end - space - 1 === wanted.length && tree.subarray(space + 1, end).equals(wanted)) {
      return { mode: tree.toString('latin1', at, space), oid: tree.toString('hex', end + 1, next) };
    }
    at = next;
  }
  return null;
}
