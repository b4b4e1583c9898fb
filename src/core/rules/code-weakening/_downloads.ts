import type { Pattern, Search } from '../../parsers/source/added.ts';
import type { Code } from '../../parsers/source/code.ts';
import type { Syntax } from '../../parsers/source/syntax.ts';
import { runsNowhere } from './_paths.ts';

/** Vendors' installers of tools that most build images need, as long as they come over https. */
const INSTALLERS =
  /https:\/\/(?:sh\.rustup\.rs|(?:get|test)\.docker\.com|(?:deb|rpm)\.nodesource\.com|bun\.sh|astral\.sh|install\.python-poetry\.org|get\.pnpm\.io|(?:www\.)?deno\.land|get\.sdkman\.io|get\.k3s\.io|install\.determinate\.systems|nixos\.org|releases\.astral\.sh|mise\.run|get\.helm\.sh|bootstrap\.pypa\.io|golangci-lint\.run|sentry\.io\/get-cli|install\.duckdb\.org|getcomposer\.org|claude\.ai|cli\.doppler\.com|raw\.githubusercontent\.com\/(?:nvm-sh|Homebrew|helm|rbenv|pyenv|golangci|tj|aquasecurity|anchore)\/)/;

const SCRIPTS: readonly Syntax[] = ['shell', 'yaml', 'json', 'settings'];
const LANGUAGES: readonly Syntax[] = ['python', 'js', 'ruby', 'php', 'go', 'java', 'csharp', 'rust'];

/** What hands a string to a shell. */
const RUNS =
  /(?:\b(?:os\.system|subprocess\.\w{1,20}|popen|exec|execSync|execFile(?:Sync)?|spawn(?:Sync)?|execa(?:Command)?|shell_exec|passthru|proc_open|system|run_command|ProcessBuilder|Command(?:Context)?|Command::new|Open3\.\w{1,10}|run|sh|shell|bash|c\.run|sudo)[ \t]{0,3}[(`"']|%x|\$`|`)[^\n]{0,300}$/i;

/** Text that merely tells people what to type. */
const SAYS =
  /^\s*(?:-\s+)?(?:echo|printf|print|log\w*|info|warn|usage|say|Write-Host|die|fatal)\b[^|]{0,20}["']/i;

/** In the text that `cat` writes out for people. */
function isPrinted(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - 4000), index);
  const opening = [
    ...before.matchAll(/^([^\n]{0,200})<<-?[ \t]{0,3}["'\\]?([A-Za-z_]\w{0,30})["']?([^\n]{0,100})\n/gm),
  ].at(-1);
  if (!opening || !/\bcat\b/.test(opening[1] ?? '') || /[>|]/.test(`${opening[1]}${opening[3]}`))
    return false;
  const inside = before.slice(opening.index + opening[0].length);
  return !inside.split('\n').some((line) => line.trim() === opening[2]);
}

const PROSE_KEY =
  /^[ \t]*(?:-[ \t]{1,4})?["']?([\w.-]{1,60})["']?[ \t]*(?::[ \t]*[|>][-+\d]{0,3}[ \t]*$|=[ \t]*(?:"{3}|'{3}))/gm;
const IS_PROSE = /description|notes?$|footer|header|body|message|readme|changelog/i;

/** In a fenced block of the Markdown that a setting holds for people: release notes, instructions. */
function isFenced(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - 4000), index);
  const fence = [...before.matchAll(/^[ \t]*```([\w-]*)[ \t]*$/gm)].at(-1);
  if (!fence?.[1]) return false;
  const key = [...before.slice(0, fence.index).matchAll(PROSE_KEY)].at(-1)?.[1];
  return key !== undefined && IS_PROSE.test(key);
}

