import type { DiffLine } from '../../facts/diff.ts';
import { says } from './_wording.ts';

/** Longer lines are no sentences. */
const LONGEST = 600;

/** What it would be bad to do unasked. */
const ACT = String.raw`(?:delet|remov|drop|destroy|truncat|wip(?:e|ing)|overwrit|reset|force|push|merg|deploy|publish|releas|commit|bypass|skip|disabl|expos|leak|log|print|hard-?cod|modif|chang|edit|touch|access|read|run|execut|install|approv|send|upload|us(?:e|ing))\w*`;
const ON = String.raw`(?:delet\w*|drop\w*|destroy\w*|force[- ]push\w*|push\w*(?! (?:users?|people|them|back))|merg\w*|deploy\w*|publish\w*|releas(?:e|ing)|production|prod\b|secrets?|credentials?|tokens?|passwords?|api keys?|private keys?|\.env\b|databases?|migrations?|(?:main|master|protected) branch|commit\w*|no-verify|sudo|bypass\w*|hooks?\b|verifications?|permissions?|personal data|pii\b|generated files?|lockfiles?|workflows?\b|infrastructure)`;

/** A prohibition with its subject in the same sentence, or an act that needs somebody's word. */
const FORBIDS: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:never|must not|mustn't|do not|don't|may not|not allowed to|forbidden to|prohibited from)\b[^.;]{0,20}\b${ACT}[^.;]{0,60}\b${ON}`,
    'i',
  ),
  new RegExp(
    String.raw`\b(?:never|must not|mustn't|do not|don't|may not|not allowed to|forbidden to|prohibited from) ${ON}`,
    'i',
  ),
  new RegExp(
    String.raw`\bask\b[^.;(]{0,30}\b(?:first|before)\b[^.;]{0,30}\b${ACT}|\bask(?: [a-z]+){0,2} for (?:permission|approval)\b`,
    'i',
  ),
  new RegExp(
    String.raw`\b${ACT}[^.;]{0,40}\bwithout\b[^.;]{0,30}\b(?:approval|confirmation|permission|consent|asking|sign-off)\b`,
    'i',
  ),
  /\b(?:wait for|get|obtain|requires?|needs?)\b[^.;]{0,12}\b(?:explicit|human|user|maintainer|owner|their|prior)\b[^.;]{0,16}\b(?:approval|confirmation|permission|consent|sign-off)\b|\bwait for (?:approval|confirmation|permission)\b/i,
];

/** A row of a table, or code: no sentence that tells an agent something. */
const NO_SENTENCE = /^\s*(?:\||\/\/|#!|\*\/|import\b|const\b|```)/;

