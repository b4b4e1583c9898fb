import { mask } from '../tests/mask.ts';
import { Lines } from './lines.ts';
import type { Dependency, InstallScript, Manifest } from './manifest.ts';
import { parseRequirement } from './requirements.ts';

/** What setuptools runs instead of its own commands when the package is installed from source. */
const COMMANDS =
  /["'](install|develop|egg_info|build|build_py|sdist|bdist_wheel|easy_install)["'](?:\s*:|\]\s*=)\s*([A-Za-z_][\w.]{0,80})/g;
const REQUIRES = /\b(?:install_requires|setup_requires|tests_require)\s*=\s*\[([^\]]{0,20000})\]/g;
/** No project has more. */
const MAX_MATCHES = 50;

/** What a `setup.py` asks for and replaces, where it is written out. */
export function readSetupPy(text: string): Manifest | null {
  const lines = new Lines(text);
  const code = mask(text, 'python');
  const dependencies = [...text.matchAll(REQUIRES)].slice(0, MAX_MATCHES).flatMap((found): Dependency[] => {
    const from = text.slice(0, found.index).split('\n').length;
    return [...(found[1] ?? '').matchAll(/["']([^"'\n]{1,200})["']/g)].flatMap(([, written = '']) => {
      const one = parseRequirement(written);
      const line = lines.find((candidate) => candidate.includes(written), from);
      return one ? [{ ...one, role: 'runtime' as const, local: false, line }] : [];
    });
  });
  return { ecosystem: 'pypi', name: null, dependencies, registries: [], scripts: commands(text, code) };
}

function commands(text: string, code: string): InstallScript[] {
  if (!/\bcmdclass\b/.test(code)) return [];
  return [...text.matchAll(COMMANDS)]
    .slice(0, MAX_MATCHES)
    .flatMap(({ index, 1: name = '', 2: command = '' }): InstallScript[] => {
      if (/\s/.test(code[index] ?? ' ')) return [];
      return [{ name: `cmdclass ${name}`, command, line: text.slice(0, index).split('\n').length }];
    });
}
