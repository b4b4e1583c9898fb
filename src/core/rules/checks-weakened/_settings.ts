import type { FileChange, FileContent } from '../../facts/facts.ts';
import type { ChangeFacts, Place } from '../rule.ts';
import { paired } from './_pairs.ts';

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
  const come = new Map<string, number>();
  for (const file of facts.files) {
    const path = file.previousPath ?? file.path;
    const before = file.status === 'copied' ? [] : read(path, file.base, reader);
    const after = read(file.path, file.head, reader);
    const equal = paired(before, after, ({ key, level }) => `${level} ${key}`);
    const { pairs, head } = paired(equal.base, equal.head, ({ key }) => key);
    for (const setting of equal.base) {
      const now = pairs.get(setting);
      if (now && now.level < setting.level) {
        lost.push({ place: { path: file.path, line: now.line, side: 'head' }, ...setting });
      } else if (!now && setting.absent === 'looser' && file.head?.state === 'text' && !inherits(file)) {
        lost.push({ place: { path, line: setting.line, side: 'base' }, ...setting });
      }
    }
    for (const { key, level } of head) come.set(key, Math.max(level, come.get(key) ?? 0));
    if (file.base?.state !== 'text') continue;
    for (const { key, level, line, absent } of head) {
      if (absent === 'stricter') lost.push({ place: { path: file.path, line, side: 'head' }, key, level });
    }
  }
  const lengths = new Set([...come.keys()].map((key) => key.length).filter((length) => length <= MAX_GROUP));
  return lost
    .filter(
      ({ key, level }) =>
        level === 0 || coveringKeys(key, lengths).every((other) => !((come.get(other) ?? 0) >= level)),
    )
    .map(({ place }) => place);
}

/** Whether a file newly takes settings from another: what it does not say any more may stand there. */
const inherits = (file: FileChange): boolean =>
  [file.base, file.head].map((side) => side?.state === 'text' && EXTENDS.test(side.text)).join() ===
  'false,true';
const EXTENDS = /"extends"\s*:/;

/** Longer names are no groups of rules. */
const MAX_GROUP = 60;

/** Settings that hold for a key: a list may name `ALL` rules, or a group by its first letters. */
function coveringKeys(key: string, lengths: ReadonlySet<number>): string[] {
  if (!key.startsWith('applied ')) return [key];
  return [key, 'applied ALL', ...[...lengths].map((length) => key.slice(0, length))];
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
