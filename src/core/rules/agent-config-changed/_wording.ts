/** What turns a wording into a warning of it, when it stands before it in the same sentence. */
const WARNING =
  /\b(?:never|not|don't|doesn't|cannot|can't|no|avoid|refuse|reject|prevents?|detect|flag|treat|beware|if|when|whether|attempts?|tr(?:y|ies|ying)|asks?|tells?|told|may|might|could|claims?|says?|such as|e\.g|like|example|injections?|malicious|attack(?:er)?s?|jailbreak)\b/i;

/** A condition that only says who is meant. */
const SPOKEN_TO =
  /\bif you(?:'re| are) (?:an? )?[\w -]{0,30}(?:agents?|assistants?|models?|AI|LLM|bots?|claude|copilot|cursor|gemini)\b/i;

/** A sentence before the wording counts only as far back as this. */
const LOOK_BACK = 200;
const PIECE = 2_000;

/**
 * Whether a line says one of the wordings, neither quoted nor warned of. Read in pieces that overlap, so that a long
 * line takes no longer than many short ones.
 */
export function says(line: string, wordings: readonly RegExp[]): boolean {
  const text = line.replaceAll('’', "'");
  for (let start = 0; start === 0 || start + LOOK_BACK < text.length; start += PIECE - LOOK_BACK) {
    if (isSaid(text.slice(start, start + PIECE), wordings)) return true;
  }
  return false;
}

function isSaid(text: string, wordings: readonly RegExp[]): boolean {
  return wordings.some((wording) => {
    const match = wording.exec(text);
    if (!match) return false;
    const before = text.slice(Math.max(0, match.index - LOOK_BACK), match.index);
    const sentence = before.slice(Math.max(before.lastIndexOf('. '), before.lastIndexOf('! ')) + 1);
    const quoted = /["'`“‘][^"'`”’]{0,60}$/.test(sentence);
    return !quoted && !WARNING.test(sentence.replace(SPOKEN_TO, ''));
  });
}
