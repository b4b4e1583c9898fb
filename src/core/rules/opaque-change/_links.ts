import { controlFile } from '../../facts/control-files.ts';
import type { FileChange, FileContent } from '../../facts/facts.ts';
import { LINK, mayBeSpecial } from '../../facts/modes.ts';
import { normalizePath } from '../../facts/paths.ts';
import type { Need } from '../rule.ts';

/** A symbolic link that this change adds, points elsewhere, or moves so that it points elsewhere. */
export interface NewLink {
  readonly path: string;
  /** From the root of the repository; null: it leads out of it. */
  readonly target: string | null;
  /** As the link says it. */
  readonly text: string;
}

/** What links need: the target is the text of the file. */
export function linkNeeds(file: FileChange): Need {
  if (file.status === 'removed') return { content: 'nothing' };
  if (file.headMode !== undefined) return { content: file.headMode === LINK ? 'both' : 'nothing' };
  return mayBeSpecial(file) ? { content: 'both', modes: true } : { content: 'nothing' };
}

export const newLinks = (files: readonly FileChange[]): NewLink[] => files.flatMap(newLink);

function newLink(file: FileChange): NewLink[] {
  if (file.headMode !== LINK || file.status === 'removed') return [];
  const text = textOf(file.head);
  // What could not be read is a gap already.
  if (text === null) return [];
  const target = targetOf(file.path, text);
  const before = file.baseMode === LINK ? textOf(file.base) : null;
  const same = before !== null && target === targetOf(file.previousPath ?? file.path, before);
  return same && (target !== null || before === text) ? [] : [{ path: file.path, target, text }];
}

const textOf = (content: FileContent | undefined): string | null =>
  content?.state === 'text' ? content.text : null;

/** Where a link leads, from the root; null: out of the repository. Backslashes separate on Windows. */
function targetOf(path: string, text: string): string | null {
  const target = text.trim().replaceAll('\\', '/');
  if (/^(?:\/|[A-Za-z]:)/.test(target)) return null;
  const parts = path.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

/** What holds credentials, or git's own state, wherever it lies. */
const SENSITIVE =
  /(?:^|\/)(?:\.git|\.ssh|\.aws|\.gnupg|\.kube|\.docker|\.netrc|\.npmrc|\.pypirc|\.git-credentials|id_[a-z0-9]+|credentials|etc|proc|dev|root)(?:\/|$)/;
const ENVIRONMENT = /(?:^|\/)\.env(?:\.(?!example|sample|template|dist|default)[\w.-]+)?$/;

/**
 * Whether what a link leads to is not for everybody: keys, git's own files; a file of environment variables under
 * another name.
 */
export function isSensitive({ path, target, text }: NewLink): boolean {
  const wanted = normalizePath(target ?? text.replaceAll('\\', '/'));
  if (target === null ? SENSITIVE.test(wanted) : /(?:^|\/)\.(?:git|ssh|aws|gnupg)(?:\/|$)/.test(wanted))
    return true;
  return ENVIRONMENT.test(wanted) && !/(?:^|\/)\.env[^/]*$/.test(normalizePath(path));
}

/** Instructions for one agent under another agent's name: agent-instructions tells of them as of any others. */
export const isSharedInstructions = ({ path, target }: NewLink): boolean =>
  target !== null && [path, `${path}/any.md`].some((each) => controlFile(each) === 'agent instructions');
