import { z } from 'zod';
import type { Dependency } from '../../parsers/manifests/manifest.ts';
import type { ChangeFacts, Finding, Rule } from '../rule.ts';
import { nameList, placesOf, type Seen } from './_finding.ts';
import { isOwnManifest, manifestChanges } from './_manifest-changes.ts';

const options = z.strictObject({});

/** Asks for whatever version there is, now and later. */
const ANY =
  /^(?:|\*|x|latest|next|canary|>=? ?0(?:\.0)*|\*\.\*|dev-(?:master|main)|latest\.release|LATEST|RELEASE|\+)$/;
/** Names at least one number. */
const BOUNDED = /\d/;

const isAny = ({ requirement }: Dependency): boolean => ANY.test(requirement.trim());

const keyOf = ({ name, role }: Dependency): string => `${role === 'override'} ${name}`;

function byName(dependencies: readonly Dependency[]): ReadonlyMap<string, readonly Dependency[]> {
  const found = new Map<string, Dependency[]>();
  for (const one of dependencies) {
    const list = found.get(keyOf(one));
    if (list) list.push(one);
    else found.set(keyOf(one), [one]);
  }
  return found;
}

function inspect(facts: ChangeFacts): Finding[] {
  const changes = manifestChanges(facts.files);
  const seen = changes.flatMap(({ path, base, head }): Seen[] => {
    const known = byName(base?.dependencies ?? []);
    return (head?.dependencies ?? []).flatMap((now) => {
      if (now.origin || now.local || now.role === 'peer' || !isAny(now)) return [];
      // In Maven a version that is not written is one that a parent sets.
      if (head?.ecosystem === 'maven' && now.requirement === '') return [];
      const before = known.get(keyOf(now)) ?? [];
      const bounded = before.some((was) => !was.origin && BOUNDED.test(was.requirement) && !isAny(was));
      if (!bounded || before.some(isAny)) return [];
      return [{ name: now.name, severity: 'medium', place: { path, line: now.line, side: 'head' } }];
    });
  });
  if (seen.length === 0) return [];
  return [
    {
      rule: 'loosened-pin',
      family: 'dependency-risk',
      severity: 'medium',
      message: `Any version would be installed from now on, a compromised or breaking one included: ${nameList(seen.map(({ name }) => name))}. Name the versions that are known to work.`,
      places: placesOf(seen),
    },
  ];
}

/** Version bounds taken off a dependency. */
export const loosenedPin: Rule<z.infer<typeof options>> = {
  id: 'loosened-pin',
  family: 'dependency-risk',
  summary: 'A dependency that had bounds on its version accepts any version.',
  why: 'A bound decides who chooses the code that runs next week: the project, or whoever publishes the package. Taking bounds off is a quick way out of a resolver conflict, and the reason why poisoned releases reach projects that never upgraded.',
  remediation:
    'Keep an exact version or a range with an upper end, and solve the conflict that made it inconvenient.',
  severity: 'medium',
  action: 'review',
  options,
  needs: (file) => ({ content: isOwnManifest(file.path) ? 'both' : 'nothing' }),
  inspect,
  flagged: [
    {
      name: 'npm: a range becomes latest, another one a star',
      files: [
        {
          path: 'package.json',
          before: '{\n  "dependencies": {\n    "a": "^1.2.0",\n    "b": "~2.0.0"\n  }\n}\n',
          after: '{\n  "dependencies": {\n    "a": "latest",\n    "b": "*"\n  }\n}\n',
        },
      ],
      places: [
        { path: 'package.json', line: 3, side: 'head' },
        { path: 'package.json', line: 4, side: 'head' },
      ],
    },
    {
      name: 'Python and Ruby: the bound is taken off',
      files: [
        { path: 'requirements.txt', before: 'django==5.0.1\nredis<6\n', after: 'django\nredis>=0\n' },
        { path: 'Gemfile', before: "gem 'rails', '~> 7.1'\n", after: "gem 'rails'\n" },
      ],
      places: [
        { path: 'requirements.txt', line: 1, side: 'head' },
        { path: 'requirements.txt', line: 2, side: 'head' },
        { path: 'Gemfile', line: 1, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'a range is widened, a version rises, a catalog takes over',
      files: [
        {
          path: 'package.json',
          before: '{"dependencies": {"a": "1.2.0", "b": "1.0.0", "c": "1.0.0"}}\n',
          after: '{"dependencies": {"a": "^1.2.0", "b": "2.0.0", "c": "catalog:"}}\n',
        },
      ],
    },
    {
      name: 'it was like that before; a member of the workspace',
      files: [
        {
          path: 'package.json',
          before: '{"dependencies": {"a": "*", "b": "1.0.0"}}\n',
          after: '{"dependencies": {"b": "workspace:*", "a": "*"}}\n',
        },
      ],
    },
  ],
};
