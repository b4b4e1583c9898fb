import { lexer, type Token, type Tokens } from 'marked';
import type { CheckRun } from '../../../src/core/render/check-run.ts';

/** What stands in every hostile text, so that what comes of it can be told from our own words. */
export const MARK = 'zqx';

/** The tags that check runs are laid out with. */
const OURS = /<\/?(?:details|summary)>/g;

/** A browser reads entities, and so does whoever looks for mentions. */
const decoded = (text: string): string =>
  text
    .replace(/&#(\d{1,7});/g, (_, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, code: string) =>
      String.fromCodePoint(Math.min(parseInt(code, 16), 0x10ffff)),
    )
    .replaceAll('&commat;', '@');

/** Text as GitHub would show it, with code as a mere mark: nobody is called in code. */
function shownText(tokens: readonly Token[]): string {
  return tokens
    .map((token): string => {
      if (token.type === 'codespan' || token.type === 'code') return '`';
      if (token.type === 'escape') return (token as Tokens.Escape).text;
      if ('tokens' in token && Array.isArray(token.tokens)) return shownText(token.tokens as Token[]);
      return 'text' in token && typeof token.text === 'string' ? decoded(token.text) : '';
    })
    .join('');
}

const MENTION = /(?:^|[^\w`/@-])@[a-z0-9][\w-]*/i;
const URL_LIKE = /https?:\/\/[^\s\u2060]*zqx|\bwww\.zqx/i;

function wrongToken(token: Token): string[] {
  if (token.type === 'html') {
    const rest = token.raw.replace(OURS, '');
    return /<[a-z!/?]/i.test(rest) || rest.includes(MARK) ? [`raw HTML: ${token.raw.slice(0, 200)}`] : [];
  }
  if (token.type === 'link' || token.type === 'image')
    return [`a live ${token.type}: ${token.raw.slice(0, 200)}`];
  if (token.type === 'def') return [`a link's definition: ${token.raw.slice(0, 200)}`];
  const inline = token.type === 'paragraph' || token.type === 'heading' || token.type === 'text';
  const cells =
    token.type === 'table' ? [...(token as Tokens.Table).header, ...(token as Tokens.Table).rows.flat()] : [];
  const texts = [
    ...(inline && 'tokens' in token && token.tokens ? [shownText(token.tokens)] : []),
    ...cells.map((cell) => shownText(cell.tokens)),
  ];
  return texts.flatMap((text) => [
    ...(MENTION.test(text) ? [`a live mention: ${MENTION.exec(text)?.[0]} in ${text.slice(0, 200)}`] : []),
    ...(URL_LIKE.test(text) ? [`an address that becomes a link: ${text.slice(0, 200)}`] : []),
  ]);
}

/** Every token, also those inside of others. */
function each(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token) => {
    const within = [
      ...('tokens' in token && Array.isArray(token.tokens) ? (token.tokens as Token[]) : []),
      ...(token.type === 'list' ? (token as Tokens.List).items : []),
      ...(token.type === 'table'
        ? [...(token as Tokens.Table).header, ...(token as Tokens.Table).rows.flat()].flatMap(
            (cell) => cell.tokens,
          )
        : []),
    ];
    return [token, ...each(within)];
  });
}

/** Live mentions, HTML and links in a text that nobody may have put any into. */
export const wrongInMarkdown = (markdown: string): string[] => [
  ...new Set(each(lexer(markdown, { gfm: true })).flatMap(wrongToken)),
];

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/;

/** What is wrong with a check run whatever it is about: GitHub's limits, and what must not be live in it. */
export function wrongInCheck({ title, summary, annotations, actions, name }: CheckRun): string[] {
  const bytes = (text: string): number => Buffer.byteLength(text);
  const too = (what: string, is: number, most: number): string[] =>
    is > most ? [`${what} of ${is}, over ${most}`] : [];
  return [
    ...too('a title', Array.from(title).length, 79),
    ...too('a summary', bytes(summary), 65_535),
    ...(title.trim() === '' || summary.trim() === '' || name.trim() === '' ? ['an empty text'] : []),
    ...(CONTROL.test(`${name}${title}${summary}`) ? ['a control character'] : []),
    ...annotations.flatMap((one) => [
      ...too('an annotation', bytes(one.message), 64_000),
      ...too("an annotation's title", one.title.length, 255),
      ...(Number.isInteger(one.line) && one.line >= 1 ? [] : [`an annotation on line ${one.line}`]),
      ...(CONTROL.test(one.message + one.title) ? ['a control character in an annotation'] : []),
    ]),
    ...actions.flatMap(({ label, description, identifier }) => [
      ...too('a label', label.length, 20),
      ...too('a description', description.length, 40),
      ...too('an identifier', identifier.length, 20),
    ]),
    ...wrongInMarkdown(summary),
  ];
}
