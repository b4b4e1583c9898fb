import type { FileChange, FileContent } from '../../facts/facts.ts';
import { mayBeSpecial, SUBMODULE } from '../../facts/modes.ts';
import type { Need, Place } from '../rule.ts';

export const CONFIGURATION = '.gitmodules';

/** What submodules need: the mode, and the commit, which the list of files tells as the blob. */
export function submoduleNeeds(file: FileChange): Need {
  if (file.path === CONFIGURATION) return { content: 'both', modes: true };
  return mayBeSpecial(file) && file.status !== 'removed'
    ? { content: 'nothing', modes: true }
    : { content: 'nothing' };
}

/** Folders that are another repository's from this change on. */
export const isAdded = ({ headMode, baseMode }: FileChange): boolean =>
  headMode === SUBMODULE && baseMode !== SUBMODULE;

/** Submodules that stand at another commit after this change. */
export const isMoved = (file: FileChange): boolean =>
  file.headMode === SUBMODULE && file.baseMode === SUBMODULE && file.headBlob !== file.baseBlob;

interface Setting {
  readonly line: number;
  readonly key: string;
  readonly value: string;
}

/** Settings that say where a submodule comes from, or run a command. */
const TELLING = /^(?:url|update)$/;

/** Where `.gitmodules` names a source or a command that it did not name before, wherever in the file. */
export function newSources(file: FileChange): Place[] {
  if (file.path !== CONFIGURATION || file.head?.state !== 'text') return [];
  const known = new Set(settings(file.base).map(identity));
  return settings(file.head)
    .filter(({ key, value }) => key === 'url' || value.startsWith('!'))
    .filter((setting) => !known.has(identity(setting)))
    .map(({ line }) => ({ path: file.path, line, side: 'head' }));
}

const identity = ({ key, value }: Setting): string => `${key}=${value.replace(/(?:\.git)?\/?$/, '')}`;

/** Git's own format: `key = value`, keys in any case, values perhaps quoted. */
function settings(content: FileContent | undefined): Setting[] {
  if (content?.state !== 'text') return [];
  return content.text.split('\n').flatMap((text, index) => {
    const equals = text.indexOf('=');
    const key = text.slice(0, Math.max(0, equals)).trim().toLowerCase();
    if (equals < 0 || !TELLING.test(key)) return [];
    const value = text
      .slice(equals + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1');
    return [{ line: index + 1, key, value }];
  });
}
