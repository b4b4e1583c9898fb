import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';

/** A script of the tests that node can run in a process of its own. */
export interface Script {
  readonly path: string;
  remove(): void;
}

/** Bundles a script with what it needs of `src`. It is put beside the dependencies, so that it finds them. */
export function bundleScript(source: string): Script {
  const name = basename(source, '.ts');
  const folder = join(process.cwd(), 'node_modules', '.cache', `agentguard-${name}-${process.pid}`);
  const path = join(folder, `${name}.mjs`);
  mkdirSync(folder, { recursive: true });
  buildSync({
    entryPoints: [join(process.cwd(), source)],
    outfile: path,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  return { path, remove: () => rmSync(folder, { recursive: true }) };
}
