import { changedBlocks, type Block } from './blocks.ts';
import type { LockEntry, LockReader } from './lockfile.ts';

/** Packages begin at the margin. */
const BEGINS = /^(?=["\w@])(?!__metadata)/;

const field = (block: string, name: string): string =>
  new RegExp(`^  ${name}:? "?([^"\\n]{1,2000}?)"?$`, 'm').exec(block)?.[1] ?? '';

/** The name of `name@range`, also behind an alias. */
const nameOf = (pattern: string): string => /^(@?[^@]+)/.exec(pattern)?.[1] ?? pattern;

/** `yarn.lock` of Yarn 1 and of Yarn 2 and later. */
export function readYarnLock(text: string, other: string): ReturnType<LockReader> {
  const [own, known] = [text, other].map((side) => side.replace(/\r/g, '')) as [string, string];
  const berry = /^__metadata:/m.test(own);
  const format = /^ {2}cacheKey: (\w{1,20})$/m.exec(own)?.[1] ?? '0';
  const entries = changedBlocks(own, known, BEGINS).flatMap((block) =>
    berry ? modern(block, format) : classic(block),
  );
  return { entries, roots: () => (berry ? workspaces(own) : null), scripted: null };
}

const patternsOf = (block: string): string[] =>
  (block.split('\n', 1)[0] ?? '')
    .replace(/:\s*$/, '')
    .split(',')
    .map((pattern) => pattern.trim().replace(/^"|"$/g, ''));

function classic({ text, line }: Block): LockEntry[] {
  const patterns = patternsOf(text);
  const first = patterns[0] ?? '';
  const url = field(text, 'resolved');
  const [address = '', sha1] = url.split('#');
  const remote = /^https?:\/\//.test(address) && !address.endsWith('.git');
  const hash = field(text, 'integrity') || (remote && sha1 ? `sha1:${sha1}` : null);
  const name = nameOf(first);
  const alias = /@npm:((?:@[^@/]+\/)?[^@/]+)/.exec(first)?.[1];
  const version = field(text, 'version');
  if (version === '') return [];
  return [
    {
      key: first,
      name,
      resolved: { name: alias ?? name, version },
      artifacts: [{ file: '', url: address || null, hash }],
      unhashed: address === '' || !remote || /codeload\.github\.com/.test(address),
      installScript: null,
      line,
    },
  ];
}

/** `format` numbers how archives are packed, on which checksums depend. */
function modern({ text, line }: Block, format: string): LockEntry[] {
  const first = patternsOf(text)[0] ?? '';
  const resolution = field(text, 'resolution');
  const found = /^(@?[^@]+)@(\w+):(.*)$/.exec(resolution);
  if (!found || found[2] === 'workspace') return [];
  const [, resolved = '', protocol = '', target = ''] = found;
  const archive = /::__archiveUrl=([^&]+)/.exec(target)?.[1];
  const alias = /^@?[^@]+@npm:((?:@[^@/]+\/)?[^@/]+)@/.exec(first)?.[1];
  const sum = field(text, 'checksum');
  const elsewhere = /^(?:https?|git|ssh|file|github)/.test(protocol) ? `${protocol}:${target}` : null;
  return [
    {
      key: first,
      name: alias ?? nameOf(first),
      resolved: { name: resolved, version: field(text, 'version') },
      artifacts: [
        {
          file: '',
          url: archive ? decode(archive) : elsewhere,
          hash: sum === '' || sum.includes('/') ? sum || null : `${format}/${sum}`,
        },
      ],
      // Checksums may be left out for what only some platforms install.
      unhashed: protocol !== 'npm' || /^ {2}conditions:/m.test(text),
      installScript: null,
      line,
    },
  ];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function workspaces(text: string): string[] {
  return [...text.matchAll(/^"?([^\n"]{1,300})@workspace:[^\n]*:\n((?: [^\n]*\n)*)/gm)].flatMap(
    ([, name, body = '']) => {
      const asked = /^ {2}dependencies:\n((?: {4}[^\n]*\n)*)/m.exec(body)?.[1] ?? '';
      return asked
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => `${name} ${line.trim().replace(/:.*$/, '')}`);
    },
  );
}
