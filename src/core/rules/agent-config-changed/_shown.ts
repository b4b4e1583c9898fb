import type { Code } from '../../parsers/source/code.ts';

/** Calls that print, colour or log what they are given. */
const PRINTS =
  /(?:^|\.)(?:print|println|printf|fprintf|fprintln|eprintln|puts|echo|say|log|info|warn|warning|error|debug|success|write_?line|write_?output|write_?host)[!fl]?$|(?:^|\.)(?:console|logger|log|chalk|colors?|kleur|pc)\.\w{1,30}$/i;
/** Calls that declare an option of a program, or describe it. */
const DESCRIBES =
  /(?:^|\.)(?:option|requiredOption|addOption|argument|add_argument|add_option|description|describe|usage|help|addHelpText|summary|example|epilogu?e?)$/;

/** A string with a name that says it is for people, up to somewhere in it. */
const DESCRIPTION =
  /(?:^|[\s{,(])["']?(?:description|explanation|help|usage|hint|tooltip|label|title|summary|note|epilog)["']?[ \t]{0,3}[:=][ \t]{0,3}[frb]?["'`]?[^"'`]{0,200}$/i;

/** A shell's words that print, unless what they print goes on into a file or a program. */
const ECHO = /(?:^|[;&|({\s])(?:echo|printf|Write-Host|Write-Output)[ \t]/i;
const GOES_ON = /[|>]/;
/** A text that follows and is printed; its end is named. */
const HEREDOC = /(?:^|[;&|({\s])cat[ \t]{0,3}<<-?[ \t]{0,3}["']?(\w{1,40})["']?[ \t]*$/;
const LONGEST_HEREDOC = 8_000;

/** A sentence that comes to speak of it: `Using …`, `(via …`, `Disable automatic …`. */
const SENTENCE =
  /\b(?:use|using|uses|via|with|without|pass|passing|add|adds|enables?|disables?|requires?|automatic|the|or)[ \t]{1,3}$/i;

/** Whether an offset is in a text that people read: output, help, a description. What is run is not. */
export function isShown(code: Code, offset: number): boolean {
  const line = code.lineOf(offset);
  const before = code.text.slice(Math.max(code.startOf(line), offset - 300), offset);
  const rest = code.text.slice(offset, Math.min(code.startOf(line + 1), offset + 300));
  if (DESCRIPTION.test(before) || SENTENCE.test(before)) return true;
  if (code.syntax !== 'shell') {
    const callee = code.calleeOf(offset);
    return PRINTS.test(callee) || DESCRIBES.test(callee);
  }
  const echo = ECHO.exec(before);
  if (echo) {
    const output = before.slice(echo.index + echo[0].length);
    return !/[;&]/.test(output) && !GOES_ON.test(output + rest);
  }
  return isInHeredoc(code, line);
}

/** Whether a line of a script belongs to a text that `cat` prints. */
function isInHeredoc(code: Code, line: number): boolean {
  const start = code.startOf(line);
  let end: string | null = null;
  for (const text of code.text.slice(Math.max(0, start - LONGEST_HEREDOC), start).split('\n')) {
    if (end === null) end = HEREDOC.exec(text.slice(0, 400))?.[1] ?? null;
    else if (text.trim() === end) end = null;
  }
  return end !== null;
}
