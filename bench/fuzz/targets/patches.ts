import { loadParsers } from '../../../src/core/parsers/parsers.ts';
import type { FileChange } from '../../../src/core/facts/facts.ts';
import { RULES } from '../../../src/core/rules/catalogue.ts';
import type { Finding } from '../../../src/core/rules/rule.ts';
import { render } from '../../../src/worker/settle/render.ts';
import { FILES } from '../mutants/files.ts';
import type { Random } from '../random.ts';
import { lineWith, token } from '../mutants/secrets.ts';
import { nothingWrong, type Opened, type Ran, type Target } from '../target.ts';
import { mutated, odd, run } from '../mutants/text.ts';
import { decided, fileChange, policyFile, pullRequest, type Edit } from './world.ts';

/** Every rule is on, and says so. */
const ALL_ON = policyFile(`version: 1\nrules: { ${RULES.map(({ id }) => `${id}: review`).join(', ')} }\n`);

/** The files of our own making, and those that rules prove themselves by. */
const corpus = (): Edit[] => [
  ...FILES.map(({ path, text }) => ({ path, before: null, after: text })),
  ...RULES.flatMap(({ flagged, clean }) => [...flagged, ...clean].flatMap(({ files }) => files)),
];

interface Mutant {
  readonly file: FileChange;
  /** Lines of each side; null: the patch was changed as well, so that it names whatever lines it likes. */
  readonly lines: { readonly base: number; readonly head: number } | null;
}

function withLine(text: string, line: string, random: Random): string {
  const lines = text.split('\n');
  lines.splice(random.int(lines.length + 1), 0, line);
  return lines.join('\n');
}

function pathOf(path: string, all: readonly Edit[], random: Random): string {
  if (!random.once(6)) return path;
  if (random.once(2)) return random.pick(all).path;
  const i = random.int(path.length + 1);
  const piece = random.once(9) ? run(random, 900) : odd(random);
  return (path.slice(0, i) + piece + path.slice(i)).replaceAll('\0', '') || 'a';
}

/** Hunks as no git writes them. */
function mutatedPatch(patch: string, random: Random): string {
  const others = [
    '@@ -1 +1 @@',
    '@@ -0,0 +1,9999999999 @@',
    '@@ -99999999999999999999 +1 @@',
    '\\ No newline at end of file',
    '@@',
    '+',
    '-',
  ];
  return mutated(patch, random, [others.join('\n'), patch]);
}

function mutant(all: readonly Edit[], texts: readonly string[], secret: string, random: Random): Mutant {
  const from = random.pick(all);
  const after = from.after ?? from.before ?? '';
  const before = from.before ?? (random.once(2) ? after : null);
  const most = random.once(40) ? 400_000 : 40_000;
  const change = (text: string): string => {
    const one = random.once(8) ? text : mutated(text, random, texts, most);
    return random.once(3) ? withLine(one, lineWith(secret, random), random) : one;
  };
  const edit: Edit = {
    path: pathOf(from.path, all, random),
    before: before === null || random.once(10) ? null : random.once(3) ? change(before) : before,
    after: random.once(12) ? null : change(after),
    ...(random.once(15) ? { previousPath: pathOf(from.path, all, random) } : {}),
  };
  const both = edit.before === null && edit.after === null ? { ...edit, after: '' } : edit;
  const file = fileChange(both);
  const count = (text: string | null): number => text?.split('\n').length ?? 0;
  const lines = { base: count(both.before), head: count(both.after) };
  switch (random.int(12)) {
    case 0:
      return { file: { ...file, patch: mutatedPatch(file.patch ?? '@@ -1 +1 @@\n+a', random) }, lines: null };
    case 1:
      return { file: { ...file, patch: null }, lines };
    case 2:
      return { file: { ...file, head: { state: 'unread', reason: 'Too large.' } }, lines };
    case 3:
      return {
        file: {
          ...file,
          baseMode: '120000',
          headMode: random.pick(['160000', '100755', '120000', '100644']),
        },
        lines,
      };
    default:
      return { file, lines };
  }
}

/** The places of a finding are lines of the files it was made of. */
function misplaced({ rule, places }: Finding, mutants: readonly Mutant[]): (string | null)[] {
  return places.map(({ path, line, side }) => {
    const of = mutants.find(({ file }) => file.path === path || file.previousPath === path);
    if (!of) return `${rule} found something in ${JSON.stringify(path)}, which is not changed.`;
    if (line === null || of.lines === null) return null;
    const count = of.lines[side];
    return Number.isInteger(line) && line >= 1 && line <= count
      ? null
      : `${rule} found something on line ${line} of ${count} (${side} of ${JSON.stringify(path)}).`;
  });
}

/** Mutated files and diffs through every rule, a decision and the check run's text. */
export const patches: Target = {
  name: 'patches',
  mostMilliseconds: 3000,
  async open(): Promise<Opened> {
    await loadParsers(['postgresql']);
    const all = corpus();
    const texts = all.flatMap(({ before, after }) => [before, after].filter((text) => text !== null));
    const found = new Map<string, number>();
    let characters = 0;
    return {
      async run(random): Promise<Ran> {
        const secret = token(random);
        const mutants = Array.from({ length: random.once(4) ? 2 + random.int(3) : 1 }, () =>
          mutant(all, texts, secret, random),
        ).filter(
          ({ file }, index, list) => list.findIndex((other) => other.file.path === file.path) === index,
        );
        const files = mutants.map(({ file }) => file);
        for (const { patch } of files) characters += patch?.length ?? 0;
        const evaluation = await decided(pullRequest({ files, policyFile: ALL_ON }));
        const { decision } = evaluation;
        for (const { rule } of decision.findings) found.set(rule, (found.get(rule) ?? 0) + 1);
        const { check } = render(evaluation, '0.0.0', evaluation.id);
        const shown = JSON.stringify([check, decision.gaps, decision.findings]);
        const named = files.some(({ path, previousPath }) => `${path}${previousPath}`.includes(secret));
        return {
          wrong: nothingWrong([
            ...decision.gaps.map(({ what, reason }) =>
              what.startsWith('rule ') ? `${what} broke: ${reason}` : null,
            ),
            ...decision.findings.flatMap((finding) => misplaced(finding, mutants)),
            decision.outcome === 'allow' ? 'A change that nobody approved is allowed.' : null,
            shown.includes(secret) && !named
              ? `A token of the change is shown: ${decision.findings.find(({ message }) => message.includes(secret))?.rule ?? 'elsewhere'}.`
              : null,
          ]),
          input: () => JSON.stringify(files),
        };
      },
      close: async () =>
        `${found.size} of ${RULES.length} rules found something; ${(characters / 1e6).toFixed(0)} MB of patch read`,
    };
  },
};
