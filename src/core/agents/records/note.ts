import { recordedTool, UNLISTED } from '../tools.ts';
import type { Tool } from '../tools.ts';
import { isObject, objectAt, parseJson, textOf } from './json.ts';

/** A note is read this far; what agents wrote stands at its beginning. */
const NOTE_LIMIT = 4_000_000;
const TOOLS_READ = 20;
/** What a note's own text is too broken, or too long, to name. */
const UNKNOWN: Tool = { agent: UNLISTED, name: 'an agent that git-ai recorded' };

const toolOf = (agent: unknown): string | null => textOf(isObject(agent) ? agent.tool : null);

/** Who wrote lines, above the `---`: each indented line begins with a key, of a person where it starts with `h_`. */
function writers(lines: readonly string[]): string[] {
  const keys = new Set<string>();
  for (const line of lines) {
    const key = /^[ \t]{1,8}([\w:.-]{1,100}) /.exec(line)?.[1]?.split('::')[0];
    if (key !== undefined && !key.startsWith('h_')) keys.add(key);
  }
  return [...keys].slice(0, TOOLS_READ);
}

/** Notes of git-ai before 1.0: JSON alone, with the authors of each file. */
function oldTools(note: unknown): string[] {
  return Object.values(objectAt(note, 'files')).flatMap((file) => {
    const authors = isObject(file) && Array.isArray(file.authors) ? (file.authors as unknown[]) : [];
    return authors.flatMap((author) => toolOf(objectAt(author, 'agent_metadata')) ?? []);
  });
}

/**
 * The agents that wrote lines of a commit, as git-ai's authorship note on it tells: in the form of `refs/notes/ai`
 * or in the older one of `refs/ai/authorship`. Lines of people name nobody. Takes any text; lines of an agent that
 * the note does not name, or not readably, are those of an unlisted one. Never fails.
 */
export function noteTools(note: string): Tool[] {
  const text = note.slice(0, NOTE_LIMIT);
  const lines = text.split('\n');
  const divider = lines.findIndex((line) => line.trimEnd() === '---');
  if (divider < 0) return distinct(oldTools(parseJson(text)).map(recordedTool));
  const keys = writers(lines.slice(0, divider));
  if (keys.length === 0) return [];
  const metadata = parseJson(lines.slice(divider + 1).join('\n'));
  return distinct(
    keys.map((key) => {
      const record = objectAt(objectAt(metadata, key.startsWith('s_') ? 'sessions' : 'prompts'), key);
      const tool = toolOf(record.agent_id);
      return tool === null ? UNKNOWN : recordedTool(tool);
    }),
  );
}

/** Each tool once. */
export function distinct(tools: readonly (Tool | null)[]): Tool[] {
  const found = tools.filter((tool) => tool !== null);
  return [...new Map(found.map((tool) => [`${tool.agent}|${tool.name}`, tool])).values()].slice(
    0,
    TOOLS_READ,
  );
}
