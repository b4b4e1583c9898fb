import { isInstructions } from '../agent-config-changed/_instructions.ts';

/**
 * What a file's text is to whoever takes it in.
 * - `code`: programs and configuration, where every character counts and prose is a guest.
 * - `instructions`: prose that agents obey.
 * - `text`: other prose, translations and collected data, which hold what people typed and pasted.
 */
export type TextKind = 'code' | 'instructions' | 'text';

const PROSE =
  /\.(?:md|mdx|markdown|rst|txt|adoc|asciidoc|org|tex|bib|html?|xhtml|ipynb|eml|srt|vtt|csv|tsv|jsonl|ndjson|svg|snap|log|po|pot|mo|xliff|xlf|arb|strings|stringsdict|xcstrings|ftl|resx|resw|lang|rtf|patch|diff)$/i;

/** Data formats that translations are kept in, told from configuration by where they lie or what they are called. */
const DATA = /\.(?:json5?|jsonc|ya?ml|xml|properties|toml|ini|php|plist)$/i;
const TRANSLATIONS =
  /(?:^|[/._-])(?:locales?|i18n|l10n|lang|langs|languages?|translations?|intl|messages?|values-[a-z][\w-]*|fixtures?|testdata|__fixtures__|cassettes|lproj)(?:[/._-])/i;
/** `ar-SA.json`, `messages_zh_CN.properties`. */
const LOCALE_NAME = /(?:^|[/._-])[a-z]{2,3}[-_](?:[A-Z]{2}|[A-Z][a-z]{3}|\d{3})\.\w+$/;

const known = new Map<string, TextKind>();
const MAX_KNOWN = 10_000;

/** What a file is by its path. What is not known to be prose is taken for code. */
export function textKind(path: string): TextKind {
  const before = known.get(path);
  if (before !== undefined) return before;
  const kind = kindOf(path);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(path, kind);
  return kind;
}

function kindOf(path: string): TextKind {
  if (isInstructions(path)) return 'instructions';
  if (PROSE.test(path) || /(?:^|\/)(?:readme|changelog|license|authors|contributors)$/i.test(path))
    return 'text';
  return DATA.test(path) && (TRANSLATIONS.test(path) || LOCALE_NAME.test(path)) ? 'text' : 'code';
}
