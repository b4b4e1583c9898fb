import { styleText } from 'node:util';

/** What a story is told with. */
export interface Screen {
  chapter(title: string): void;
  /** The narrator. */
  say(text: string): void;
  /** Somebody does something. */
  act(who: string, what: string): void;
  /** Something that GitHub or AgentGuard shows, as a block. */
  show(label: string, text: string): void;
  good(text: string): void;
  bad(text: string): void;
  problem(text: string): void;
}

type Style = Parameters<typeof styleText>[0];

const WIDTH = 100;

/** Plain text, with colours where the stream is a terminal and NO_COLOR is not set. */
export function terminal(stream: NodeJS.WriteStream): Screen {
  const coloured = stream.isTTY && stream.hasColors();
  const paint = (style: Style, text: string): string => (coloured ? styleText(style, text) : text);
  const line = (text = ''): void => void stream.write(`${text}\n`);
  let chapters = 0;
  return {
    chapter(title) {
      chapters += 1;
      line();
      line(paint('bold', `${chapters}. ${title}`));
    },
    say: (text) => wrap(text, WIDTH - 3).forEach((row) => line(`   ${row}`)),
    act: (who, what) => line(`   ${paint('cyan', who)} ${what}`),
    show(label, text) {
      line(`   ${paint('dim', `┌ ${label}`)}`);
      for (const row of text.split('\n').flatMap((long) => wrap(long, WIDTH - 5))) {
        line(`   ${paint('dim', '│')} ${row}`);
      }
      line(`   ${paint('dim', '└')}`);
    },
    good: (text) => line(`   ${paint('green', '✔')} ${text}`),
    bad: (text) => line(`   ${paint('red', '✘')} ${text}`),
    problem: (text) => line(paint('red', text)),
  };
}

/** Breaks what is too long at spaces; a word longer than the width stays whole. Rows keep the indentation. */
function wrap(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const indent = /^ */.exec(text)?.[0] ?? '';
  const rows: string[] = [];
  let row = '';
  for (const word of text.trim().split(/ +/)) {
    if (row !== '' && indent.length + row.length + 1 + word.length > width) {
      rows.push(indent + row);
      row = word;
    } else row = row === '' ? word : `${row} ${word}`;
  }
  return [...rows, indent + row];
}
