import { z } from 'zod';
import type { FileChange } from '../../facts/facts.ts';
import { lockfileEcosystem } from '../../parsers/lockfiles/lockfile.ts';
import type { ChangeFacts, Finding, Rule } from '../rule.ts';
import { isOwnLockfile, lockfileChanges } from './_lockfile-changes.ts';
import { manifestChanges } from './_manifest-changes.ts';

const options = z.strictObject({});

const finding = (message: string, paths: readonly string[], side: 'base' | 'head'): Finding[] =>
  paths.length === 0
    ? []
    : [
        {
          rule: 'lockfile-drift',
          family: 'dependency-risk',
          severity: 'medium',
          message,
          places: paths.map((path) => ({ path, line: null, side })),
        },
      ];

/**
 * Lockfiles that say of the project itself that it asks for one more package, while no manifest was changed. Other
 * versions of what it asks for anyway are what catching up with a manifest looks like.
 */
function alone(facts: ChangeFacts): string[] {
  // A manifest of another kind that the lockfile is made from too, such as a workspace's own file, counts.
  const touched = new Set(
    manifestChanges(facts.files).flatMap(({ base, head }) => (head ?? base)?.ecosystem ?? []),
  );
  const catalogs = facts.files.some(({ path }) =>
    /(?:^|\/)pnpm-workspace\.yaml$|(?:^|\/)\.yarnrc\.yml$/.test(path),
  );
  return lockfileChanges(facts.files).flatMap(({ path, base, head }) => {
    if (!base || !head || touched.has(head.ecosystem)) return [];
    if (catalogs && head.ecosystem === 'npm') return [];
    const known = new Set(base.roots());
    const added = (head.roots() ?? []).some((root) => !known.has(root));
    return added && known.size > 0 ? [path] : [];
  });
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** Lockfiles taken away while what they locked stays, and no other one takes over. */
function removed(files: readonly FileChange[]): string[] {
  const here = files.filter((file) => file.status !== 'removed').map(({ path }) => path);
  return files.flatMap((file) => {
    if (file.status !== 'removed' || !isOwnLockfile(file.path)) return [];
    const ecosystem = lockfileEcosystem(file.path);
    const folder = folderOf(file.path);
    const replaced = here.some((path) => {
      const locks = lockfileEcosystem(path) === ecosystem || /(?:^|\/)bun\.lockb$/.test(path);
      return locks && folder.startsWith(folderOf(path));
    });
    const gone = files.some(
      (other) =>
        other.status === 'removed' &&
        other !== file &&
        !isOwnLockfile(other.path) &&
        folderOf(other.path) === folder,
    );
    return replaced || gone ? [] : [file.path];
  });
}

/** Lockfiles that no longer go with their manifests. */
export const lockfileDrift: Rule<z.infer<typeof options>> = {
  id: 'lockfile-drift',
  family: 'dependency-risk',
  summary: 'A lockfile names a direct dependency that no changed manifest asks for, or goes away.',
  why: 'People read manifests and skip lockfiles, which is what makes lockfiles the better place to slip a package in. A lockfile that is gone lets every installation fetch whatever is newest, which is how compromised releases spread within hours.',
  remediation:
    'Write the change into the manifest and let the package manager write the lockfile. Keep lockfiles in the repository.',
  severity: 'medium',
  action: 'warn',
  options,
  needs: (file) => ({ content: isOwnLockfile(file.path) ? 'both' : 'nothing' }),
  inspect: (facts) => [
    ...finding(
      'The lockfile records a direct dependency more than before, and no manifest of the change asks for it. Write it into the manifest, where people look, and let the package manager write the lockfile.',
      alone(facts),
      'head',
    ),
    ...finding(
      'Without its lockfile, each installation fetches whatever version is newest. Keep the lockfile, or take the manifest away with it.',
      removed(facts.files),
      'base',
    ),
  ],
  flagged: [
    {
      name: 'a package that only the lockfile asks for',
      files: [
        {
          path: 'package-lock.json',
          before: '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "^1.0.0"}}}}\n',
          after: '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "^1.0.0", "b": "*"}}}}\n',
        },
      ],
      places: [{ path: 'package-lock.json', line: null, side: 'head' }],
    },
    {
      name: 'a lockfile goes, its manifest stays',
      files: [{ path: 'web/yarn.lock', before: '# yarn lockfile v1\n', after: null }],
      places: [{ path: 'web/yarn.lock', line: null, side: 'base' }],
    },
  ],
  clean: [
    {
      name: 'a refresh within what the manifest allows',
      files: [
        {
          path: 'package-lock.json',
          before:
            '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "^1.0.0"}}, "node_modules/a": {"version": "1.0.0"}}}\n',
          after:
            '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "^1.0.0"}}, "node_modules/a": {"version": "1.0.1"}}}\n',
        },
      ],
    },
    {
      name: 'another package manager takes over; a project goes with its lockfile',
      files: [
        { path: 'package-lock.json', before: '{"packages": {}}\n', after: null },
        { path: 'pnpm-lock.yaml', before: null, after: "lockfileVersion: '9.0'\n" },
        { path: 'old/yarn.lock', before: '# yarn lockfile v1\n', after: null },
        { path: 'old/package.json', before: '{"name": "old"}\n', after: null },
      ],
    },
  ],
};
