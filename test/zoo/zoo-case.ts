import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** What a folder of this zoo says of itself in its `case.yml`. */
const caseFile = z.strictObject({
  title: z.string().min(1),
  /** When it happened: a day, or a month. */
  date: z.string().regex(/^\d{4}-\d{2}(?:-\d{2})?$/),
  /** What happened, and what of it is rebuilt here. */
  what: z.string().min(1),
  sources: z.array(z.url()).min(1),
  /** The rule whose finding has to stop it. */
  rule: z.string(),
  /** Paths that the change, or its harmless twin, takes away. */
  removed: z.array(z.string()).default([]),
  harmless: z.strictObject({
    /** The same work, done without the harm. */
    what: z.string().min(1),
    removed: z.array(z.string()).default([]),
  }),
  /** Files that are links: where they point, by `after/path` or `harmless/path`. */
  links: z.record(z.string(), z.string()).default({}),
});

/** One real incident, rebuilt: a repository, the change that did harm, and a change that does the same work without. */
export interface ZooCase extends z.infer<typeof caseFile> {
  readonly name: string;
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
  readonly twin: Readonly<Record<string, string>>;
}

/**
 * Stored names end in `.txt`, so that no tool takes a case's workflow, manifest or instructions for the project's own.
 */
const STORED = '.txt';

/**
 * Characters that must not stand in this repository as they are: `{{U+202E}}` is one of Unicode, and `{{token a b}}`
 * joins parts into what would otherwise be taken for a leaked token.
 */
function unfold(text: string): string {
  return text
    .replace(/\{\{U\+([0-9A-F]{4,6})\}\}/g, (_all, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/\{\{token ([^{}]*)\}\}/g, (_all, parts: string) => parts.replaceAll(' ', ''));
}

function filesIn(folder: string, prefix = ''): Record<string, string> {
  const entries = readdirSync(join(folder, prefix), { withFileTypes: true });
  return Object.fromEntries(
    entries.flatMap((entry): [string, string][] => {
      const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
      if (entry.isDirectory()) return Object.entries(filesIn(folder, path));
      if (!path.endsWith(STORED)) throw new Error(`${folder}/${path} has to be named ${path}${STORED}`);
      return [[path.slice(0, -STORED.length), unfold(readFileSync(join(folder, path), 'utf8'))]];
    }),
  );
}

/** Every case in the zoo's folder, by name. Fails on a `case.yml` that is missing or not as it should be. */
export function zooCases(zoo: string): ZooCase[] {
  return readdirSync(zoo, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const folder = join(zoo, name);
      const said = caseFile.parse(parse(readFileSync(join(folder, 'case.yml'), 'utf8')));
      return {
        name,
        ...said,
        before: filesIn(join(folder, 'before')),
        after: filesIn(join(folder, 'after')),
        twin: filesIn(join(folder, 'harmless')),
      };
    });
}
