/** A line that lets every origin in, near one that allows credentials. */
export interface OpenOrigin {
  readonly line: number;
  /** Both lines without white space, to know them again. */
  readonly text: string;
}

/** Every origin: a star, the caller's own, or a check that always agrees. */
const EVERY_ORIGIN = [
  // origin: '*', allow_origins=["*"], .allowedOriginPatterns("*"), AllowedOrigins: []string{"*"}, origins '*'
  /(?<![\w-])(?:cors)?_?(?:allow(?:ed)?)?[-_]?origins?(?:[-_]?(?:patterns?|list|regex|url))?["']?\)?\s{0,20}(?:[:=(]|=>|:=|\s)\s{0,20}(?:\[\]string\{|List\.of\(|Arrays\.asList\(|listOf\(|new string\[\]\s?\{|\[|\(|\{)?\s{0,20}["'`](?:\*|\.\*|https?:\/\/\*|\^?\.\*\$?)["'`]/i,
  // cors({ origin: true })
  /(?<![\w-])origin["']?\s{0,20}:\s{0,20}true\b/,
  // origin: (origin, callback) => callback(null, true)
  /(?<![\w-])origin["']?\s{0,20}:\s{0,20}(?:function\s{0,20})?\(?[\w,: ]{1,60}\)?\s{0,20}(?:=>|\{)\s{0,20}\{?\s{0,20}(?:return\s{1,4})?\w{1,20}\(null,\s{0,20}true\)/,
  /\b(?:CORS_ALLOW_ALL_ORIGINS|CORS_ORIGIN_ALLOW_ALL)\s{0,20}=\s{0,20}True\b/,
  /\b(?:AllowAllOrigins|allowAllOrigins|allow_all_origins)["']?\s{0,20}[:=(]\s{0,20}(?:true\b)?\)?/,
  /\bSetIsOriginAllowed\(\s{0,20}\(?\w{1,30}\)?\s{0,20}=>\s{0,20}true\s{0,20}\)|\.AllowAnyOrigin\(\)|\bAllowOriginFunc:\s{0,20}func\([^)]{0,80}\)\s{0,20}bool\s{0,20}\{\s{0,20}return true/,
  /\ballow_origin\(\s{0,20}(?:Any\b|AllowOrigin::(?:any|mirror_request)\(\))|\.allow_any_origin\(\)/,
  // Access-Control-Allow-Origin: * or the caller's
  /Access-Control-Allow-Origin["'`]?\]?\s{0,20}(?:[,:=]|=>|\s)\s{0,20}["'`]?(?:\*|\$http_origin\b|%\{?(?:HTTP_)?ORIGIN|\$\{?(?:request|req|event)[\w.[\]"'?]{0,40}origin|(?:req|request|ctx|c|r|event|self\.request|\$request|\$_SERVER|environ)\b[\w.?[\]()"'->$]{0,60}origin)/i,
];

/** FlaskCORS allows every origin unless it is told which. */
const FLASK =
  /\bCORS\((?!.{0,200}origins?\s{0,20}=)(?!.{0,200}resources\s{0,20}=).{0,200}supports_credentials\s{0,20}=\s{0,20}True/;

/** `origins = ["*"]`, and further down `allow_origins=origins`. */
const LIST_OF_ALL =
  /^\s{0,100}(?:const |let |var )?(\w{1,40})\s{0,20}=\s{0,20}\[\s{0,20}["']\*["']\s{0,20}\]/;
const NAMED_LIST = /(?<![\w-])(?:allow(?:ed)?[-_]?)?origins?["']?\s{0,20}[:=]\s{0,20}(\w{1,40})\b/i;

const CREDENTIALS =
  /(?<!with_?)(?<!\w)(?:(?:CORS_)?(?:allow|allowed|supports?|access[-_]control[-_]allow)[-_]?credentials|credentials)["'`]?\]?\s{0,20}(?:[:=(,]|=>|\s)\s{0,20}["'`]?true\b|\.AllowCredentials\(\)|\ballow_credentials\(true\)|(?<!\w)credentials\(\)/i;

const COMMENT = /^\s{0,200}(?:\/\/|#|\*|\/\*|<!--|--|;)/;
/** Both are settings of one call or one block, so they stand close together. */
const NEAR = 12;
const MAX_LINE = 1000;

/** Where a text lets every origin in with credentials. Linear in its lines. */
export function openOrigins(text: string): OpenOrigin[] {
  if (!/credential/i.test(text) || !/origin|cors/i.test(text)) return [];
  const lines = text.split('\n').map((line) => (COMMENT.test(line) ? '' : line.slice(0, MAX_LINE)));
  const allowing = new Set(
    lines.flatMap((line, i) => (/credential/i.test(line) && CREDENTIALS.test(line) ? [i] : [])),
  );
  if (allowing.size === 0) return [];
  const lists = new Set(lines.flatMap((line) => LIST_OF_ALL.exec(line)?.[1] ?? []));
  return lines.flatMap((line, i): OpenOrigin[] => {
    if (!/origin|cors/i.test(line)) {
      // A list below its key: `allowedOrigins:` and on the next line `- '*'`.
      if (
        !/^\s{0,100}-?\s{0,10}["']\*["'],?\s{0,10}$/.test(line) ||
        !/origins?["']?\s{0,4}[:=]\s{0,4}\[?\s{0,4}$/i.test(lines[i - 1] ?? '')
      )
        return [];
    } else if (
      !EVERY_ORIGIN.some((pattern) => pattern.test(line)) &&
      !FLASK.test(line) &&
      !lists.has(NAMED_LIST.exec(line)?.[1] ?? '')
    )
      return [];
    const near = Array.from({ length: 2 * NEAR + 1 }, (_, k) => i - NEAR + k).find(
      (other) => allowing.has(other) && togetherIn(lines, Math.min(i, other), Math.max(i, other)),
    );
    return near === undefined
      ? []
      : [{ line: i + 1, text: `${line}${lines[near] ?? ''}`.replace(/\s+/g, '') }];
  });
}

/** Nothing ends between the two: no other call or declaration begins, and the first is no whole call. */
const togetherIn = (lines: readonly string[], from: number, to: number): boolean =>
  from === to ||
  (!/(?<![\w.])cors\(.{0,500}\)/i.test(lines[from] ?? '') &&
    !lines.slice(from + 1, to + 1).some((line) => BEGINS.test(line)));

const BEGINS =
  /^\s{0,100}(?:\}\s{0,10})?(?:if|else|elif|elsif|switch|case)\b|^(?:export |const |let |def |class |func |function |resource |@app|app\.)|^\s{0,8}(?:server|location)\s|(?<![\w.])(?:cors|CORS)\(|\bCORSMiddleware\b/;
