import type { FileChange } from '../../facts/facts.ts';
import type { ChangeFacts, Need } from '../rule.ts';
import {
  buildSide,
  changedScriptChecks,
  emptiedScripts,
  isBuildPath,
  isScriptPath,
} from '../../parsers/builds/checks.ts';
import type { CheckUnit } from '../../parsers/builds/checks.ts';

/** What a change does to the checks of a build. */
export interface CheckComparison {
  /** Checks that ran before and that nothing takes the place of. */
  readonly removed: readonly CheckUnit[];
  /** Checks that ran before, as they stand now: switched off. */
  readonly disabled: readonly CheckUnit[];
  /** Checks that ran before, as they stand now: their failure stops nothing. */
  readonly ignored: readonly CheckUnit[];
}

/** Both sides of build files, the patch of scripts. */
export function checkNeeds(file: FileChange): Need {
  if (isBuildPath(file.path) || (file.previousPath !== null && isBuildPath(file.previousPath))) {
    return { content: 'both' };
  }
  return { content: isScriptPath(file.path) ? 'patch' : 'nothing' };
}

const compared = new WeakMap<ChangeFacts, CheckComparison>();

/** Compares the checks of all build files and scripts of a change, base against head. */
export function compareChecks(facts: ChangeFacts): CheckComparison {
  let comparison = compared.get(facts);
  if (!comparison) {
    comparison = compare(facts);
    compared.set(facts, comparison);
  }
  return comparison;
}

const NONE: CheckComparison = { removed: [], disabled: [], ignored: [] };

function compare(facts: ChangeFacts): CheckComparison {
  if (!facts.files.some((file) => checkNeeds(file).content !== 'nothing')) return NONE;
  const removed: CheckUnit[] = [];
  const weakened: CheckUnit[] = [];
  const head = facts.files.flatMap((file) => buildSide(file, 'head').checks);
  const base = facts.files.flatMap((file) => buildSide(file, 'base').checks);
  const scripts = facts.files.map(changedScriptChecks);
  const scriptHead = scripts.flatMap((script) => script.head);
  const wasKey = new Set(base.map(({ key }) => key));
  const wasWeak = new Set(
    [...base, ...scripts.flatMap((s) => s.base)].filter(isWeak).map(({ command }) => command),
  );
  const runsKey = new Set(head.filter((unit) => !isWeak(unit)).map(({ key }) => key));
  const newKinds = new Set(
    [...head, ...scriptHead].filter((unit) => !isWeak(unit) && !wasKey.has(unit.key)).map(({ kind }) => kind),
  );
  const weakHead = head.filter((unit) => isWeak(unit) && !wasWeak.has(unit.command));
  const gone = goneFolders(facts);
  const handedOver = facts.files.some(callsNew);
  for (const file of facts.files) {
    const after = buildSide(file, 'head');
    const before = buildSide(file, 'base');
    if (before.checks.length === 0) continue;
    const delegated = handedOver || after.calls.some((call) => !before.calls.includes(call));
    const done = new Set<string>();
    for (const unit of before.checks) {
      if (isWeak(unit) || runsKey.has(unit.key) || done.has(unit.key)) continue;
      done.add(unit.key);
      const weak =
        weakHead.find(({ command, path }) => command === unit.command && path === file.path) ??
        weakHead.find(({ command }) => command === unit.command);
      if (weak) weakened.push(weak);
      else if (!newKinds.has(unit.kind) && !delegated && !mentionsGone(unit, gone)) removed.push(unit);
    }
  }
  for (const { base: before, head: after } of scripts) {
    const ran = new Set(before.filter((unit) => !isWeak(unit)).map(({ command }) => command));
    weakened.push(
      ...after.filter((unit) => isWeak(unit) && ran.has(unit.command) && !wasWeak.has(unit.command)),
    );
  }
  weakened.push(...facts.files.flatMap(emptiedScripts));
  return {
    removed,
    disabled: weakened.filter(({ state }) => state === 'disabled'),
    ignored: weakened.filter(({ state }) => state === 'ignored'),
  };
}

const isWeak = ({ state }: CheckUnit): boolean => state !== 'effective';

/** Whether another build file of the change newly calls something that may have taken the checks over. */
function callsNew(file: FileChange): boolean {
  const before = new Set(buildSide(file, 'base').calls);
  return buildSide(file, 'head').calls.some(
    (call) => !before.has(call) && /^\.{0,2}\/\S*\.ya?ml$|^\.\//.test(call),
  );
}

/** Names of folders and files that are taken away: what was checked may be gone. */
function goneFolders(facts: ChangeFacts): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { path, previousPath, status } of facts.files) {
    const old = status === 'removed' ? path : status === 'renamed' ? previousPath : null;
    if (old === null || isBuildPath(old)) continue;
    // A scanner's settings that go with it are no excuse.
    if (/(?:^|\/)\.[^/]*$/.test(old)) continue;
    for (const part of old.split('/').slice(0, 12)) names.add(part.replace(/\.\w+$/, '').toLowerCase());
  }
  for (const { path } of facts.files.filter(({ status }) => status !== 'removed')) {
    for (const part of path.split('/')) names.delete(part.replace(/\.\w+$/, '').toLowerCase());
  }
  return names;
}

function mentionsGone({ command, key, context }: CheckUnit, gone: ReadonlySet<string>): boolean {
  if (gone.size === 0) return false;
  const words = `${command} ${key} ${context}`.toLowerCase().split(/[^\w.-]+/);
  return words.some(
    (word) =>
      word.length > 2 &&
      (gone.has(word) ||
        gone.has(word.replace(/\.\w+$/, '')) ||
        word.split('-').some((part) => part.length > 3 && gone.has(part))),
  );
}
