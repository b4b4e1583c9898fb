import { blocksOf, changedBlocks, type Block } from './blocks.ts';
import type { LockEntry, LockReader } from './lockfile.ts';

const ENTRY = /^ {2}(?=['"\w@/])[^\n]{1,500}:\s*$/;

const BUILDS = /^ {4}requiresBuild: true/m;

/** The lines of one top-level section, and the line it begins at. */
function section(text: string, name: string): { text: string; line: number } {
  const begin = new RegExp(`^${name}:[^\\n]*\\n`, 'm').exec(text);
  if (!begin) return { text: '', line: 1 };
  const from = begin.index + begin[0].length;
  const end = /\n(?=\S)/.exec(text.slice(from));
  const body = end ? text.slice(from, from + end.index + 1) : text.slice(from);
  return { text: body, line: text.slice(0, from).split('\n').length };
}

const value = (block: string, key: string): string =>
  new RegExp(`\\b${key}: *['"]?([^,}\\s'"]{1,2000})`).exec(block)?.[1] ?? '';

/** `pnpm-lock.yaml` as pnpm writes it; a text written otherwise is not read. */
export function readPnpmLock(text: string, other: string): ReturnType<LockReader> {
  const [own, known] = [text, other].map((side) => side.replace(/\r/g, '')) as [string, string];
  if (!/^lockfileVersion:/m.test(own)) return null;
  const packages = section(own, 'packages');
  const blocks = changedBlocks(packages.text, section(known, 'packages').text, ENTRY);
  const entries = blocks.flatMap((block) => entryOf({ ...block, line: block.line + packages.line - 1 }));
  return { entries, roots: () => rootsOf(own), scripted: scriptedIn(packages.text) };
}

/** From version 9 on it is not recorded. */
function scriptedIn(packages: string): ReadonlySet<string> | null {
  if (!packages.includes('requiresBuild:')) return null;
  const built = blocksOf(packages, ENTRY).filter(({ text }) => BUILDS.test(text));
  return new Set(built.flatMap((block) => entryOf(block).map(({ name }) => name)));
}

function entryOf({ text, line }: Block): LockEntry[] {
  const key = (text.split('\n', 1)[0] ?? '')
    .trim()
    .replace(/:$/, '')
    .replace(/^['"]|['"]$/g, '');
  const plain = key.replace(/\(.*$/s, '');
  // `/a/1.0.0_peer@2` (5), `/a@1.0.0` (6), `a@1.0.0` (9), or an address.
  const found = /^\/?((?:@[^@/]+\/)?[^@/]+)[@/]([^/_]+)(?:_.*)?$/.exec(plain);
  const version = found?.[2] ?? '';
  const registry = /^\d/.test(version);
  const tarball = value(text, 'tarball');
  const elsewhere = registry ? '' : plain;
  return [
    {
      key,
      name: found?.[1] ?? plain,
      resolved: {
        name: value(text, 'name') && !registry ? value(text, 'name') : (found?.[1] ?? plain),
        version,
      },
      artifacts: [{ file: '', url: tarball || elsewhere || null, hash: value(text, 'integrity') || null }],
      unhashed: !registry || /\b(?:type: (?:git|directory)|commit:)/.test(text),
      installScript: BUILDS.test(text) ? true : null,
      line,
    },
  ];
}

function rootsOf(text: string): string[] {
  const roots: string[] = [];
  let importer = '';
  let name = '';
  for (const line of section(text, 'importers').text.split('\n')) {
    const key = /^( +)['"]?([^'":]{1,300})['"]?:/.exec(line);
    if (key?.[1]?.length === 2) importer = key[2] ?? '';
    if (key?.[1]?.length === 6) name = key[2] ?? '';
    if (/^ {8}specifier: /.test(line)) roots.push(`${importer} ${name}`);
  }
  return roots;
}
