import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAMILIES } from '../../src/core/rules/rule.ts';
import { camel, ruleCatalogue, ruleFiles } from '../generate/catalogue.ts';
import { checkId } from './id.ts';

/**
 * Writes a rule that is not filled in yet, and the catalogue with it. Its examples fail until it is.
 * @param root of the project
 * @param name `<family>/<rule-id>`
 * @returns the file's path from the root
 * @throws {Error} with a sentence when the name cannot be a rule's
 */
export function newRule(root: string, name: string): string {
  const [family = '', id = '', ...rest] = name.split('/');
  const known = FAMILIES.find((each) => each === family);
  if (!known || rest.length > 0) {
    throw new Error(`Write <family>/<rule-id>. The families are ${FAMILIES.join(', ')}.`);
  }
  checkId(id);
  const taken = ruleFiles(root).find(({ rule }) => rule === id);
  if (taken) throw new Error(`There is a rule ${id} already, in ${taken.family}.`);
  const path = `src/core/rules/${known}/${id}.ts`;
  if (existsSync(join(root, path))) throw new Error(`${path} is there already.`);
  writeFileSync(join(root, path), ruleText(known, id));
  writeFileSync(join(root, 'src/core/rules/catalogue.ts'), ruleCatalogue(root));
  return path;
}

const ruleText = (family: string, id: string): string => `import { z } from 'zod';
import { lineChanges } from '../../facts/diff.ts';
import type { Finding, Rule } from '../rule.ts';

/** TODO */
export const ${camel(id)}: Rule = {
  id: '${id}',
  family: '${family}',
  summary: 'TODO: one line, what it sees.',
  why: 'TODO: what would happen, with the incident or mechanism it comes from.',
  remediation: 'TODO: what to do instead.',
  severity: 'medium',
  action: 'warn',
  options: z.strictObject({}),
  // TODO: only of the files that matter to it.
  needs: () => ({ content: 'patch' }),
  inspect: ({ files }) =>
    files.flatMap((file) =>
      lineChanges(file)
        .added.filter(({ text }) => text.includes('TODO'))
        .map(
          ({ line }): Finding => ({
            rule: '${id}',
            family: '${family}',
            severity: 'medium',
            message: 'TODO: what would happen. What to do instead.',
            places: [{ path: file.path, line, side: 'head' }],
          }),
        ),
    ),
  // At least two of each; places are all that must be reported.
  flagged: [
    {
      name: 'TODO',
      files: [{ path: 'TODO', before: 'a\\n', after: 'a\\nb\\n' }],
      places: [{ path: 'TODO', line: 2, side: 'head' }],
    },
  ],
  clean: [{ name: 'TODO', files: [{ path: 'TODO', before: 'a\\n', after: 'b\\n' }] }],
};
`;
