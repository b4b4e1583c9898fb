import type { FileChange, FileContent } from '../../facts/facts.ts';
import type { ChangeFacts, Place } from '../rule.ts';

/** How strict one switch of a checker is set. */
export interface Setting {
  readonly key: string;
  /** 0 is off. */
  readonly level: number;
  readonly line: number;
  /** Not set at all is looser still (`strict: true`, an entry of `select`), or it is stricter (an entry of `ignore`). */
  readonly absent: 'looser' | 'stricter' | 'unknown';
}

export type SettingsReader = (path: string, text: string) => readonly Setting[];

const read = (path: string, content: FileContent | undefined, reader: SettingsReader): readonly Setting[] =>
  content?.state === 'text' ? reader(path, content.text) : [];

/**
 * Where a change loosens settings. Settings of the same key answer for each other within a file, equal ones first; one
 * that another file of the change takes over is not loosened.
 */
export function loosened(facts: ChangeFacts, reader: SettingsReader): Place[] {
  const lost: { place: Place; key: string; level: number }[] = [];
  const come: Setting[] = [];
  for (const file of facts.files) {
    const path = file.previousPath ?? file.path;
    const { base, head } = rest(file, path, reader);
    for (const setting of base) {
      const next = head.findIndex(({ key }) => key === setting.key);
      const [now] = next === -1 ? [] : head.splice(next, 1);
      if (now && now.level < setting.level) {
        lost.push({ place: { path: file.path, line: now.line, side: 'head' }, ...setting });
      } else if (!now && setting.absent === 'looser' && file.head?.state === 'text' && !inherits(file)) {
        lost.push({ place: { path, line: setting.line, side: 'base' }, ...setting });
      }
    }
    come.push(...head.filter(({ level }) => level > 0));
    if (file.base?.state !== 'text') continue;
    for (const { key, level, line, absent } of head) {
      if (absent === 'stricter') lost.push({ place: { path: file.path, line, side: 'head' }, key, level });
    }
  }
  return lost
    .filter(
      ({ key, level }) => !come.some((other) => covers(other, key) && other.level >= level && level > 0),
    )
    .map(({ place }) => place);
}

/** Whether a file newly takes settings from another: what it does not say any more may stand there. */
const inherits = (file: FileChange): boolean =>
  [file.base, file.head].map((side) => side?.state === 'text' && EXTENDS.test(side.text)).join() ===
  'false,true';
const EXTENDS = /"extends"\s*:/;

function rest(file: FileChange, path: string, reader: SettingsReader): { base: Setting[]; head: Setting[] } {
  const head = [...read(file.path, file.head, reader)];
  const before = file.status === 'copied' ? [] : read(path, file.base, reader);
  const base = before.filter((setting) => {
    const same = head.findIndex(({ key, level }) => key === setting.key && level === setting.level);
    if (same !== -1) head.splice(same, 1);
    return same === -1;
  });
  return { base, head };
}

/** Whether a setting holds for a key: a list may name `ALL` rules, or a group by its first letters. */
function covers({ key: other }: Setting, key: string): boolean {
  return other === key || (key.startsWith('applied ') && (other === 'applied ALL' || key.startsWith(other)));
}

/** The 1-based line that first names something, from a line on; 1 if none does. */
export function lineNaming(lines: readonly string[], what: string): number {
  return (
    Math.max(
      0,
      lines.findIndex((line) => line.includes(what)),
    ) + 1
  );
}
