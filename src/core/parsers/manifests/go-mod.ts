import type { Dependency, Manifest, Origin } from './manifest.ts';

const isPath = (module: string): boolean => /^(?:\.{1,2}(?:\/|$)|\/|[A-Za-z]:)/.test(module);

/** `go.mod` and `go.work`: what is required directly, and what is replaced. */
export function readGoMod(text: string): Manifest {
  const dependencies: Dependency[] = [];
  let name: string | null = null;
  let block: string | null = null;
  for (const [i, raw] of text.split('\n').entries()) {
    const [code = '', comment = ''] = raw.slice(0, 1000).split('//', 2);
    const line = code.trim();
    const opened = /^(\w+)\s*\($/.exec(line);
    if (opened) block = opened[1] ?? null;
    else if (line === ')') block = null;
    if (opened || line === ')' || line === '') continue;
    const words = line.split(/\s+/);
    const verb = block ?? words.shift() ?? '';
    if (verb === 'module') name = words[0] ?? null;
    if (verb === 'require' && words[0] !== undefined && comment.trim() !== 'indirect')
      dependencies.push({
        name: words[0],
        requirement: words[1] ?? '',
        origin: null,
        role: 'runtime',
        local: false,
        line: i + 1,
      });
    if (verb === 'replace') dependencies.push(...replacement(words, i + 1));
  }
  return { ecosystem: 'go', name, dependencies, registries: [], scripts: [] };
}

function replacement(words: readonly string[], line: number): Dependency[] {
  const arrow = words.indexOf('=>');
  const [old, target] = [words[0], words[arrow + 1]];
  if (arrow < 1 || old === undefined || target === undefined) return [];
  const origin: Origin | null =
    target === old ? null : { kind: isPath(target) ? 'path' : 'git', where: target };
  return [{ name: old, requirement: words[arrow + 2] ?? '', origin, role: 'override', local: false, line }];
}
