import { parse } from 'smol-toml';

const MAX_LENGTH = 300_000;

export type Json = Readonly<Record<string, unknown>>;

/** A value as an object to look into; an empty one for anything else. */
export const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};

/** The strings of a list, or of a text that separates them by commas or blanks. */
export function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.split(/[\s,]+/).filter((word) => word !== '');
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
}

/** A single value as text; an empty one for lists and tables, which cannot always be turned into text. */
export const scalarOf = (value: unknown): string => (typeof value === 'object' ? '' : String(value));

/** A TOML document; an empty one if it cannot be read or is longer than 300,000 characters. */
export function tomlOf(text: string): Json {
  if (text.length > MAX_LENGTH) return {};
  try {
    return parse(text) as Json;
  } catch {
    return {};
  }
}

/** Sections of an INI file with their settings; indented lines continue the value above. */
export function iniOf(text: string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section = new Map<string, string>();
  let last = '';
  for (const raw of text.slice(0, MAX_LENGTH).split('\n')) {
    const line = raw.replace(/\s[#;].*$|^[#;].*$/, '').trimEnd();
    const header = /^\[([^\]]{1,200})\]/.exec(line);
    const pair = /^([\w.-]{1,100})\s*[=:]\s*(.*)$/.exec(line);
    if (header) {
      section = new Map();
      sections.set(header[1] ?? '', section);
    } else if (pair) {
      last = pair[1] ?? '';
      section.set(last, pair[2] ?? '');
    } else if (/^\s/.test(line) && last !== '') {
      section.set(last, `${section.get(last)} ${line.trim()}`.slice(0, 20_000));
    }
  }
  return sections;
}
