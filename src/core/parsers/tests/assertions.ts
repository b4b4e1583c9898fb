import type { Language } from './languages.ts';
import type { Source } from './source.ts';

export interface Assertion {
  readonly line: number;
  readonly endLine: number;
  /** The statement without needless blanks: the same assertion reformatted has the same text. */
  readonly text: string;
  /** It holds whatever the code does. */
  readonly trivial: boolean;
}

/** Where an assertion was found; what it says is read when it is asked for. */
export interface FoundAssertion {
  readonly offset: number;
  readonly assertion: Assertion;
}

/** What begins an assertion, in code with comments and strings blanked. */
const BEGINS: Readonly<Record<Language, RegExp>> = {
  js: /(?<![\w$.])(?:expect(?:TypeOf|Type|\s{0,80}\.(?:soft|poll))?|assert(?:\.\w+)*|assert[A-Z]\w*|expect[A-Z]\w*|verify[A-Z]\w*|sinon\.assert\.\w+|t\.(?:is|not|true|false|truthy|falsy|deepEqual|notDeepEqual|like|throws|throwsAsync|notThrows|regex|snapshot|equal|ok|same))[ \t]*(?:<[^()\n]{0,200}>)?\(|\.should\b/g,
  python:
    /(?<![\w.])assert\b|\b(?:self|cls)\.(?:assert\w+|fail\w*)[ \t]*\(|\b(?:pytest|self)\.(?:raises|warns|assertRaises\w*)[ \t]*\(|\.assert_\w+[ \t]*\(|(?<![\w.]|def )(?:assert|check|verify|expect)_\w+[ \t]*\(/g,
  java: /(?<![\w$]|void |fun )(?:assert\w*|verify\w*|expect\w*|fail|shouldThrow\w*|andExpect)[ \t]*(?:<[^>\n]{0,80}>)?[({]|\.should\w+\(|[ \t]should(?:Be|Not|Throw|Contain|Have)\w*[ \t]/g,
  go: /\b(?:s|suite)\.(?:Assert|Require|Equal|No|Not|True|False|Nil|Error|Len|Contains|Empty|Panics)\w*\(|\b(?:t|tb|b|T)\.(?:Error|Errorf|Fatal|Fatalf|Fail|FailNow)\(|\b(?:assert|require|is|qt|td|check|must|autogold|assertions)\.\w+\(|\btestutil\.(?:Ok|NotOk|Equals?|Assert\w*|Require\w*|\w*Compare)\(|(?<![\w.]|[,(]\s{0,40})(?:Expect|Eventually|Consistently|assert\w+|require\w+|check[A-Z]\w*|expect\w+)\(|(?<=\n[ \t]{0,40})must[A-Z]\w*\((?:t|tb|b),/g,
  rust: /(?<![\w])(?:\w+::)?(?:debug_)?(?:assert\w*|prop_assert\w*|panic|unreachable)!|(?<![\w.]|fn )(?:assert|expect|check|verify)_\w+[ \t]*\(/g,
  ruby: /(?<![\w.])(?:expect|assert\w*|refute\w*|is_expected|flunk)(?![\w:?])|\.(?:should|should_not|must_\w+|wont_\w+)\b/g,
  csharp:
    /\b\w*Assert(?:ions)?\.(?!Skip|Ignore|Inconclusive|Pass)\w+[ \t]*(?:<[^;()\n]{0,120}>)?\(|\.Should\w*\(|\.Verify\w*\(|(?<![\w.]|void |Task )(?:Assert|Verify|Expect)\w*[ \t]*(?:<[^;()\n]{0,120}>)?\(/g,
  php: /(?:->|::)(?:assert\w+|expects|expectException\w*|fail|see\w*|dontSee\w*)[ \t]*\(|(?<![\w>:$])(?:expect|assert\w*)[ \t]*\(/g,
};

/** Words that an assertion consists of when it looks at nothing but constants. */
const VOCABULARY =
  /^(?:expect|chai|should|assert|assertTrue|assertThat|assertEquals?|assertSame|assert_true|assert_equals?|assert_eq|Assert|Assertions|self|cls|this|t|to|be|is|ok|eq|eql|equals?|strictEqual|deepEqual|not|toBe\w*|toEqual|toStrictEqual|be_truthy|truthy|isTrue|isEqualTo|IsTrue|True|That|Is|EqualTo|AreEqual|Equal|isNotNull|refute)$/;
const CONSTANT = /^(?:true|True|\d+|'[^']*'|"[^"]*")$/;

/** Whether an assertion (without blanks) compares a true constant with itself: it holds whatever the code does. */
function isTrivial(text: string): boolean {
  if (text.length > 300) return false;
  const words = text.match(/'[^']*'|"[^"]*"|[A-Za-z_]\w*|\d+(?:\.\d+)?/g) ?? [];
  // `Assert.True`: a method, not a constant.
  const constants = words.filter(
    (word, i) => CONSTANT.test(word) && !(word === 'True' && words[i - 1] === 'Assert'),
  );
  if (!words.every((word) => CONSTANT.test(word) || VOCABULARY.test(word)) || words.length < 2) return false;
  if (/\bnot\b|refute|!=|[<>]/i.test(text)) return false;
  // Beside a true or a number, a string is the message of the assertion.
  const plain = constants.filter((word) => !/^['"]/.test(word)).map((word) => word.toLowerCase());
  const compared = plain.length > 0 ? plain : constants;
  if (plain.length === 0 && constants.length < 2) return false;
  return compared.every((word) => word === compared[0] && word !== '0');
}

/** Assertions of a whole source in order, by offset. */
export function assertionsOf(source: Source): FoundAssertion[] {
  const found: FoundAssertion[] = [];
  let covered = 0;
  for (const match of source.code.matchAll(BEGINS[source.language])) {
    const at = match.index;
    // `expect.any` within an expectation, `verify` within a chain.
    if (at < covered) continue;
    const chained = /^(?:\.|->|[ \t])/.test(match[0]);
    const start = chained ? beginOfLine(source, at) : at;
    const end = source.statementEnd(at);
    covered = source.language === 'java' && match[0].endsWith('{') ? at + 1 : end;
    found.push({
      offset: at,
      get assertion() {
        return read(source, at, start, end);
      },
    });
  }
  return found;
}

function read(source: Source, at: number, start: number, end: number): Assertion {
  const text = withoutBlanks(source.text.slice(start, Math.min(endOfCode(source, start, end), start + 4000)));
  const endLine = source.lineOf(Math.max(at, end - 1));
  return { line: source.lineOf(at), endLine, text, trivial: isTrivial(text) };
}

/** Keeps a blank only between two words, and no comma behind the last argument. */
const withoutBlanks = (text: string): string =>
  text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/ ?([^\w ]) ?/g, '$1')
    .replace(/,([)\]}])/g, '$1');

/** Without a comment behind the statement. A long string ends blanked, and is no comment. */
function endOfCode(source: Source, start: number, end: number): number {
  const code = source.code.slice(start, end).trimEnd();
  if (/(?:"""|''')$/.test(code)) return end;
  const at = start + code.length;
  return /^[ \t]+(?:#|\/\/|\/\*)/.test(source.text.slice(at, end)) ? at : end;
}

function beginOfLine(source: Source, at: number): number {
  return Math.max(source.startOf(source.lineOf(at)), at - 500);
}
