import type { Add } from './_guards.ts';
import { ASKED, isCheckingCall, strengthOf } from './_names.ts';

/** Of a longer line only the beginning is read. */
const MAX_LINE = 600;

const CONDITION = /^(?:\}[ \t]{0,3})?(?:else[ \t]{0,3})?(?:if|unless|elif|elsif|guard)\b(.{1,300})/;
const TRAILING = /^(.{0,200})\b(?:if|unless)\b(.{1,200})$/;
/** Words of a refusal for want of a sign-in or a right. */
export const DENIES =
  /\b40[13]\b|un_?authori[sz]ed|unauthenticated|forbidden|permission_?denied|access_?denied|not_?authori[sz]ed|not_?authenticated|authenti?cation_?(?:error|exception|required)|authori[sz]ation_?(?:error|exception)|permission_?(?:error|exception)|not[_ ]?allowed|insufficient|no_?permission|missing_?permission|(?:redirect|navigate|push|replace)\w{0,20}\b[^\n]{0,60}(?:login|log_in|sign_?in|auth)|require_login|deny_access|must be (?:logged|signed|an? )|abort_?(?:if|unless)/i;
/** What a client sees of another service's answer is no check of its own. */
export const ANSWER =
  /\b(?:status|statusCode|status_code|response|resp|res|err|error|e|code|ex|exception)\b[\w.?]{0,40}[ \t]{0,3}(?:[=!]==?|instanceof|\bin\b|\.includes)|instanceof|errors?\.(?:Is|As)\(|\bcase\b/;
/** How people sign in, rather than whether somebody did. */
const WAY_IN = /\b\w*(?:auth|login)_?(?:method|provider|mode|type|driver|config|strategy)\w*|log_?out/gi;
const LOOK_AHEAD = 4;

/** What is asked, without what follows from it on the same line. */
function conditionIn(text: string | undefined): string | undefined {
  const open = text?.trimStart();
  if (open === undefined || !open.startsWith('(')) return text;
  let depth = 0;
  for (let at = 0; at < open.length; at++) {
    if (open[at] === '(') depth++;
    else if (open[at] === ')' && --depth === 0) return open.slice(0, at + 1);
  }
  return open;
}

/** What a line without comments asks before it goes on; undefined: it begins no condition. */
export const conditionAt = (masked: string): string | undefined =>
  conditionIn(CONDITION.exec(masked.slice(0, MAX_LINE).trim())?.[1]);

/** The condition about who asks that begins on a line and is followed at once by a refusal; null: there is none. */
export function denialAt(
  masked: readonly string[],
  texts: readonly string[],
  i: number,
): { key: string; strength: 1 | 2 } | null {
  const line = (masked[i] ?? '').slice(0, MAX_LINE).trim();
  let condition = conditionAt(line);
  let refusal = '';
  if (condition !== undefined) {
    refusal = texts
      .slice(i, i + LOOK_AHEAD)
      .map((text, n) => (n > 0 && (masked[i + n] ?? '').trim() === '' ? '' : text.slice(0, MAX_LINE)))
      .join('\n');
    // Only what the condition leads to: up to the next branch.
    refusal = refusal.slice(
      0,
      (/\n\s*(?:\}?\s*else|elif|elsif|end\b|\}\s*$)/m.exec(refusal)?.index ?? refusal.length) + 1,
    );
  } else {
    const trailing = TRAILING.exec(line);
    if (!trailing || !DENIES.test((texts[i] ?? '').slice(0, MAX_LINE))) {
      return /^(?:abort_?(?:if|unless)|throw_(?:if|unless))\b/.test(line) && ASKED.test(line)
        ? keyed(texts[i] ?? '')
        : null;
    }
    condition = trailing[2] ?? '';
    refusal = (texts[i] ?? '').slice(0, MAX_LINE);
  }
  if (!ASKED.test(condition.replace(WAY_IN, '')) || ANSWER.test(condition) || !DENIES.test(refusal))
    return null;
  return keyed(condition);
}

const keyed = (condition: string): { key: string; strength: 1 | 2 } => ({
  key: `if ${condition.replace(/[\s{}:();]+/g, '').slice(0, 160)}`,
  strength:
    /role|admin|permi|owner|can[_A-Z?(]|staff|super|allow|access|member|polic|abilit|scope|===?|!=/i.test(
      condition,
    )
      ? 2
      : 1,
});

/** `await requireUser(req)`, `$this->authorize('update', $post)`, `authorize! :read`, `check_access(user)?;`. */
const STATEMENT =
  /^(?:return[ \t]{1,3}(?=await\b|yield\b)|(?:const|let|var|val)[ \t]{1,3}[\w${},:. \t[\]]{1,100}=[ \t]{0,3}|(?:[\w, ]{1,60}(?::?=)[ \t]{0,3})|if[ \t]{1,3}(?:err|_|\w{1,20})[ \t]{0,3}:=[ \t]{0,3})?(?:await[ \t]{1,3}|yield[ \t]{1,3}|try[ \t]{1,3})?((?:[\w$@]{1,60}(?:\(\))?(?:\.|->|::|\?\.)){0,5})([A-Za-z_]\w{1,79}[!]?)(?:\(|[ \t]{1,3}[:@\w"'[])/;

export function statement(trimmed: string, add: Add): void {
  const match = STATEMENT.exec(trimmed);
  const name = match?.[2] ?? '';
  if (
    !match ||
    /^(?:function|def|func|fn|class|new|return|import|public|private|protected|static|async|export)$/.test(
      /^\w+/.exec(trimmed)?.[0] ?? '',
    )
  )
    return;
  // What somebody else is told whether it is so.
  if (/\)[ \t]{1,3}(?:[=!]==?|&&|\|\||and\b|or\b)[ \t]/.test(trimmed) && !/^(?:if|unless)\b/.test(trimmed))
    return;
  // A declaration of that name, not a call of it.
  if (
    /\)[^()]{0,100}\{\s*$/.test(trimmed) &&
    !/^(?:if|const|let|var|await)\b|\b(?:function|fn)\b|=>/.test(trimmed)
  )
    return;
  if (isCheckingCall(name)) add(name, strengthOf(name), 'scope');
}
