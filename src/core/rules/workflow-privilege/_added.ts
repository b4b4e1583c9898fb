import type { ChangeFacts, Place } from '../rule.ts';
import { baseWorkflow, headWorkflow } from '../../parsers/workflows.ts';
import type { Workflow } from '../../parsers/workflows.ts';

/** Something a rule looks for in a workflow, at one place. */
export interface Item {
  readonly line: number;
  /** What makes it the same thing when it stands elsewhere: moving or reindenting it is no finding. */
  readonly key: string;
}

export type Added<T extends Item> = T & {
  readonly place: Place;
  readonly workflow: Workflow;
  /** The line as it stands, trimmed. */
  readonly text: string;
};

/**
 * What the change adds: the items of the head sides that no item of a base side answers for.
 *
 * Items answer for each other one to one: first on the same line of text in the same file, then anywhere in the
 * same file, then in the other workflows of the change (a job that moved to another file).
 */
export function addedItems<T extends Item>(
  facts: ChangeFacts,
  itemsOf: (workflow: Workflow) => readonly T[],
): Added<T>[] {
  const gone: Added<T>[] = [];
  const left: Added<T>[] = [];
  for (const file of facts.files) {
    const lists = [headWorkflow(file), baseWorkflow(file)].map((side) =>
      side.state === 'workflow' ? placed(side.workflow, itemsOf(side.workflow)) : [],
    );
    const [head = [], base = []] = lists;
    const byLine = subtract(head, base, ({ key, text }) => `${key}\n${text}`);
    const byKey = subtract(byLine.after, byLine.before, ({ key }) => key);
    left.push(...byKey.after);
    gone.push(...byKey.before);
  }
  return subtract(left, gone, ({ key }) => key).after;
}

function placed<T extends Item>(workflow: Workflow, items: readonly T[]): Added<T>[] {
  return items.map((item) => ({
    ...item,
    workflow,
    text: (workflow.lines[item.line - 1] ?? '').trim(),
    place: { path: workflow.path, line: item.line, side: 'head' as const },
  }));
}

/** Takes away what both sides have, one for one. */
function subtract<T>(
  after: readonly T[],
  before: readonly T[],
  keyOf: (value: T) => string,
): { after: T[]; before: T[] } {
  const unmatched = new Map<string, T[]>();
  for (const value of before) {
    const key = keyOf(value);
    const same = unmatched.get(key);
    if (same) same.push(value);
    else unmatched.set(key, [value]);
  }
  const rest = after.filter((value) => unmatched.get(keyOf(value))?.pop() === undefined);
  return { after: rest, before: [...unmatched.values()].flat() };
}
