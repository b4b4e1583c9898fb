import type { Assertion } from '../../parsers/tests/assertions.ts';

/** What an assertion says, as far as two of them can be compared. */
interface Claim {
  /** What is looked at: arguments but for constants. */
  readonly subjects: readonly string[];
  /** 3 equal to a value, 2 near or part of it, 1 merely there; null: not known. */
  readonly strength: 1 | 2 | 3 | null;
  readonly negated: boolean;
  /** That there is nothing: null, undefined. */
  readonly nothing: boolean;
}

const EXACT =
  /^(?:toBe|toEqual|toStrictEqual|toHaveBeenCalledWith|toHaveBeenLastCalledWith|toHaveBeenNthCalledWith|toHaveBeenCalledTimes|toHaveLength|toHaveProperty|toHaveTextContent|toHaveText|toHaveValue|equals?|eql?|deep|deepEqual|strictEqual|deepStrictEqual|is|assertEquals?|assertSame|assertListEqual|assertDictEqual|assertCountEqual|assertArrayEquals|assert_eq|assert_equal|assert_called_with|assert_called_once_with|assert_called_once|AreEqual|Equal|EqualValues|Exactly|Be|BeEquivalentTo|isEqualTo|isSameAs|containsExactly|match_array|contain_exactly|assertStringEqualsFile|assertJsonStringEqualsJsonString)$/;
const PARTIAL =
  /^(?:toMatchObject|toContain|toContainEqual|toMatch|toBeGreaterThan\w*|toBeLessThan\w*|toBeInstanceOf|toBeCloseTo|contain|contains|include|includes|match|above|below|least|most|assertIn|assertGreater\w*|assertLess\w*|assertRegex\w*|assertContains\w*|assertStringContainsString|assertInstanceOf|assert_includes|assert_match|Contains|Greater\w*|Less\w*|InRange|Subset|ElementsMatch|containsAnyOf|assertAlmostEqual)$/;
const PRESENT =
  /^(?:toBeDefined|toBeTruthy|toHaveBeenCalled|ok|exist|exists|be_truthy|be_present|truthy|assertTrue|assertIsNotNone|assertNotNull|assertNotEmpty|assert_called|assert_not_nil|assert|NotNull|NotNil|NotEmpty|True|NoError|isNotNull|isPresent|isNotEmpty|notNullValue|any|anything|NotBeNull|NotBeEmpty)$/;

