import type { Pattern } from '../../parsers/source/added.ts';
import type { Code } from '../../parsers/source/code.ts';
import type { Syntax } from '../../parsers/source/syntax.ts';
import { isSetTo } from '../../parsers/source/values.ts';
import { isOwnMachine, pattern, restOfLine, WHAT } from './_tls.ts';
import { COMMANDS } from './_tls-commands.ts';

/** Of a function's body: a comment in it says nothing. */
const body = (syntaxes: readonly Syntax[], find: RegExp): Pattern => ({
  what: WHAT,
  in: syntaxes,
  find,
  masked: true,
});

/** `verify=False` also switches other things off than a certificate's check. */
const OTHER_CHECKS =
  /jwt|jws|jose|token|decode|load|dump|hash|checksum|schema|valid|def |save|create|assert/i;

const isRequest = (match: RegExpExecArray, code: Code): boolean => {
  if (code.text[match.index - 1] === '.') return true;
  const callee = code.calleeOf(match.index);
  return callee !== '' && !OTHER_CHECKS.test(callee);
};

/** The switch is a variable that was set just before. */
const isSet =
  (constant: 'true' | 'false') =>
  (match: RegExpExecArray, code: Code): boolean =>
    isSetTo(constant, match[1] ?? '', code, match.index);

