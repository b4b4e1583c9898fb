/** A piece of a page. Whatever is not one is escaped where it is put into one. */
export interface Markup {
  readonly written: string;
}

type Value = Markup | readonly Markup[] | string | number;

/** A template of a page: texts and numbers in it are escaped, pieces of a page are not. */
export const markup = (parts: TemplateStringsArray, ...values: readonly Value[]): Markup => ({
  written: parts.reduce((whole, part, index) => whole + asText(values[index - 1] ?? '') + part),
});

/** Nothing, where a piece is left out. */
export const NOTHING: Markup = { written: '' };

/** A piece if something holds. */
export const when = (holds: boolean, piece: () => Markup): Markup => (holds ? piece() : NOTHING);

function asText(value: Value): string {
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  if ('written' in value) return value.written;
  return value.map(({ written }) => written).join('');
}

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] ?? '');
