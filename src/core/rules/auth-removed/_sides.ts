import { lineChanges } from '../../facts/diff.ts';
import type { FileChange, FileContent } from '../../facts/facts.ts';
import { codeOf } from '../../parsers/source/added.ts';
import { syntaxOf } from '../../parsers/source/syntax.ts';
import { runsNowhere } from '../code-weakening/_paths.ts';
import { guardsOf, mayGuard, type Guards } from './_guards.ts';

const LANGUAGES = new Set(['js', 'python', 'java', 'csharp', 'go', 'ruby', 'php', 'rust', 'graphql']);

const isRead = (path: string): boolean => LANGUAGES.has(syntaxOf(path) ?? '') && !runsNowhere(path);

/** A changed line that may hold a check. */
const MAY_CHECK =
  /^[-+].{0,400}?(?:auth|login|logged|permi|perms\b|roles?\b|admin|guard|polic|\bacl|rbac|\bcan[_A-Z!?(:]|abilit|forbid|denied|\b40[13]\b|jwt|superuser|staff|owner|protect|secur|privileg|require_?\w{0,10}user|current_?user|session|passport|access|enforce|scope|member|token|before_action|before_filter|plug\b|passes_?test|ensure|require_|require[A-Z]|verif|prevent|moderator|deny|denies)/im;
const MAY_LOSE = new RegExp(MAY_CHECK.source.replace('[-+]', '-'), 'im');

/** Both sides of sources whose changed lines may hold a check. */
export function guardNeeds(file: FileChange): 'nothing' | 'patch' | 'both' {
  if (!isRead(file.path) && (file.previousPath === null || !isRead(file.previousPath))) return 'nothing';
  if (file.patch === null) return 'patch';
  return MAY_CHECK.test(file.patch) ? 'both' : 'nothing';
}

/** A file with the checks of both its sides, read when they are asked for. */
export class Side {
  readonly file: FileChange;
  #removed: ReadonlySet<number> | undefined;
  #added: ReadonlySet<number> | undefined;

  constructor(file: FileChange) {
    this.file = file;
  }

  /** 1-based lines that the change takes away. */
  get removed(): ReadonlySet<number> {
    return (this.#removed ??= new Set(lineChanges(this.file).removed.map(({ line }) => line)));
  }

  get added(): ReadonlySet<number> {
    return (this.#added ??= new Set(lineChanges(this.file).added.map(({ line }) => line)));
  }

  get base(): Guards | null {
    const { file } = this;
    return file.status === 'copied' ? null : guardsAt(file.previousPath ?? file.path, file.base);
  }

  get head(): Guards | null {
    return guardsAt(this.file.path, this.file.head);
  }

  /** Whether a line that is taken away may be a check. */
  mayLose(): boolean {
    const { file } = this;
    const syntax = syntaxOf(file.previousPath ?? file.path);
    if (file.base?.state !== 'text' || syntax === null || !MAY_LOSE.test(file.patch ?? '')) return false;
    return mayGuard(file.base.text, syntax, [...this.removed]);
  }
}

function guardsAt(path: string, content: FileContent | undefined): Guards | null {
  const code = isRead(path) ? codeOf(path, content) : null;
  return code && guardsOf(code);
}
