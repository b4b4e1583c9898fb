import { parseCodeowners } from '../../../src/core/facts/codeowners.ts';
import type { Random } from '../random.ts';
import { nothingWrong, type Opened, type Ran, type Target } from '../target.ts';
import { mutated, odd, run } from '../mutants/text.ts';

const SEED = `# Who owns what
*                      @acme/everyone
/docs/                 @tess docs@acme.example
docs/*                 @acme/writers
/db/**/migrations/*.sql @acme/dba @olga
apps/**                @acme/apps
**/generated
*.md
/src/pay?ents/         @acme/payments # those who are paid
/build/logs/
space\\ in\\ name/       @nadia
`;

const PATHS = [
  'README.md',
  'docs/a.md',
  'docs/deep/er/b.txt',
  'db/x/y/migrations/1.sql',
  'src/payments/pay.ts',
  'apps/a/b/c/d.ts',
  'a/generated/b',
  'space in name/x',
  'build/logs/1',
  '.github/CODEOWNERS',
];
const NAMES = [
  '*',
  '**',
  '?',
  'docs',
  'src',
  '*.ts',
  'a*b*c*',
  '**/',
  '/',
  '.github',
  'x?y',
  '\\ ',
  'É',
  '🧑‍🚀',
];
const OWNERS = ['', '@olga', '@acme/dba', 'ada@acme.example', '@olga @tess', '@', '@-', 'nobody', '# @olga'];

const pattern = (random: Random): string => {
  const names = Array.from({ length: 1 + random.small(6) }, () =>
    random.once(8) ? odd(random) : random.once(40) ? run(random, 2000) : random.pick(NAMES),
  );
  return (random.once(2) ? '/' : '') + names.join('/') + (random.once(4) ? '/' : '');
};
const line = (random: Random): string => `${pattern(random)} ${random.pick(OWNERS)}`;

function fileOf(random: Random): string {
  if (random.once(2)) return mutated(SEED, random, [SEED], 200_000);
  const lines = Array.from({ length: 1 + random.small(random.once(50) ? 3000 : 40) }, () => line(random));
  return lines.join('\n');
}

/** A path that git can hold: no NUL, no empty name. */
function pathOf(random: Random): string {
  const path = random.pick(PATHS);
  if (random.once(2)) return path;
  const i = random.int(path.length + 1);
  const strange = path.slice(0, i) + (random.once(20) ? run(random, 900) : odd(random)) + path.slice(i);
  const names = strange.replaceAll('\0', '').split('/');
  return names.filter((name) => name !== '').join('/') || 'a';
}

/** The line that decides, found by asking for each alone: the last one that matches. */
function byLastLine(text: string, path: string): readonly string[] {
  const { rules } = parseCodeowners(text);
  const deciding = rules.findLast(
    (rule) => parseCodeowners(`${rule.pattern} @sentinel`).ownersOf(path).length > 0,
  );
  return deciding?.owners ?? [];
}

const NEEDS_READING = /[*?\\[\]!#\s]/;

/** What gitignore's manual says of a pattern without wildcards that is tied to the root. */
const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

function check(text: string, paths: readonly string[], random: Random): (string | null)[] {
  const owners = parseCodeowners(text);
  const lines = text.split('\n');
  const place = random.int(lines.length + 1);
  const between = random.pick(['# a comment @olga', '', '   ', '  # another']);
  // A comment inside of a line that ends in a lone carriage return is no line of its own.
  const commented = parseCodeowners(lines.toSpliced(place, 0, between).join('\n'));
  const isFirst = place === 0 && text.startsWith('\ufeff');
  const ended = text.endsWith('\n') ? text : `${text}\n`;
  const taken = parseCodeowners(`${ended}* @last\n`);
  const freed = parseCodeowners(`${ended}* @last\n*\n`);
  const bad = new Set(owners.errors.map((error) => error.line));
  const clean = parseCodeowners(
    text
      .split(/\r?\n/)
      .map((each, index) => (bad.has(index + 1) ? '' : each))
      .join('\n'),
  );
  const lineCount = text.split('\n').length;
  const [only] = owners.rules.length === 1 ? owners.rules : [];
  const same = (a: readonly string[], b: readonly string[]): boolean => a.join(' ') === b.join(' ');
  return [
    owners.errors.every((error) => error.line >= 1 && error.line <= lineCount)
      ? null
      : 'An error stands on a line that is not there.',
    ...paths.flatMap((path) => {
      const found = owners.ownersOf(path);
      const say = (what: string): string => `${what}: ${JSON.stringify(path)} has ${JSON.stringify(found)}.`;
      return [
        same(found, byLastLine(text, path)) ? null : say('The last line that matches does not decide'),
        isFirst || same(found, commented.ownersOf(path)) ? null : say('A comment line changes owners'),
        same(found, clean.ownersOf(path)) ? null : say('A line that GitHub skips has an effect'),
        same(taken.ownersOf(path), ['@last']) ? null : say('`*` at the end does not take all'),
        same(freed.ownersOf(path), []) ? null : say('A match without owners leaves owners'),
        only &&
        only.pattern.startsWith('/') &&
        !NEEDS_READING.test(only.pattern) &&
        only.pattern.length > 1 &&
        !only.pattern.endsWith('/') &&
        same(found, only.owners) !== isBelow(path, only.pattern.slice(1)) &&
        only.owners.length > 0
          ? say('A plain pattern is not read as one')
          : null,
      ];
    }),
  ];
}

/** Mutated CODEOWNERS files, asked for paths with odd characters. */
export const codeowners: Target = {
  name: 'codeowners',
  mostMilliseconds: 2000,
  async open(): Promise<Opened> {
    return {
      run(random): Ran {
        const text = random.once(4) ? line(random) : fileOf(random);
        const paths = Array.from({ length: 3 }, () => pathOf(random));
        const few = text.split('\n').length > 500 ? paths.slice(0, 1) : paths;
        return {
          wrong: nothingWrong(check(text, few, random)),
          input: () => JSON.stringify({ text, paths: few }),
        };
      },
      close: async () => 'the last match decides; comments, blank and bad lines change nothing',
    };
  },
};
