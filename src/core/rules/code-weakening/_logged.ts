import type { Pattern, Search } from '../../parsers/source/added.ts';
import type { Code } from '../../parsers/source/code.ts';
import { runsNowhere } from './_paths.ts';

/** Calls that write a log; in scripts of the command line, also what they print. */
const LOG =
  /(?<![\w$])(?:console\.(?:log|info|warn|error|debug|trace)|(?:this\.|self\.|self::|\$this->)?_?(?:[\w$]{0,20}[lL]ogg?(?:er|ing)?|LOG(?:GER)?|slog|zap|winston|pino|Log|Rails\.logger|syslog|glog|klog|sugar)(?:\(\))?(?:\.|::|->|\?\.)(?:[a-z]{1,10}\(\)\.)?(?:info|debug|warn|warning|error|trace|log|verbose|fatal|critical|notice|exception|print|println|printf|Print(?:f|ln)?|Info[fw]?|Debug[fw]?|Warn(?:ing)?[fw]?|Error[fw]?|Fatalf?|Log(?:Information|Debug|Warning|Error|Trace|Critical)|Write\w{0,10}|[diewv])|System\.(?:out|err)\.print(?:ln|f)?|Console\.(?:Write|WriteLine|Error\.WriteLine)|error_log|println|print|puts|fmt\.Print(?:f|ln)?)[ \t]{0,2}\(|(?<![\w$:])(?:info|debug|warn|error|trace|println|eprintln|print|log::(?:info|debug|warn|error|trace)|tracing::(?:info|debug|warn|error|trace))!\(|(?<![\w$.])(?:Rails\.logger|logger)\.(?:info|debug|warn|error|fatal)[ \t]|(?<=^|\n)[ \t]{0,40}puts[ \t]/g;

/** What nobody but its owner should read: the last word of a name. */
const SECRET =
  /^(?:.{0,40}(?:[_-]|(?=[A-Z])))?(?:password|passwd|passphrase|pwd|secret|secret_?key|api_?key|api_?secret|apikey|access_?token|refresh_?token|id_?token|auth_?token|bearer_?token|session_?token|reset_?token|csrf_?token|private_?key|credentials?|authorization|auth_?header|ssn|social_?security(?:_?(?:number|no))?|card_?(?:number|no)|credit_?card(?:_?(?:number|no))?|cvv|cvc|pan_?number|bank_?account(?:_?number)?|account_?number|routing_?number|passport_?(?:number|no)|tax_?id|otp_?code|jwt)$/i;
/** These name something about a secret, or say that it is none. */
const NOT_SECRET =
  /^(?:has|is|show|hide|no|needs?|use|uses|with|without|num|count|max|min|total|missing|invalid|valid|public|hashed|encrypted|masked|redacted|hidden|forgot|reset|change|update|toggle|on|handle|validate|check|verify|get|set|find|fetch|create|generate|parse|delete|remove|rotate|revoke|list|load|save|send|confirm)(?:[_A-Z]|$)|(?:hash|hashed|masked|redacted|encrypted|length|count|name|type|path|file|id|url|field|label|error|errors|valid|expiry|expires)$/i;
/** What leaves nothing of a secret, or only whether there is one. */
const HARMLESS_CALL =
  /(?:\b(?:len|length|typeof|bool|Boolean|type|mask\w*|redact\w*|saniti[sz]e\w*|obfuscate\w*|hash\w*|sha256|md5|hmac|encrypt\w*|isset|empty|is_null|defined|scrub\w*|hide\w*|truncate\w*|preview\w*|fingerprint\w*|short\w*)[ \t]{0,2}\(|!|!!)[ \t]{0,2}[\w$.?[\]"']{0,60}$/i;
const HARMLESS_NEXT =
  /^(?:\s{0,3}(?:\?(?!\.|\?)|[=!]==?|\?\?|&&|is[ \t]|in[ \t]|<|>)|\??\.(?:length|size|count|slice|substring|substr|substr|startsWith|endsWith|includes|name|type|id|expires|expiry|exp|claims|message|code|status|url|masked|hash|take|first|present|blank|nil|empty|isEmpty|isBlank|Length|Count|is_some|is_none|is_empty|len)\b|\s{0,2}\[\s{0,2}-?\d{0,3}\s{0,2}:|[ \t]{0,2}\(|\w)/;

const NAME = /[A-Za-z_][\w]*/g;
const MEMBERS =
  /(?:\b|\$|@)[A-Za-z_]\w{0,60}(?:(?:\??\.|->|::)[A-Za-z_]\w{0,60}|\[["'][\w-]{1,40}["']\]|\??\.get\(["'][\w-]{1,40}["']\)){0,8}/g;
const INTERPOLATED = /[$#]?\{([^{}\n]{1,120})\}|(?<![\\\w])\$([A-Za-z_]\w{0,60}(?:->\w{1,60})?)/g;

/** The expressions of a call's arguments: code, and what is put into its strings. */
function expressionsOf(code: Code, from: number, to: number): { text: string }[] {
  const found = [{ text: withKeys(code, from, to) }];
  const raw = code.text.slice(from, to);
  const interpolates =
    code.syntax === 'ruby' || code.syntax === 'php' || code.syntax === 'rust' || code.syntax === 'java'
      ? true
      : code.syntax === 'python' || code.syntax === 'csharp'
        ? /(?<![\w])(?:[rR]?[fF][rR]?|\$@?|@\$)["']/.test(raw)
        : false;
  if (!interpolates) return found;
  for (const match of raw.matchAll(INTERPOLATED)) {
    // `{}` and `{:?}` only hold a place.
    const text = (match[1] ?? match[2] ?? '').replace(/(?<!:):[^:()[\]]{0,20}$/, '').trim();
    if (/^[\w$.]/.test(text)) found.push({ text });
  }
  return found;
}

/** Code in which the keys of members are legible again: `headers["authorization"]`. */
function withKeys(code: Code, from: number, to: number): string {
  const raw = code.text.slice(from, to);
  let text = code.code.slice(from, to);
  for (const match of raw.matchAll(/(?:\[|\.get\()["']([\w-]{1,40})["'][\])]/g)) {
    if (!code.isCode(from + match.index)) continue;
    text = text.slice(0, match.index) + match[0] + text.slice(match.index + match[0].length);
  }
  return text;
}

function isSecretName(member: string): boolean {
  const parts = member.match(NAME) ?? [];
  const key = /\[["']([\w-]+)["']\]$|\.get\(["']([\w-]+)["']\)$/.exec(member);
  const last = key?.[1] ?? key?.[2] ?? parts.at(-1) ?? '';
  return SECRET.test(last.replaceAll('-', '_')) && !NOT_SECRET.test(last);
}

/** What turns a value into text keeps it; what another function makes of it is something else. */
const KEEPS =
  /(?:^|[^\w.])(?:(?:JSON|json|fmt|util|String|Arrays|Objects|Marshal|errors|std)(?:\.|::))?(?:str|repr|format\w*|stringify|String|Sprintf?|Errorf|sprintf|dumps|inspect|concat|join|toString|valueOf|to_s|var_export|print_r|json_encode|f|new[ \t]\w{1,40}|Error|Exception|asdict|dict|gin\.H|zap\.\w{1,12}|slog\.\w{1,12}|Str|Any|with\w{0,20}|kv|attr)$/;

/** Whether the value at an index of a call's arguments is itself an argument, not that of a call within. */
function isWritten(text: string, index: number): boolean {
  let depth = 0;
  for (let at = index - 1; at >= 0; at--) {
    if (text[at] === ')') depth++;
    else if (text[at] === '(' && --depth < 0) {
      const callee = /[\w.:$]{0,80}$/.exec(text.slice(Math.max(0, at - 80), at))?.[0] ?? '';
      if (callee !== '' && !KEEPS.test(` ${callee}`) && !/\.(?:format|join|concat|replace)$/.test(callee))
        return false;
      depth = 0;
    }
  }
  return true;
}

function logsSecret({ index, 0: found }: RegExpExecArray, code: Code): boolean {
  const from = index + found.length;
  const lineEnd = code.text.indexOf('\n', from);
  const to = found.endsWith('(') ? code.closerOf(from - 1) : lineEnd === -1 ? code.text.length : lineEnd;
  return expressionsOf(code, from, Math.min(to, from + 1500)).some(({ text }) =>
    [...text.matchAll(MEMBERS)].some((match) => {
      if (!isSecretName(match[0])) return false;
      const before = text.slice(Math.max(0, match.index - 80), match.index);
      const after = text.slice(match.index + match[0].length, match.index + match[0].length + 40);
      // A key of an object, or the name of an argument, is no value.
      if (/^["']?\s{0,3}:(?!:)/.test(after) || /^\s{0,2}=(?!=)/.test(after)) return false;
      return !HARMLESS_CALL.test(before) && !HARMLESS_NEXT.test(after) && isWritten(text, match.index);
    }),
  );
}

const PATTERN: Pattern = {
  what: 'log',
  in: ['js', 'python', 'java', 'csharp', 'go', 'ruby', 'php', 'rust'],
  find: LOG,
  accept: logsSecret,
};

/** Log calls that are handed a secret or what is personal. */
export const LOGGED: Search = {
  keywords:
    /(?:passw|passphrase|pwd|secret|api_?key|token|private_?key|credential|authorization|auth_?header|ssn|social_?security|card|cvv|cvc|account_?number|routing_?number|passport|tax_?id|otp|jwt)/i,
  patterns: [PATTERN],
  skips: runsNowhere,
};
