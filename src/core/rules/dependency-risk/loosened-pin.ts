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

function inspect(facts: ChangeFacts): Finding[] {
  const changes = manifestChanges(facts.files);
  const seen = changes.flatMap(({ path, base, head }): Seen[] =>
    (head?.dependencies ?? []).flatMap((now) => {
      if (now.origin || now.local || now.role === 'peer' || !isAny(now)) return [];
      const before = base?.dependencies.filter(
        ({ name, role }) => name === now.name && (role === 'override') === (now.role === 'override'),
      );
      // A version that moved to where all versions of the project stand (a catalog, a parent, a constraint) is none.
      const bounded = before?.some((was) => !isAny(was) && !was.origin && BOUNDED.test(was.requirement));
      const still = before?.some(isAny) ?? false;
      if (!bounded || still || (head?.ecosystem === 'maven' && now.requirement === '')) return [];
      return [{ name: now.name, severity: 'medium', place: { path, line: now.line, side: 'head' } }];
    }),
  );
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
