import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AGENT_KINDS, agentCatalogue, agentFiles, camel } from '../generate/catalogue.ts';
import { checkId } from './id.ts';

/**
 * Writes an agent's row that is not filled in yet, and the catalogue with it. Its test fails until it is.
 * @param root of the project
 * @param name `<kind>/<agent-id>`
 * @returns the file's path from the root
 * @throws {Error} with a sentence when the name cannot be an agent's
 */
export function newAgent(root: string, name: string): string {
  const [kind = '', id = '', ...rest] = name.split('/');
  if (!Object.hasOwn(AGENT_KINDS, kind) || rest.length > 0) {
    throw new Error(`Write <kind>/<agent-id>. The kinds are ${Object.keys(AGENT_KINDS).join(', ')}.`);
  }
  checkId(id);
  const taken = agentFiles(root).find(({ agent }) => agent === id);
  if (taken) throw new Error(`There is an agent ${id} already, in ${taken.kind}.`);
  const path = `src/core/agents/rows/${kind}/${id}.ts`;
  if (existsSync(join(root, path))) throw new Error(`${path} is there already.`);
  writeFileSync(join(root, path), rowText(id));
  writeFileSync(join(root, 'src/core/agents/catalogue.ts'), agentCatalogue(root));
  return path;
}

const rowText = (id: string): string => `import type { Agent } from '../../agent.ts';

export const ${camel(id)}: Agent = {
  id: '${id}',
  name: 'TODO: as people know it',
  vendor: 'TODO: its maker',
  url: 'https://example.com/todo',
  signals: [
    {
      kind: 'trailer',
      // TODO: anchored, in linear time.
      pattern: /^co-authored-by: todo-${id} <[^<>]*>$/i,
      role: 'coauthored',
      source: 'TODO: documentation, or a public commit',
      examples: ['TODO: real ones'],
    },
  ],
  // Texts that look like it and are not.
  lookAlikes: [{ kind: 'name', text: 'TODO' }],
};
`;
