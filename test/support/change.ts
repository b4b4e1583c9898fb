import { createHash } from 'node:crypto';
import { lineChanges, makePatch } from '../../src/core/facts/diff.ts';
import type { FileChange, FileContent } from '../../src/core/facts/facts.ts';
import type { ChangeFacts, Example } from '../../src/core/rules/rule.ts';

/** As git tells text from binary: by NUL. */
function content(text: string | null): FileContent {
  if (text === null) return { state: 'absent' };
  return text.includes('\0') ? { state: 'binary' } : { state: 'text', text };
}

/** Stands for the blob's SHA: the same text, the same one. A submodule's is the commit that its text names. */
function blobOf(text: string | null): string | null {
  if (text === null) return null;
  return text.startsWith('Subproject commit ')
    ? text.slice('Subproject commit '.length).trim()
    : createHash('sha1').update(text).digest('hex');
}

/** File, link or submodule. */
const kindOf = (mode = '100644'): string => mode.slice(0, 3);

/** A file's change from its text before and after, with both sides loaded, as an adapter would give it. */
export function fileChange(file: Example['files'][number]): FileChange {
  const status =
    file.before === null
      ? 'added'
      : file.after === null
        ? 'removed'
        : file.previousPath !== undefined
          ? 'renamed'
          : kindOf(file.beforeMode) === kindOf(file.afterMode)
            ? 'modified'
            : 'type_changed';
  const isBinary = `${file.before}${file.after}`.includes('\0');
  const patch = isBinary ? '' : makePatch(file.before ?? '', file.after ?? '');
  const change: FileChange = {
    path: file.path,
    previousPath: file.previousPath ?? null,
    status,
    additions: 0,
    deletions: 0,
    headBlob: blobOf(file.after),
    baseBlob: blobOf(file.before),
    headMode: file.after === null ? null : (file.afterMode ?? '100644'),
    baseMode: file.before === null ? null : (file.beforeMode ?? '100644'),
    patch: patch === '' ? null : patch,
    base: content(file.before),
    head: content(file.after),
  };
  const { added, removed } = lineChanges(change);
  return { ...change, additions: added.length, deletions: removed.length };
}

/** What a rule reads, from before and after texts. */
export function changeFacts(files: Example['files']): ChangeFacts {
  return {
    repository: {
      owner: 'acme',
      name: 'shop',
      id: 1,
      ownerType: 'Organization',
      private: true,
      defaultBranch: 'main',
      topics: [],
    },
    headRef: 'change',
    title: 'A change',
    files: files.map(fileChange),
  };
}
