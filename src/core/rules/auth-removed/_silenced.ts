import type { Guard } from './_guards.ts';
import { ASKED } from './_names.ts';
import type { Side } from './_sides.ts';
import { ANSWER, conditionAt } from './_statements.ts';

const COMMENT = /^\s*(?:\/\/+|#+|\*)\s?/;
const COMMENTED = /^\+\s*(?:\/\/+|#+|\*)\s*(?:if|unless|elif|elsif|guard)\b/m;
const REFUSES =
  /\b(?:throw|raise|abort|panic|bail)\b|\breturn\b.{0,80}(?:\berr\b|errors?\.|Error|BadRequest|NotFound|Problem)/;
const LOOK_AHEAD = 4;

/**
 * Conditions about who asks that led to any refusal, and are now comments, word for word with what they led to:
 * who does that means the check, whatever its refusal is called.
 */
export function silencedIn(side: Side): Guard[] {
  // Sides are read when they are asked for, which costs far more than looking through the patch.
  if (!COMMENTED.test(side.file.patch ?? '')) return [];
  const { base, head, removed, added } = side;
  if (!base || !head) return [];
  const texts = head.code.text.split('\n');
  const comments = new Set(
    [...added]
      .filter((line) => (head.lines[line - 1] ?? '').trim() === '' && COMMENT.test(texts[line - 1] ?? ''))
      .map((line) => (texts[line - 1] ?? '').replace(COMMENT, '').trim()),
  );
  const before = base.code.text.split('\n');
  return [...removed].flatMap((line): Guard[] => {
    const condition = conditionAt(base.lines[line - 1] ?? '');
    if (condition === undefined || !ASKED.test(condition) || ANSWER.test(condition)) return [];
    const block = before.slice(line - 1, line - 1 + LOOK_AHEAD).map((text) => text.trim());
    const refusal = block.findIndex((text) => REFUSES.test(text));
    if (refusal === -1 || !block.slice(0, refusal + 1).every((text) => comments.has(text))) return [];
    const key = `if ${condition.replace(/[\s{}:();]+/g, '').slice(0, 160)}`;
    return [{ key, strength: 1, scope: base.scopes.at(line), line, guards: 'scope', coverage: null }];
  });
}
