import { z } from 'zod';
import type { ChangeFacts, Finding, Rule } from '../rule.ts';
import { nameList, placesOf } from './_finding.ts';
import { isOwnManifest, newDependencies } from './_manifest-changes.ts';

const options = z.strictObject({});

function inspect(facts: ChangeFacts): Finding[] {
  const seen = newDependencies(facts.files).map(({ dependency, path }) => ({
    name: dependency.name,
    severity: 'low' as const,
    place: { path, line: dependency.line, side: 'head' as const },
  }));
  if (seen.length === 0) return [];
  const count = new Set(seen.map(({ name }) => name)).size;
  return [
    {
      rule: 'new-dependency',
      family: 'dependency-risk',
      severity: 'low',
      message: `Code of ${count === 1 ? 'one more package' : `${count} more packages`} would run here: ${nameList(seen.map(({ name }) => name))}. Check that each exists under that name, is the one that is meant, and is needed.`,
      places: placesOf(seen),
    },
  ];
}

/** Direct dependencies that the project did not have. */
export const newDependency: Rule<z.infer<typeof options>> = {
  id: 'new-dependency',
  family: 'dependency-risk',
  summary: 'Packages that the project did not ask for before.',
  why: 'A model names packages from memory, and some of them do not exist until somebody registers the name and waits: of package names in generated code, about a fifth were invented in a study of 16 models (Spracklen and others, USENIX Security 2025). It is shown and asks for nothing by itself, since every growing project adds dependencies; what makes one risky has rules of its own.',
  remediation:
    'Look each package up in its registry: who publishes it, since when, and whether it is the one that is meant.',
  severity: 'low',
  action: 'warn',
  options,
  needs: (file) => ({ content: isOwnManifest(file.path) ? 'both' : 'nothing' }),
  inspect,
  flagged: [
    {
      name: 'npm, for running and for development',
      files: [
        {
          path: 'package.json',
          before: '{\n  "name": "shop",\n  "dependencies": {\n    "react": "^19.0.0"\n  }\n}\n',
          after:
            '{\n  "name": "shop",\n  "dependencies": {\n    "date-fns": "^4.1.0",\n    "react": "^19.1.0"\n  },\n  "devDependencies": {\n    "vitest": "^3.0.0"\n  }\n}\n',
        },
      ],
      places: [
        { path: 'package.json', line: 4, side: 'head' },
        { path: 'package.json', line: 8, side: 'head' },
      ],
    },
    {
      name: 'Python in its three ways',
      files: [
        {
          path: 'requirements.txt',
          before: 'flask==3.0.0\n',
          after: 'flask==3.0.1\nhttpx>=0.27  # client\n',
        },
        {
          path: 'services/a/pyproject.toml',
          before: '[project]\nname = "a"\ndependencies = [\n  "pydantic>=2",\n]\n',
          after: '[project]\nname = "a"\ndependencies = [\n  "pydantic>=2",\n  "orjson",\n]\n',
        },
        {
          path: 'services/b/pyproject.toml',
          before: '[tool.poetry.dependencies]\npython = "^3.12"\n',
          after: '[tool.poetry.dependencies]\npython = "^3.13"\nredis = "^5.0"\n',
        },
      ],
      places: [
        { path: 'requirements.txt', line: 2, side: 'head' },
        { path: 'services/a/pyproject.toml', line: 5, side: 'head' },
        { path: 'services/b/pyproject.toml', line: 3, side: 'head' },
      ],
    },
    {
      name: 'Cargo, Go, Bundler, Composer, Maven, Gradle',
      files: [
        {
          path: 'Cargo.toml',
          before: '[package]\nname = "a"\n',
          after: '[package]\nname = "a"\n\n[dependencies]\nserde = { version = "1" }\n',
        },
        {
          path: 'go.mod',
          before: 'module example.com/a\n',
          after:
            'module example.com/a\n\nrequire (\n\tgithub.com/spf13/cobra v1.8.0\n\tgithub.com/spf13/pflag v1.0.5 // indirect\n)\n',
        },
        { path: 'Gemfile', before: "gem 'rails'\n", after: "gem 'rails'\ngem 'sidekiq', '~> 7.0'\n" },
        {
          path: 'composer.json',
          before: '{"require": {"php": "^8.2"}}\n',
          after: '{"require": {"php": "^8.3", "guzzlehttp/guzzle": "^7.0"}}\n',
        },
        {
          path: 'pom.xml',
          before: '<project>\n</project>\n',
          after:
            '<project>\n  <dependencies>\n    <dependency>\n      <groupId>org.slf4j</groupId>\n      <artifactId>slf4j-api</artifactId>\n    </dependency>\n  </dependencies>\n</project>\n',
        },
        {
          path: 'app/build.gradle.kts',
          before: 'dependencies {\n}\n',
          after: 'dependencies {\n    implementation("com.squareup.okhttp3:okhttp:4.12.0")\n}\n',
        },
      ],
      places: [
        { path: 'Cargo.toml', line: 5, side: 'head' },
        { path: 'go.mod', line: 4, side: 'head' },
        { path: 'Gemfile', line: 2, side: 'head' },
        { path: 'composer.json', line: 1, side: 'head' },
        { path: 'pom.xml', line: 3, side: 'head' },
        { path: 'app/build.gradle.kts', line: 2, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'versions rise, sections are sorted, a dependency moves to another package',
      files: [
        {
          path: 'package.json',
          before: '{"dependencies": {"b": "1.0.0", "a": "1.0.0"}, "devDependencies": {"c": "1.0.0"}}\n',
          after: '{"dependencies": {"a": "2.0.0", "c": "1.0.0"}}\n',
        },
        {
          path: 'packages/ui/package.json',
          before: null,
          after: '{"name": "@shop/ui", "dependencies": {"b": "1.1.0", "@shop/api": "workspace:*"}}\n',
        },
      ],
    },
    {
      name: 'what others ask for, compiled into one file',
      files: [
        {
          path: 'requirements.txt',
          before: 'flask==3.0.0\n    # via -r requirements.in\n',
          after: 'flask==3.1.0\n    # via -r requirements.in\nblinker==1.9.0\n    # via flask\n',
        },
      ],
    },
    {
      name: 'a fixture of a test',
      files: [
        {
          path: 'test/fixtures/app/package.json',
          before: null,
          after: '{"dependencies": {"left-pad": "1"}}\n',
        },
      ],
    },
  ],
};