/** The text between a bracket and its counterpart, with what follows; strings are jumped over. */
function bracketed(text: string, open: number): { inside: string; rest: string } {
  let depth = 0;
  let quote = '';
  for (let at = open; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '\\') at++;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (/["'`]/.test(char)) quote = char;
    else if (/[([{]/.test(char)) depth++;
    else if (/[)\]}]/.test(char) && --depth === 0) {
      return { inside: text.slice(open + 1, at), rest: text.slice(at + 1) };
    }
  }
  return { inside: text.slice(open + 1), rest: '' };
}

/** Splits at commas outside of brackets and strings. */
export function argumentsOf(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '\\') at++;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (/["'`]/.test(char)) quote = char;
    else if (/[([{]/.test(char)) depth++;
    else if (/[)\]}]/.test(char)) depth--;
    else if (char === ',' && depth === 0) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...parts, text.slice(from).trim()].filter((part) => part !== '');
}

const CONSTANT = /^(?:[\d.'"`[{-]|true\b|false\b|null\b|None\b|True\b|False\b|undefined\b|nil\b|t$)/;
/** Saying that something is true is the same in either form. */
const TRUTH = /^(?:true|True|null|None|nil|undefined|not\.?null)$/;

/** Not null is merely there; not called at all is exact. */
const NOTHING = /^(?:toBeNull|toBeUndefined|toBeNil|be_nil)$/;

function judged(name: string, negated: boolean): Omit<Claim, 'subjects'> {
  if (NOTHING.test(name)) return { strength: negated ? 1 : 3, negated: false, nothing: !negated };
  return PRESENT.test(name) && negated
    ? { strength: 3, negated: false, nothing: false }
    : { strength: strengthOf(name), negated, nothing: false };
}

const strengthOf = (name: string): Claim['strength'] =>
  EXACT.test(name) ? 3 : PARTIAL.test(name) ? 2 : PRESENT.test(name) ? 1 : null;

function claimOf(text: string): Claim {
  const expect = /^(?:await )?expect(?:\.soft|\.poll)?\(/.exec(text);
  const none: Claim = { subjects: [], strength: null, negated: false, nothing: false };
  if (expect) {
    const { inside, rest } = bracketed(text, expect[0].length - 1);
    const names = rest.replace(/\(.*$/s, '').match(/\w+/g) ?? [];
    const name = names.findLast((word) => NOTHING.test(word) || strengthOf(word) !== null);
    const value = rest.includes('(')
      ? bracketed(rest, rest.indexOf('(')).inside
      : (rest.split(/\beq\b/)[1] ?? '');
    if (name === undefined || TRUTH.test(value.trim())) return none;
    return { subjects: [inside], ...judged(name, /\bnot\b|not_to/.test(rest.slice(0, 40))) };
  }
  const python = /^assert (?:not )?(.+)$/s.exec(text);
  if (python?.[1] !== undefined && !python[1].startsWith('(')) {
    const compared = /^(.+?)(==| is | in |>=|<=|!=|>|<)(.+)$/s.exec(python[1]);
    if (!compared)
      return { ...none, subjects: [python[1]], strength: 1, negated: text.startsWith('assert not') };
    const [, left = '', operator = '', right = ''] = compared;
    const there = / is /.test(operator) || operator === '!=';
    if (TRUTH.test(right.trim().replace(/^not /, '')) && !/not None/.test(right)) return none;
    const strength = operator === '==' ? 3 : there ? 1 : 2;
    return { ...none, subjects: [operator === ' in ' ? right.trim() : left.trim()], strength };
  }
  const call = /^[\w$.:>-]*?(\w+)!?(?:<[^>]{0,80}>)?\(/.exec(text);
  if (!call?.[1]) return none;
  const parts = argumentsOf(bracketed(text, call[0].length - 1).inside);
  const strength = strengthOf(call[1]);
  if (strength === 3 && parts.some((part) => TRUTH.test(part))) return none;
  return {
    ...none,
    subjects: parts.filter((part) => !CONSTANT.test(part)),
    strength,
    negated: /not/i.test(call[1]) && strength === 3,
  };
}

const NUMBER = /(?<![\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?/g;
/** What a number allows: more of it is looser, or less. */
const ALLOWANCES: readonly (readonly [RegExp, 'more' | 'less'])[] = [
  [
    /\b(?:delta|tolerance|tol|atol|rtol|abs|rel|abs_tol|rel_tol|epsilon|eps|within|msg_delta)\s*[=:(]\s*$|\b(?:InDelta|InEpsilon|closeTo|approximately)\((?:[^(),]{1,100},){2,3}\s*$|\bbe_within\($/,
    'more',
  ],
  [
    /\b(?:toBeLessThan(?:OrEqual)?|assertLess(?:Equal)?|isLessThan(?:OrEqualTo)?|Less(?:OrEqual)?)\((?:[^()]{1,200},)?\s*$|<=?$/,
    'more',
  ],
  [
    /\b(?:toBeGreaterThan(?:OrEqual)?|assertGreater(?:Equal)?|isGreaterThan(?:OrEqualTo)?|Greater(?:OrEqual)?)\((?:[^()]{1,200},)?\s*$|(?<!=)>=?$/,
    'less',
  ],
  [
    /\b(?:toBeCloseTo|assertAlmostEqual|assertNotAlmostEqual)\([^()]{1,200},\s*$|\b(?:places|decimal|decimals)\s*=\s*$/,
    'less',
  ],
];

/** Whether two assertions are the same but for a number that lets more pass in the second. */
function widened(base: string, head: string): boolean {
  if (base.replace(NUMBER, '#') !== head.replace(NUMBER, '#')) return false;
  const after = [...head.matchAll(NUMBER)];
  return [...base.matchAll(NUMBER)].some((match, i) => {
    const [was, is] = [Number(match[0]), Number(after[i]?.[0])];
    const before = base.slice(Math.max(0, match.index - 300), match.index);
    const allows = ALLOWANCES.find(([pattern]) => pattern.test(before))?.[1];
    return allows === 'more' ? is > was : allows === 'less' && is < was;
  });
}

const WILD =
  /\bexpect\.(?:anything|any)\(|\bmock\.ANY\b|(?<![\w.])ANY\b|\bmatch\.any\b|\bmock\.Anything\b|\bIt\.IsAny\b|\bany\(\)|\banything\b/g;
const commas = (text: string): number => text.replace(/,(?=\s*[)\]}])/g, '').split(',').length;
const wilds = (text: string): number => text.match(WILD)?.length ?? 0;

/** Whether an assertion about the same as another lets more pass than it. */
export function isLooser(base: Assertion, head: Assertion): boolean {
  if (base.text.length > 3000 || head.text.length > 3000) return false;
  if (widened(base.text, head.text)) return true;
  const [was, is] = [claimOf(base.text), claimOf(head.text)];
  if (was.strength === null || is.strength === null || was.negated) return false;
  // There was nothing, and now something certain is asked for: another expectation.
  if (was.nothing && is.strength > 1) return false;
  const same = is.subjects.some((subject) => was.subjects.includes(subject) && subject.length > 1);
  if (!same) return false;
  if (is.strength < was.strength) return !(is.negated && is.strength > 1);
  // With an argument more, that one may be anything.
  return is.strength === 3 && wilds(head.text) > wilds(base.text) && commas(head.text) <= commas(base.text);
}

/** Whether an assertion says no more than that something is there, or of what type. */
export const isPresence = ({ text }: Assertion): boolean =>
  text.length <= 3000 && claimOf(text).strength === 1;

/** Whether an assertion that something is there only leads to others that ask for exact values of its parts. */
export function leadsToParts(base: Assertion, head: Assertion, others: readonly Assertion[]): boolean {
  const { subjects, strength } = claimOf(head.text);
  const [subject] = subjects;
  if (strength !== 1 || subject === undefined || claimOf(base.text).nothing) return false;
  const parts = others.filter(({ text }) => {
    if (text.length > 3000) return false;
    const part = claimOf(text);
    return (
      part.strength === 3 &&
      !part.negated &&
      part.subjects.some((other) => other.length > subject.length && other.startsWith(subject))
    );
  });
  return parts.length > 1;
}