/** Orders to go past questions, hooks, checks and tests. */
const WAYS_PAST: readonly RegExp[] = [
  new RegExp(
    String.raw`\b${ACT}[^.;,]{0,40}\bwithout (?:user |human |explicit |any )?(?:approval|permission|confirmation)\b`,
    'i',
  ),
  /--no-verify\b|--dangerously-(?:skip-permissions|bypass-approvals-and-sandbox)|--yolo\b|\bHUSKY=0\b|\bbypassPermissions\b|--trust-all-tools\b/,
  /\bwithout (?:asking|confirming|waiting for|requesting|seeking|prompting)\b[^.]{0,40}\b(?:approval|permission|confirmation|user|human|anyone|first)\b/i,
  /\b(?:no need|you need not|you do(?:n't| not) (?:need|have)) to (?:ask(?! the user to)|confirm|wait for|request|get)\b.{0,30}\b(?:approval|permission|confirmation|user|human|before|first)\b/i,
  /\b(?:auto-?approve|automatically approve|always approve|approve everything|assume (?:approval|consent|permission))\b/i,
  /\b(?:skip|disable|ignore|comment out|delete|remove|weaken|loosen)\b.{0,12}\b(?:failing|failed|flaky|broken) (?:tests?|checks?|assertions?)\b/i,
  /\b(?:push|commit|merge) (?:straight|directly) (?:to|into) (?:`|the )?(?:main|master|production|default branch)\b/i,
  /\b(?:force[- ]push|git push (?:-f|--force)\b)(?!-with-lease).{0,20}\b(?:main|master|whenever|always|if (?:rejected|it fails))\b/i,
];

/** What a web address sends goes straight into a shell. */
const PIPED: readonly RegExp[] = [/\b(?:curl|wget)\b[^|\n]{1,200}\|\s{0,4}(?:sudo )?(?:ba|z)?sh\b/];

const words = (text: string): string[] => text.toLowerCase().match(/[a-z0-9_.-]{3,}/g) ?? [];

/** Share of the words of one line that another one still has. */
function kept(line: readonly string[], other: ReadonlySet<string>): number {
  return line.filter((word) => other.has(word)).length / Math.max(1, line.length);
}

/** Commands stand in code marks, which are no quotation here. */
const saysPlainly = (text: string, wordings: readonly RegExp[]): boolean =>
  says(text.replaceAll('`', ''), wordings);

const isProhibition = ({ text }: DiffLine): boolean =>
  text.length <= LONGEST && !NO_SENTENCE.test(text) && FORBIDS.some((pattern) => pattern.test(text));

/** What a list is of, when its title says that its items are wrong: their wording then means the opposite. */
const TITLE = /^\s{0,8}(?:#{1,6}\s|\*\*|__)|:\*{0,2}\s*$/;
const OF_WRONGS =
  /\b(?:never|don't|do not|avoid|must not|red flags?|anti-?patterns?|bad|wrong|mistakes?|forbidden|prohibited|not allowed|blocked|deny|denied|dangerous|unsafe|pitfalls?)\b|❌|🚫/i;

/** The lines that do not stand in a list of what is wrong. */
function outsideWrongs(lines: readonly DiffLine[]): DiffLine[] {
  let wrong = false;
  return lines.filter(({ text }) => {
    if (TITLE.test(text)) wrong = OF_WRONGS.test(text);
    return !wrong && !/❌|🚫/.test(text);
  });
}

const FORBIDDEN =
  /\b(?:never|do not|don't|must not|mustn't|may not)[ *_]{1,4}([a-z-]{2,30})\b([^.;:]{0,200})/i;
const CONDITION = /\b(?:unless|without|until|except|if|when|before)\b/i;

interface Forbidden {
  readonly act: string;
  /** What it must not be done to. */
  readonly to: readonly string[];
  readonly isConditional: boolean;
}

/** The act that a line forbids; null: none. */
function forbidden(text: string): Forbidden | null {
  const [, act = '', rest = ''] = FORBIDDEN.exec(text) ?? [];
  if (act === '') return null;
  return {
    act: act.toLowerCase(),
    to: words(rest.split(CONDITION)[0] ?? ''),
    isConditional: CONDITION.test(text),
  };
}

/** Whether one line forbids what another one did: the same act, to no less, and under no condition that is new. */
function forbidsAsMuch(old: Forbidden | null, other: Forbidden | null): boolean {
  if (!old || !other || old.act !== other.act || (other.isConditional && !old.isConditional)) return false;
  return other.to.length === 0 || (old.to.length > 0 && old.to.every((word) => other.to.includes(word)));
}

/**
 * Prohibitions among lines that are taken away, which no added line says again in much the same words.
 * @param added the added lines of every file of instructions in the change: what moved is not gone.
 */
export function limitsGone(removed: readonly DiffLine[], added: readonly DiffLine[]): DiffLine[] {
  const candidates = removed.filter(isProhibition);
  if (candidates.length === 0) return [];
  const lines = added.slice(0, 2_000).map(({ text }) => text.slice(0, LONGEST));
  const others = lines.map((text) => new Set(words(text)));
  const forbiddenNow = lines.flatMap((text) => forbidden(text) ?? []);
  // Beyond so many nothing is compared any more: what is not known to be kept counts as gone.
  return candidates.filter(({ text }, index) => {
    if (index >= 100) return true;
    const [said, before] = [words(text), forbidden(text)];
    return !(
      others.some((other) => kept(said, other) >= 0.5) ||
      forbiddenNow.some((now) => forbidsAsMuch(before, now))
    );
  });
}

/** So many lines of each side are compared: what comes after them counts as new. */
const MAX_COMPARED = 1_000;

/** Added lines with one of some wordings, outside of lists of what is wrong, that nothing removed said before. */
function newlySaid(
  added: readonly DiffLine[],
  removed: readonly DiffLine[],
  wordings: readonly RegExp[],
): DiffLine[] {
  const found = outsideWrongs(added).filter(({ text }) => saysPlainly(text, wordings));
  if (found.length === 0) return [];
  const before = removed
    .filter(({ text }) => saysPlainly(text, wordings))
    .slice(0, MAX_COMPARED)
    .map(({ text }) => new Set(words(text)));
  return found.filter(({ text }, index) => {
    const said = words(text);
    return index >= MAX_COMPARED || !before.some((other) => kept(said, other) >= 0.6);
  });
}

/** Added lines that tell agents to go past questions, hooks, checks or tests. */
export const waysPast = (added: readonly DiffLine[], removed: readonly DiffLine[]): DiffLine[] =>
  newlySaid(added, removed, WAYS_PAST);

/** Added lines by which agents run what a web address sends. */
export const pipedInstallers = (added: readonly DiffLine[], removed: readonly DiffLine[]): DiffLine[] =>
  newlySaid(added, removed, PIPED);