function isRun(match: RegExpExecArray, code: Code): boolean {
  const { text } = code;
  const before = text.slice(Math.max(0, match.index - 400), match.index);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (LANGUAGES.includes(code.syntax)) return RUNS.test(before.slice(before.lastIndexOf(';') + 1));
  if (code.syntax === 'shell' && isPrinted(text, match.index)) return false;
  if ((code.syntax === 'yaml' || code.syntax === 'settings') && isFenced(text, match.index)) return false;
  // A quotation mark that the pipe is inside of: the whole line is text for people.
  return !(SAYS.test(line) && (line.match(/["']/g)?.length ?? 0) % 2 === 1);
}

const INTERPRETER = String.raw`(?:\S{0,40}/)?(?:(?:ba|z|da|k|a|c)?sh|python[23]?(?:\.\d{1,2})?|node|perl|ruby|php|bun|pwsh)\b`;
const SUDO = String.raw`(?:sudo[ \t]{1,3}(?:-\S{1,20}[ \t]{1,3}){0,4}|env[ \t]{1,3}|[A-Z_]{1,40}=\S{0,80}[ \t]{1,3}){0,4}`;
/** With its own script, an interpreter takes what comes in for data. */
const OWN_SCRIPT = String.raw`(?![ \t]{1,3}-(?:c|e|m|n|ne|pe|p|r)\b)(?![ \t]{1,3}[\w./"'$][^\n|;&]{0,80}\.\w{1,4}\b)`;
const FETCH = String.raw`(?:curl|wget)\b`;
const REST = String.raw`(?:[^\n;\\]|\\[^\n]|\\\r?\n){0,400}?`;

const runs = (find: RegExp, syntaxes: readonly Syntax[] = [...SCRIPTS, ...LANGUAGES]): Pattern => ({
  what: 'download',
  in: syntaxes,
  where: 'string',
  find,
  accept: isRun,
});

const PATTERNS: readonly Pattern[] = [
  runs(
    new RegExp(
      String.raw`\b${FETCH}${REST}\|[ \t]{0,3}(?:\\\r?\n[ \t]{0,20})?${SUDO}${INTERPRETER}${OWN_SCRIPT}`,
      'g',
    ),
  ),
  runs(
    new RegExp(
      String.raw`(?:\b(?:(?:ba|z|k)?sh|source|eval|python3?|node|perl|ruby)|(?<=^|[\s;&])\.)[ \t]{1,3}(?:-\S{1,20}[ \t]{1,3}){0,3}<\([ \t]{0,3}${FETCH}`,
      'gm',
    ),
  ),
  runs(
    new RegExp(
      String.raw`\b(?:(?:ba|z|k)?sh|python3?|node|perl|ruby|php)[ \t]{1,3}-\w{0,4}[cer][ \t]{1,3}["']{0,2}(?:\$\(|${'`'})[ \t]{0,3}${FETCH}`,
      'g',
    ),
  ),
  runs(new RegExp(String.raw`\beval[ \t]{1,3}["']{0,2}(?:\$\(|${'`'})[ \t]{0,3}${FETCH}`, 'g')),
  runs(
    /\b(?:iwr|irm|Invoke-WebRequest|Invoke-RestMethod|DownloadString)\b[^\n]{0,300}\|[ \t]{0,3}(?:iex|Invoke-Expression)\b|\b(?:iex|Invoke-Expression)\b[^\n]{0,60}(?:\b(?:iwr|irm|Invoke-WebRequest|Invoke-RestMethod)\b|DownloadString)/gi,
  ),
  runs(
    new RegExp(
      String.raw`\bbase64[ \t]{1,3}(?:-d|-D|--decode)\b[^\n;]{0,100}\|[ \t]{0,3}${SUDO}${INTERPRETER}${OWN_SCRIPT}`,
      'g',
    ),
  ),
  {
    what: 'download',
    in: ['shell', 'yaml'],
    find: /\beval[ \t]{1,3}["']?\$\{?(\w{1,60})/g,
    accept: ({ index, 1: name = '' }, { text }) => {
      const before = text.slice(Math.max(0, index - 2000), index);
      const from = before.lastIndexOf(`${name}=`);
      return (
        from !== -1 && /^["']?(?:\$\(|`)[ \t]{0,3}(?:curl|wget)\b/.test(before.slice(from + name.length + 1))
      );
    },
  },
];

const KEYWORDS = /\b(?:curl|wget|iex|invoke-expression|base64)\b|\beval[ \t]{1,3}["']?\$/i;

const LINE = 400;
/** The line of a match, and what of the next it goes on to. */
const around = ({ index, 0: found }: RegExpExecArray, { text }: Code): string => {
  const end = text.indexOf('\n', index + found.length);
  return text.slice(
    Math.max(text.lastIndexOf('\n', index) + 1, index - LINE),
    Math.min(end === -1 ? text.length : end, index + found.length + LINE),
  );
};

const search = (wanted: boolean): Search => ({
  keywords: KEYWORDS,
  skips: runsNowhere,
  patterns: PATTERNS.map((pattern) => ({
    ...pattern,
    accept: (match, code) =>
      (pattern.accept?.(match, code) ?? true) && INSTALLERS.test(around(match, code)) === wanted,
  })),
});

/** Downloads that are run at once: from anywhere, and with a vendor's well-known installer. */
export const DOWNLOADS = search(false);
export const KNOWN_INSTALLERS = search(true);
