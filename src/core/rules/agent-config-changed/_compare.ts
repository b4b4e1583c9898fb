import { lineChanges } from '../../facts/diff.ts';
import type { FileChange } from '../../facts/facts.ts';
import type { Place, Side } from '../rule.ts';
import { powersOf } from './_powers.ts';
import { sameButForFile, sameProgram } from './_powers/commands.ts';
import type { Power, PowerKind } from './_powers/power.ts';
import { scriptPowers } from './_powers/scripts.ts';
import { readSettings, settingsKind, settingsText, type SettingsKind } from './_settings.ts';

/** Something new that a file lets happen, or a limit that is gone. */
export interface NewPower {
  readonly kind: PowerKind | 'unreadable';
  readonly place: Place;
}

const textOf = (file: FileChange, side: Side): string | null => {
  const content = file[side];
  return content?.state === 'text' ? content.text : null;
};

/** What the file lets happen on one side; null: it cannot be told. */
function powers(path: string, kind: SettingsKind | null, text: string | null): Power[] | null {
  if (text === null || kind === null) return [];
  if (kind === 'script') return scriptPowers(text);
  const { value, problem } = readSettings(path, kind, text);
  return problem === null ? powersOf(kind, value) : null;
}

/** The changed line that has the setting's text, as it is written in code or inside a string of JSON. */
function lineOf(file: FileChange, text: string, side: Side): number | null {
  const forms = [...new Set([text.split('\n')[0] ?? '', JSON.stringify(text).slice(1, -1)])];
  const lines = (textOf(file, side) ?? '').split('\n');
  // A name is best found where it is a key: values may hold it as well.
  const key = lines.findIndex((line) => line.includes(`"${text}":`));
  if (key >= 0) return key + 1;
  const has = (line: string): boolean => forms.some((form) => form !== '' && line.includes(form));
  const changed = lineChanges(file)[side === 'head' ? 'added' : 'removed'].find((line) => has(line.text));
  if (changed) return changed.line;
  const index = lines.findIndex(has);
  return index < 0 ? null : index + 1;
}

/**
 * What head lets happen and base did not, and what base forbade and head does not. A file that had another role
 * before brings everything in anew; one that cannot be read is reported as such.
 */
export function newPowers(file: FileChange): NewPower[] {
  const [path, formerPath] = [file.path, file.previousPath ?? file.path];
  const kind = file.status === 'removed' ? null : settingsKind(path);
  const former = file.status === 'copied' ? null : settingsKind(formerPath);
  if (kind === null && former === null) return [];
  const place = (found: Power, side: Side): Place => ({
    path,
    line: lineOf(file, found.text, side),
    side,
  });
  const after = powers(path, kind, textOf(file, 'head'));
  if (after === null && former === kind && isUntouched(file, kind)) return [];
  if (after === null) return [{ kind: 'unreadable', place: { path, line: null, side: 'head' } }];
  const base = former === null ? [] : (powers(formerPath, former, textOf(file, 'base')) ?? []);
  const before = former === kind ? base : [];
  const kept = new Set(after.map(({ identity }) => identity));
  const replaced = before.filter(({ identity }) => !kept.has(identity));
  const known = new Set(before.map(({ identity }) => identity));
  const fresh = after.filter(
    (found) =>
      found.kind !== 'limit' &&
      !known.has(found.identity) &&
      !before.some((old) => isSame(old, found)) &&
      !(kind === 'script' && replaced.some((old) => sameButForFile(old.identity, found.identity))),
  );
  const gone = base.filter((old) => old.kind === 'limit' && !kept.has(old.identity));
  const shown = kind === 'script' ? fresh.slice(0, 1) : fresh;
  return [
    ...shown.map((found) => ({ kind: found.kind, place: place(found, 'head') })),
    ...gone.map((old) => ({ kind: old.kind, place: place(old, 'base') })),
  ];
}

/** Whether the part of a file that is settings stayed as it was, so that it says nothing new, readable or not. */
function isUntouched(file: FileChange, kind: SettingsKind | null): boolean {
  const [base, head] = [textOf(file, 'base'), textOf(file, 'head')];
  return (
    kind !== null && base !== null && head !== null && settingsText(kind, base) === settingsText(kind, head)
  );
}

/** The same command in the same place, with other arguments. */
const isSame = (old: Power, now: Power): boolean =>
  old.slot !== undefined &&
  now.slot !== undefined &&
  old.slot.name === now.slot.name &&
  sameProgram(old.slot.command, now.slot.command);
