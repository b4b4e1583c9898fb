import type { Dependency, Manifest, Origin, Registry } from './manifest.ts';

const QUOTED = String.raw`["']([^"'\n]{1,200})["']`;
const GEM = new RegExp(
  String.raw`^\s*(?:gem|\w+\.add_(?:runtime_|development_)?dependency)[\s(]+${QUOTED}(.*)`,
);
const OPTION = (name: string): RegExp => new RegExp(String.raw`(?:\b${name}:|:${name}\s*=>)\s*${QUOTED}`);
const ORIGINS: readonly (readonly [option: RegExp, kind: Origin['kind']])[] = [
  [OPTION('git'), 'git'],
  [OPTION('github'), 'git'],
  [OPTION('gitlab'), 'git'],
  [OPTION('bitbucket'), 'git'],
  [OPTION('gist'), 'git'],
  [OPTION('path'), 'path'],
  [OPTION('source'), 'registry'],
];
const BLOCK = new RegExp(String.raw`^\s*(source|git|github|path)[\s(]+${QUOTED}.*\bdo\s*$`);
const SOURCE = new RegExp(String.raw`^\s*source[\s(]+${QUOTED}`);

/** A Gemfile or gemspec, line by line. */
export function readGemfile(text: string): Manifest {
  const dependencies: Dependency[] = [];
  const registries: Registry[] = [];
  const blocks: (Origin | null)[] = [];
  let sources = 0;
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.slice(0, 1000).replace(/(?:^|\s)#.*$/, '');
    const block = BLOCK.exec(line);
    const source = SOURCE.exec(line);
    if (source) {
      const role = block ? 'scoped' : sources++ === 0 ? 'default' : 'extra';
      registries.push({ url: source[1] ?? '', role, line: i + 1 });
    }
    if (block) {
      const kind = block[1] === 'source' ? null : block[1] === 'path' ? 'path' : 'git';
      blocks.push(kind && { kind, where: block[2] ?? '' });
    } else if (/\bdo\s*(?:\|[^|]*\|)?\s*$|^\s*(?:if|unless|case)\b/.test(line)) blocks.push(null);
    else if (/^\s*end\b/.test(line)) blocks.pop();
    const gem = GEM.exec(line);
    if (!gem) continue;
    const rest = gem[2] ?? '';
    const found = ORIGINS.flatMap(([option, kind]): Origin[] => {
      const where = option.exec(rest)?.[1];
      return where === undefined ? [] : [{ kind, where }];
    });
    const origin = found[0] ?? blocks.findLast((open) => open !== null) ?? null;
    dependencies.push({
      name: gem[1] ?? '',
      requirement: [...rest.matchAll(/,\s*["']([^"']{1,60})["']/g)].map(([, version]) => version).join(', '),
      origin,
      role: 'runtime',
      local: origin?.kind === 'path',
      line: i + 1,
    });
  }
  return { ecosystem: 'rubygems', name: null, dependencies, registries, scripts: [] };
}
