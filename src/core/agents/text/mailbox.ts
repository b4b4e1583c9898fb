/** A person as a trailer writes them. */
export interface Mailbox {
  readonly name: string;
  readonly email: string;
}

/** The account that one of GitHub's no-reply addresses names. */
export interface NoreplyAddress {
  readonly login: string;
  /** null: an address of the old form, without the number. */
  readonly id: number | null;
}

const BRACKETED = /^([^<>]{0,200})<[ \t]{0,4}([^<>\s]{1,200})[ \t]{0,4}>[\s.,;:)\]]{0,8}$/;
const BARE = /^(.{0,200}?)[ \t]?([^\s<>@]{1,100}@[^\s<>@]{1,100})$/;
const NOREPLY = /^(?:(\d{1,12})\+)?([a-z\d][a-z\d-]{0,60}(?:\[bot\])?)@users\.noreply\.[a-z\d.-]{3,100}$/i;

/** What an editor of Markdown or HTML made of the brackets around an address. */
const MAILTO = /\[[^\][\s]{1,200}\]\(mailto:([^()\s]{1,200})\)/i;
const ESCAPED = /&lt;([^&<>\s]{1,200})&gt;/i;
/** What stands for a mailbox where there is none: a tool's page, also as the target of a link. */
const PAGE = /^\[?([^\][<>()]{1,100}?)\]?[ \t]?[<(]?https?:\/\/[^\s<>()]{1,200}[>)]?$/i;

/** Reads `Name <e-mail>`, also without the brackets; an empty e-mail if there is none. */
export function parseMailbox(text: string): Mailbox {
  const value = text.replace(MAILTO, '<$1>').replace(ESCAPED, '<$1>').replace(PAGE, '$1');
  const found = BRACKETED.exec(value) ?? BARE.exec(value.slice(0, 300));
  return found
    ? { name: (found[1] ?? '').trim(), email: found[2] ?? '' }
    : { name: value.replace(/<[^>]{0,200}>?/, '').trim(), email: '' };
}

/** Reads `12345+login@users.noreply.github.com`, the old `login@...`, or an Enterprise host's; null: it is neither. */
export function parseNoreply(email: string): NoreplyAddress | null {
  const found = NOREPLY.exec(email.trim());
  if (!found) return null;
  return { login: found[2] ?? '', id: found[1] === undefined ? null : Number(found[1]) };
}