const VARIABLES: readonly Pattern[] = [
  pattern(
    ['python'],
    /\b(?:verify|verify_ssl|ssl_verify|verify_certs)[ \t]{0,3}=[ \t]{0,3}([A-Za-z_]\w{0,60})(?=[ \t]{0,3}[,)\n])/g,
    (match, code) => isRequest(match, code) && isSet('false')(match, code),
  ),
  pattern(
    ['js'],
    /\b(?:rejectUnauthorized|strictSSL)["']?[ \t]{0,3}[:=][ \t]{0,3}([A-Za-z_$][\w$]{0,60})(?=[ \t]{0,3}[,}\n;])/g,
    isSet('false'),
  ),
  pattern(
    ['go'],
    /\bInsecureSkipVerify[ \t]{0,3}[:=][ \t]{0,3}([A-Za-z_]\w{0,60})(?=[ \t]{0,3}[,}\n])/g,
    isSet('true'),
  ),
  pattern(
    ['php'],
    /(?:\bCURLOPT_SSL_VERIFY(?:PEER|HOST)[ \t]{0,3}(?:,|=>)|["']verify(?:_peer)?["'][ \t]{0,3}=>)[ \t]{0,3}\$(\w{1,60})(?=[ \t]{0,3}[,)\]\n])/g,
    isSet('false'),
  ),
];

const PYTHON: readonly Pattern[] = [
  pattern(['python'], /\bverify[ \t]{0,5}=[ \t]{0,5}False\b/g, isRequest),
  pattern(
    ['python'],
    /\b(?:verify_ssl|ssl_verify|verify_certs|verify_tls|tls_verify|validate_certs?|check_hostname|verify_peer|disable_ssl_certificate_validation[ \t]{0,3}=[ \t]{0,3}True|validate_cert)[ \t]{0,5}=[ \t]{0,5}False\b|\bdisable_ssl_certificate_validation[ \t]{0,3}=[ \t]{0,3}True\b/g,
  ),
  pattern(
    ['python'],
    /["'](?:verify|verify_ssl|ssl_verify|verify_certs|check_hostname)["']\]?[ \t]{0,3}[:=][ \t]{0,3}False\b/g,
    (match, code) => !OTHER_CHECKS.test(code.calleeOf(match.index)),
  ),
  pattern(
    ['python'],
    /\b_create_unverified_(?:https_)?context\b|\b(?:[=(,][ \t]{0,3})?(?:ssl\.)?CERT_NONE\b/g,
    (match, code) =>
      !/==[ \t]{0,3}$|!=[ \t]{0,3}$|\bis[ \t](?:not[ \t])?$|\bimport\b.{0,80}$/.test(
        code.text.slice(Math.max(0, match.index - 90), match.index),
      ),
  ),
  pattern(
    ['python'],
    /\bcert_reqs["']?[ \t]{0,3}[=:][ \t]{0,3}(?:["'](?:CERT_)?NONE["']|\w{0,20}\.?CERT_OPTIONAL)/g,
  ),
  pattern(['python'], /\bssl[ \t]{0,3}=[ \t]{0,3}False\b/g, (match, code) =>
    /(?:TCPConnector|\.(?:get|post|put|patch|delete|head|options|request|ws_connect))$/.test(
      code.calleeOf(match.index),
    ),
  ),
];

const JAVASCRIPT: readonly Pattern[] = [
  pattern(
    ['js', 'json'],
    /["']?\b(?:rejectUnauthorized|strictSSL|sslValidate)["']?\]?[ \t]{0,5}[:=][ \t]{0,5}(?:false|!1|0)\b/g,
  ),
  pattern(
    ['js', 'json'],
    /["']?\b(?:tlsAllowInvalidCertificates|tlsAllowInvalidHostnames|tlsInsecure|insecureSkipTLSVerify|insecureHTTPParser)["']?[ \t]{0,5}:[ \t]{0,5}true\b/g,
  ),
  pattern(['js'], /\bNODE_TLS_REJECT_UNAUTHORIZED["'`]?\]?[ \t]{0,5}=[ \t]{0,5}["'`]?0/g),
  {
    what: WHAT,
    in: ['js'],
    where: 'string',
    find: /\bNODE_TLS_REJECT_UNAUTHORIZED["'`]?\]?[ \t]{0,5}[:=][ \t]{0,5}["'`]?0/g,
  },
  pattern(
    ['js'],
    /\bcheckServerIdentity["']?[ \t]{0,5}[:=][ \t]{0,5}(?:function[ \t]{0,3})?\([^()\n]{0,60}\)[ \t]{0,3}(?:=>[ \t]{0,3})?(?:\{\s{0,20}(?:return[ \t]{0,3}(?:undefined|null|true)?;?)?\s{0,20}\}|undefined|null|true)/g,
  ),
];

const OTHER_LANGUAGES: readonly Pattern[] = [
  pattern(['java'], /\b(?:TrustStrategy\b[^;\n]{0,60}=|loadTrustMaterial\()[^;\n]{0,120}->[ \t]{0,3}true\b/g),
  pattern(['go'], /\bInsecureSkipVerify[ \t]{0,5}[:=][ \t]{0,5}(?:true|!false)\b/g),
  body(
    ['java', 'csharp'],
    /\bcheck(?:Server|Client)Trusted[ \t]{0,3}\([^(){}]{0,300}\)[^(){};=]{0,120}(?:\{\s{0,2000}(?:return;\s{0,50})?\}|=[ \t]{0,3}Unit\b)/g,
  ),
  body(['java'], /\bgetAcceptedIssuers[ \t]{0,3}\(\)\s{0,20}\{\s{0,200}return[ \t]{1,5}null\b/g),
  body(
    ['java'],
    /\bverify[ \t]{0,3}\([^(){}]{0,200}SSLSession[^(){}]{0,60}\)[^(){};=]{0,80}(?:\{\s{0,1000}return[ \t]{1,5}true\b|=[ \t]{0,3}true\b)/g,
  ),
  pattern(
    ['java'],
    /\b(?:setDefaultHostnameVerifier|setHostnameVerifier|hostnameVerifier|setSSLHostnameVerifier|HostnameVerifier)[ \t]{0,3}(?:\([ \t]{0,3}\(?[\w ,]{1,60}\)?[ \t]{0,3}->[ \t]{0,3}\{?\s{0,20}(?:return[ \t])?true|\{[ \t]{0,3}[\w ,]{1,40}->[ \t]{0,3}true)\b/g,
  ),
  pattern(
    ['java'],
    /\b(?:NoopHostnameVerifier|AllowAllHostnameVerifier|ALLOW_ALL_HOSTNAME_VERIFIER|TrustAllStrategy|InsecureTrustManagerFactory|TrustSelfSignedStrategy|NullHostnameVerifier)\b(?=[.(]|[ \t]{0,3}[,);])/g,
  ),
  pattern(
    ['java'],
    /\b(?:setTrustAll|trustAll|setVerifyHost|setHostnameVerificationEnabled|trustAllCerts|trustAllCertificates|acceptAllCertificates)\([ \t]{0,3}(?:true|false)[ \t]{0,3}\)/g,
    ([text]) => /verif/i.test(text) !== /true/.test(text),
  ),
  pattern(
    ['csharp'],
    /\b(?:ServerCertificateValidationCallback|ServerCertificateCustomValidationCallback|RemoteCertificateValidationCallback|UserCertificateValidationCallback)\b[ \t]{0,3}(?:\+?=|\()\s{0,40}(?:new[ \t]\w{1,60}\()?(?:(?:delegate|static)?[ \t]{0,3}(?:\([^()\n]{0,160}\))?[ \t]{0,3}(?:=>)?\s{0,40}\{\s{0,40}return[ \t]{1,3}true\b|(?:static[ \t])?(?:\([^()\n]{0,160}\)|\w{1,20})[ \t]{0,3}=>\s{0,40}true\b)/g,
  ),
  pattern(['csharp'], /\bDangerousAcceptAnyServerCertificateValidator\b/g),
  {
    what: WHAT,
    in: ['csharp', 'json', 'markup', 'settings', 'yaml'],
    where: 'string',
    find: /\bTrust ?Server ?Certificate[ \t]{0,3}=[ \t]{0,3}(?:true|yes)\b/gi,
    accept: (match, code) => !isOwnMachine(restOfLine(match, code)),
  },
  pattern(
    ['ruby'],
    /\bVERIFY_NONE\b|\bverify_(?:ssl|peer|hostname)(?:[:,]|[ \t]{0,3}=>?)[ \t]{0,3}(?:false|0)\b|\b(?:ssl_)?verify_mode:[ \t]{0,3}(?::none|0)\b|\bssl:[ \t]{0,3}\{[ \t]{0,3}verify:[ \t]{0,3}false|:verify_none\b/g,
    (match, code) =>
      !/==[ \t]{0,3}\S{0,20}$/.test(code.text.slice(Math.max(0, match.index - 40), match.index)),
  ),
  pattern(
    ['php', 'java', 'python'],
    /\bCURLOPT_SSL_VERIFY(?:PEER|HOST)[ \t]{0,3}(?:,|=>|:)[ \t]{0,3}(?:false|0L?)\b/gi,
  ),
  pattern(['python'], /\bSSL_VERIFY(?:PEER|HOST)[ \t]{0,3},[ \t]{0,3}(?:False|0)\b/g),
  pattern(['java'], /\bSSL_CTX_set_verify\([^,()\n]{1,60},[ \t]{0,3}SSL_VERIFY_NONE\b/g),
  pattern(
    ['php'],
    /["'](?:verify|verify_peer|verify_peer_name|sslverify|ssl_verify)["'][ \t]{0,5}(?:=>|\][ \t]{0,3}=)[ \t]{0,5}(?:false|0)\b|["']allow_self_signed["'][ \t]{0,5}=>[ \t]{0,5}true\b|->withoutVerifying\(/gi,
  ),
  pattern(
    ['rust'],
    /\bdanger_accept_invalid_(?:certs|hostnames)\([ \t]{0,3}true\b|\b(?:SslVerifyMode::NONE|SSL_VERIFY_NONE|DangerousClientConfig|ClientConfig::dangerous)\b|\.dangerous\(\)\s{0,40}\.set_certificate_verifier\(/g,
  ),
  pattern(
    ['java'],
    /\bbadCertificateCallback[ \t]{0,3}=\s{0,20}\([^()\n]{0,120}\)[ \t]{0,3}(?:=>\s{0,20}true|\{\s{0,20}return[ \t]true)\b/g,
  ),
];

/** Everything that switches the check of a server's certificate off. */
export const TLS_PATTERNS: readonly Pattern[] = [
  ...VARIABLES,
  ...PYTHON,
  ...JAVASCRIPT,
  ...OTHER_LANGUAGES,
  ...COMMANDS,
];

/** Some part of every pattern. */
export const TLS_KEYWORDS =
  /verif|CERT_NONE|cert_reqs|ssl[ \t]{0,3}=[ \t]{0,3}False|disable_ssl|validate_cert|check_?hostname|reject_?unauthorized|strict-?ssl|sslvalidate|tlsallow|tlsinsecure|skip_?-?(?:tls|verify)|check(?:Server|Client)|AcceptedIssuers|hostnameverif|TrustManager|TrustStrategy|TrustMaterial|DangerousClient|trust_?all|TrustSelf|acceptall|validationcallback|dangerous|trust ?server|allow_self|danger_accept|badcertificate|--insecure|no-check-cert|\bcurl\b|SkipCertificateCheck|trusted-host/i;
