import type { Pattern } from '../../parsers/source/added.ts';
import type { Syntax } from '../../parsers/source/syntax.ts';
import { isOwnMachine, pattern, restOfLine, WHAT } from './_tls.ts';

const SHELL: readonly Syntax[] = ['shell', 'yaml', 'json', 'settings'];
const CALLS: readonly Syntax[] = ['python', 'js', 'ruby', 'php', 'go', 'java', 'csharp', 'rust'];

/** Commands and settings; in code only where they are strings. */
export const COMMANDS: readonly Pattern[] = [
  {
    what: WHAT,
    in: [...SHELL, ...CALLS],
    where: 'string',
    // Only letters that take no value may stand before `k`.
    find: /\bcurl(?:\.exe)?["']?,?(?:[ \t]|\\\n)[^\n|;&]{0,300}?(?<=[ \t"'])(?:-[sSLfgiIvNOJ#0146]{0,8}k[a-zA-Z]{0,8}|--insecure|--proxy-insecure)(?=[\s"',\\]|$)/g,
    accept: (match, code) =>
      !isOwnMachine(restOfLine(match, code)) &&
      // In a script, an option inside quotation marks is another option's value.
      !(SHELL.includes(code.syntax) && (match[0].match(/"/g)?.length ?? 0) % 2 === 1),
  },
  {
    what: WHAT,
    in: [...SHELL, ...CALLS],
    where: 'string',
    find: /(?:^|(?<=[\s"'`=(,]))(?:--no-check-certificate|--no-verify-ssl|--insecure-skip-tls-verify(?:=true|(?=[\s"',]|$))|--tls-verify=false|--tlsverify=false|-SkipCertificateCheck)/g,
    accept: (match, code) => !isOwnMachine(restOfLine(match, code)),
  },
  {
    what: WHAT,
    in: [...SHELL, ...CALLS],
    where: 'string',
    find: /\b(?:GIT_SSL_NO_VERIFY["']?\]?[ \t]{0,3}[=: ][ \t]{0,3}["']?(?:1|true)|PYTHONHTTPSVERIFY["']?\]?[ \t]{0,3}[=: ][ \t]{0,3}["']?0|http\.sslVerify[= "']{1,4}(?:false|0)|strict-ssl[ \t]{0,3}[= ][ \t]{0,3}["']?false)\b/gi,
  },
  pattern(
    SHELL,
    /\bNODE_TLS_REJECT_UNAUTHORIZED["']?[ \t]{0,3}[=: ][ \t]{0,3}["']?0|\bvalue:[ \t]{0,3}["']?0["']?[ \t]{0,3}$/gm,
    (match, code) =>
      match[0].startsWith('NODE') ||
      /\bname:[ \t]{0,3}["']?NODE_TLS_REJECT_UNAUTHORIZED["']?\s{0,60}$/.test(
        code.text.slice(Math.max(0, match.index - 120), match.index),
      ),
  ),
  pattern(
    SHELL,
    /\bpip3?["']?,?[ \t][^\n;&|]{0,200}--trusted-host\b|\btrusted-host[ \t]{0,3}=/g,
    (match, code) => !isOwnMachine(restOfLine(match, code)),
  ),
  pattern(
    ['yaml', 'json', 'settings'],
    /["']?\b(?:insecureSkipTLSVerify|insecureSkipVerify|insecure_skip_verify|insecure_skip_tls_verify|skip_tls_verify|skipTLSVerify|tls_skip_verify|tlsSkipVerify|insecure-skip-tls-verify|tls_insecure_skip_verify)["']?[ \t]{0,5}[:=][ \t]{0,5}["']?true\b/gi,
  ),
  pattern(
    ['yaml', 'json', 'settings'],
    /["']?\b(?:verify_ssl|ssl_verify|verify_certs|validate_certs|sslVerify|ssl_verification|verify_tls|tls_verify)["']?[ \t]{0,5}[:=][ \t]{0,5}["']?(?:false|no|off)\b/gi,
  ),
  pattern(['settings'], /\b(?:proxy|grpc|uwsgi)_ssl_verify[ \t]{1,5}off\b/g),
];
