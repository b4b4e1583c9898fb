/**
 * Writes what is generated from the code: the rule catalogue, docs, the policy's JSON schema.
 * With `--check` it writes nothing and fails when a file on disk is stale.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GENERATED, GENERATED_PAGES } from './generate/generated.ts';

const root = process.cwd();
const check = process.argv.includes('--check');
const stale: string[] = [];

const single = Object.entries(GENERATED).map(([path, make]) => [path, make(root)] as const);
const pages = GENERATED_PAGES.flatMap((make) => Object.entries(make(root)));
for (const [path, wanted] of [...single, ...pages]) {
  const file = join(root, path);
  const found = existsSync(file) ? readFileSync(file, 'utf8') : null;
  if (found === wanted) continue;
  stale.push(path);
  if (check) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, wanted);
}

if (check && stale.length > 0) {
  process.stderr.write(
    `These generated files are stale; run \`npm run generate\`:\n  ${stale.join('\n  ')}\n`,
  );
  process.exitCode = 1;
} else {
  process.stdout.write(
    check ? 'Generated files are up to date.\n' : `${stale.length} generated files written.\n`,
  );
}
