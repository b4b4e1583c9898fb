import type { Sign } from './line.ts';
import { plural, type Answer, type Found, type Section } from './report.ts';

/** Colours a text by its sign, for terminals. */
export type PaintSign = (sign: Sign, text: string) => string;

/** The mark says it without colour, the word says it without the mark. */
const MARKS: Readonly<Record<Sign, string>> = {
  problem: '✗ problem',
  unseen: '? cannot be seen',
  warning: '! warning',
  pass: '✓ pass',
};

const HEADINGS = { app: 'App', organisation: 'Account', repository: 'Repository' } as const;

const WIDTH = 80;

/**
 * The whole report for a terminal of 80 columns; the last line is the answer.
 * @param brief repositories of which nothing is to be mended are only counted, and passes are left out
 */
export function reportText(
  sections: readonly Section[],
  answer: Answer,
  {
    brief,
    paint = (_sign, text) => text,
  }: { readonly brief: boolean; readonly paint?: PaintSign | undefined },
): string {
  const fine = brief ? sections.filter((each) => each.about === 'repository' && isFine(each)) : [];
  const blocks = sections
    .filter((each) => !fine.includes(each))
    .map((each) => [
      `${HEADINGS[each.about]} ${each.name}`,
      ...each.lines
        .filter(({ sign }) => !(brief && each.about === 'repository' && sign === 'pass'))
        .flatMap((line) => lineText(line, paint)),
    ]);
  if (fine.length > 0) {
    const names = fine.map(({ name }) => name);
    const shown = names.slice(0, SHOWN).join(', ');
    const more = names.length > SHOWN ? `, and ${plural(names.length - SHOWN, 'other')}` : '';
    const warned = fine.filter(({ lines }) => lines.some(({ sign }) => sign === 'warning')).length;
    const besides =
      warned > 0 ? ` There are warnings for ${warned}; agentguard doctor owner/repo has them.` : '';
    const says = `AgentGuard binds: ${shown}${more}.${besides}`;
    blocks.push([
      fine.length === 1 ? 'One repository more' : `${fine.length} repositories more`,
      ...lineText({ check: '', sign: 'pass', says, mend: null, open: false }, paint),
    ]);
  }
  const last = wrap(answer.text, 0, 0);
  return `${blocks.map((block) => `${block.join('\n')}\n\n`).join('')}${last.join('\n')}\n`;
}

/** So many names of repositories that are as they should be. */
const SHOWN = 10;

/** In a long list only what does not bind or work, or may not, is told in full. */
const isFine = ({ lines }: Section): boolean =>
  lines.every(({ sign, open }) => sign !== 'problem' && !(sign === 'unseen' && open));

function lineText({ sign, says, mend }: Found, paint: PaintSign): string[] {
  const mark = MARKS[sign];
  const [first = '', ...rest] = wrap(`${mark}: ${says}`, 2, 4);
  return [
    `  ${paint(sign, mark)}${first.slice(2 + mark.length)}`,
    ...rest,
    ...(mend === null ? [] : wrap(`→ ${mend}`, 4, 6)),
  ];
}

/** Lines of at most 80 columns; what has no blank in it is never cut. */
export function wrap(text: string, indent: number, hanging: number): string[] {
  const lines: string[] = [];
  let line = ' '.repeat(indent);
  let empty = true;
  for (const word of text.split(' ')) {
    if (!empty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = ' '.repeat(hanging);
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}
