import type { Dependency, Manifest, Origin, Registry } from './manifest.ts';

/** Names are the same whatever their case and separators (PEP 503). */
export const pypiName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');

const NAME = /^([A-Za-z0-9](?:[\w.-]{0,100}[A-Za-z0-9])?)\s*(?:\[[^\]]{0,200}\])?\s*/;

/** Where a URL of a Python requirement points. */
export function pythonOrigin(url: string): Origin {
  const where = url.replace(/^-e\s+/, '').trim();
  if (/^(?:git|hg|svn|bzr)\+/.test(where))
    return { kind: 'git', where: where.replace(/[#?].*$/s, '').replace(/(\/[^/@]*)@[^@]*$/, '$1') };
  if (/^https?:\/\//.test(where)) return { kind: 'url', where: where.replace(/#.*$/s, '') };
  return { kind: 'path', where: where.replace(/^file:(?:\/\/)?/, '') };
}

/** Reads one requirement as PEP 508 writes it; null: it is none. */
export function parseRequirement(text: string): Pick<Dependency, 'name' | 'requirement' | 'origin'> | null {
  const found = NAME.exec(text);
  if (!found) return null;
  const rest = text.slice(found[0].length).replace(/;.*$/s, '').trim();
  const name = pypiName(found[1] ?? '');
  if (rest.startsWith('@')) return { name, requirement: '', origin: pythonOrigin(rest.slice(1).trim()) };
  if (rest !== '' && !/^[<>=!~(]/.test(rest)) return null;
  return { name, requirement: rest.replace(/\s--hash=.*$/s, '').replace(/\s+/g, ''), origin: null };
}

const INDEX = /^(?:--index-url|--pypi-url|-i)(?:\s+|=)(\S+)/;
const EXTRA = /^(?:--extra-index-url|--find-links|-f)(?:\s+|=)(\S+)/;

/** A requirements or constraints file. What pip-compile added for others (`# via other`) is no direct dependency. */
export function readRequirements(text: string): Manifest {
  const dependencies: Dependency[] = [];
  const registries: Registry[] = [];
  const lines = text.split('\n');
  for (const [i, raw] of lines.entries()) {
    const written = raw.slice(0, 2000);
    const line = written.replace(/(?:^|\s)#.*$/, '').trim();
    if (line === '') continue;
    const [index, extra] = [INDEX.exec(line), EXTRA.exec(line)];
    if (index) registries.push({ url: index[1] ?? '', role: 'default', line: i + 1 });
    if (extra && /:\/\//.test(extra[1] ?? ''))
      registries.push({ url: extra[1] ?? '', role: 'extra', line: i + 1 });
    const found = requirementOf(line);
    if (found && !forOthers(lines, i))
      dependencies.push({ ...found, role: 'runtime', local: false, line: i + 1 });
  }
  return { ecosystem: 'pypi', name: null, dependencies, registries, scripts: [] };
}

function requirementOf(line: string): ReturnType<typeof parseRequirement> {
  const editable = /^(?:-e|--editable)[\s=]+(.*)/.exec(line);
  const target = editable ? (editable[1] ?? '') : line;
  if (/^[\w+]{1,12}:\/\/|^\.{0,2}\/|^file:/.test(target) || editable) {
    const egg = /#egg=([\w.-]{1,100})/.exec(target)?.[1];
    const origin = pythonOrigin(target.split(/\s/)[0] ?? '');
    return { name: pypiName(egg ?? origin.where.split('/').at(-1) ?? ''), requirement: '', origin };
  }
  return line.startsWith('-') ? null : parseRequirement(line.replace(/\\$/, '').trim());
}

/** The comments below an entry name who asked for it; `-r file` and a project's own file ask directly. */
function forOthers(lines: readonly string[], at: number): boolean {
  const own = /#\s*via\b(.*)/.exec(lines[at] ?? '');
  const asked = own ? [own[1] ?? ''] : [];
  for (let i = at + 1; i < Math.min(lines.length, at + 60); i++) {
    const text = (lines[i] ?? '').trim();
    if (text.startsWith('--hash')) continue;
    if (!text.startsWith('#')) break;
    asked.push(text);
  }
  if (!asked.some((text) => own || text.includes('via'))) return false;
  return !asked.some((text) => /-[rc]\s|\(pyproject\.toml\)|\(setup\.(?:py|cfg)\)/.test(text));
}
