/** For which actions a filter holds: only some, or all but some. Neither: all. */
export interface Coverage {
  readonly only: ReadonlySet<string> | null;
  readonly except: ReadonlySet<string> | null;
}

const FILTER =
  /^\s*(?:(?:prepend_|append_)?before_(?:action|filter)\b|skip_before_(?:action|filter)\b|plug\b|\$this->middleware\()/;
const LIST = String.raw`(?:\[([^\]]{0,600})\]|%[iw][[({]([^\])}]{0,600})|:(\w{1,60}[!?]?)|["'](\w{1,60})["'])`;
const ONLY = new RegExp(
  String.raw`\b(?:only["']?(?::|[ \t]{0,3}=>|\()|when[ \t]{1,3}action[ \t]{1,3}(?:in|==))\s{0,3}${LIST}`,
);
const EXCEPT = new RegExp(
  String.raw`\b(?:except["']?(?::|[ \t]{0,3}=>|\()|when[ \t]{1,3}action[ \t]{1,3}(?:not in|!=))\s{0,3}${LIST}`,
);
const MAX_LINES = 8;

/** The actions that a filter on the i-th line names; null: the line is no filter. Reads at most eight lines. */
export function coverageAt(texts: readonly string[], i: number): Coverage | null {
  const first = (texts[i] ?? '').slice(0, 600);
  if (!FILTER.test(first)) return null;
  const statement = [first];
  // An argument goes on after a comma, or while its bracket is open.
  while (statement.length < MAX_LINES && goesOn(statement.join('\n'))) {
    statement.push((texts[i + statement.length] ?? '').slice(0, 600));
  }
  const text = statement.join('\n');
  return { only: namesIn(ONLY.exec(text)), except: namesIn(EXCEPT.exec(text)) };
}

const goesOn = (text: string): boolean => /[,([]\s*$/.test(text) || openIn(text) > 0;

const openIn = (text: string): number =>
  (text.match(/[[(]/g)?.length ?? 0) - (text.match(/[\])]/g)?.length ?? 0);

function namesIn(match: RegExpExecArray | null): ReadonlySet<string> | null {
  const list = match?.slice(1).find((part) => part !== undefined);
  return list === undefined ? null : new Set(list.match(/\w+[!?]?/g) ?? []);
}

const holdsFor = ({ only, except }: Coverage, action: string): boolean =>
  (only === null || only.has(action)) && !(except?.has(action) ?? false);

/** Stands for all actions that neither side names. */
const ANY_OTHER = '';

/** Whether a filter of the base holds at the head for fewer of the actions that are still there. */
export function isNarrowed(base: Coverage, head: Coverage, actions: ReadonlySet<string>): boolean {
  const named = [base.only, base.except, head.only, head.except].flatMap((names) => [...(names ?? [])]);
  const others = [...actions].some((action) => !named.includes(action));
  return [...named.filter((name) => actions.has(name)), ...(others ? [ANY_OTHER] : [])].some(
    (action) => holdsFor(base, action) && !holdsFor(head, action),
  );
}
