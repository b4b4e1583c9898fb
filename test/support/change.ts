import { lineChanges, makePatch } from '../../src/core/facts/diff.ts';
import type { FileChange, FileContent } from '../../src/core/facts/facts.ts';
import type { ChangeFacts, Example } from '../../src/core/rules/rule.ts';

const content = (text: string | null): FileContent =>
  text === null ? { state: 'absent' } : { state: 'text', text };

/** A file's change from its text before and after, with both sides loaded, as an adapter would give it. */
export function fileChange(file: Example['files'][number]): FileChange {
  const status =
    file.before === null
      ? 'added'
      : file.after === null
        ? 'removed'
        : file.previousPath !== undefined
          ? 'renamed'
          : 'modified';
  const patch = makePatch(file.before ?? '', file.after ?? '');
  const change: FileChange = {
    path: file.path,
    previousPath: file.previousPath ?? null,
    status,
    additions: 0,
    deletions: 0,
    headBlob: file.after === null ? null : '0'.repeat(40),
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
