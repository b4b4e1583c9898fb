import { dependencySource } from '../../../../src/core/rules/dependency-risk/dependency-source.ts';
import { installScript } from '../../../../src/core/rules/dependency-risk/install-script.ts';
import { lockfileDrift } from '../../../../src/core/rules/dependency-risk/lockfile-drift.ts';
import { lockfileIntegrity } from '../../../../src/core/rules/dependency-risk/lockfile-integrity.ts';
import { lookalikeOf } from '../../../../src/core/rules/dependency-risk/lookalike-dependency.ts';
import { loosenedPin } from '../../../../src/core/rules/dependency-risk/loosened-pin.ts';
import { newDependency } from '../../../../src/core/rules/dependency-risk/new-dependency.ts';
import type { Ecosystem } from '../../../../src/core/parsers/manifests/manifest.ts';
import type { Example, Rule } from '../../../../src/core/rules/rule.ts';
import { changeFacts } from '../../../support/change.ts';

const seen = (rule: Rule<Record<string, never>>, ...files: Example['files'][number][]) =>
  rule.inspect(changeFacts(files), {});
const manifest = (dependencies: Record<string, string>, more: object = {}): string =>
  JSON.stringify({ name: 'shop', dependencies, ...more }, null, 2);
const change = (path: string, before: string | null, after: string | null) => ({ path, before, after });

describe('new-dependency', () => {
  test('one finding with names, each once', () => {
    const findings = seen(
      newDependency,
      change('a/package.json', '{}', manifest({ b: '1', c: '1', d: '1', e: '1', f: '1', g: '1' })),
      change('z/package.json', '{}', manifest({ b: '1' })),
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]?.message).toBe(
      'Code of 6 more packages would run here: b, c, d, e, f and 1 more. Check that each exists under that name, is the one that is meant, and is needed.',
    );
    expect(findings[0]?.places).toHaveLength(7);
  });
  test('names of hostile text are shown plainly', () => {
    const findings = seen(newDependency, change('package.json', '{}', manifest({ 'a](x)`<b>': '1' })));
    expect(findings[0]?.message).toContain('here: a?(x)??b?.');
  });
});

describe('lookalike-dependency', () => {
  test.each<[ecosystem: Ecosystem, name: string, meant: string | null]>([
    ['npm', 'crossenv', 'cross-env'],
    ['npm', 'lodahs', 'lodash'],
    ['npm', 'expres', 'express'],
    ['npm', 'nestjs-common', '@nestjs/common'],
    ['npm', '@babbel/core', '@babel/core'],
    ['npm', 'router-react', 'react-router'],
    ['npm', '@acme/react', null],
    ['npm', 'mongoose', null],
    ['npm', 'chai', null],
    ['npm', 'moment2', null],
    ['pypi', 'requets', 'requests'],
    ['pypi', 'beautifulsoup', null],
    ['pypi', 'ruamel-yaml', null],
    ['cargo', 'rustdecimal', null],
    ['cargo', 'serde-json', 'serde_json'],
    ['rubygems', 'nokogirl', 'nokogiri'],
    ['packagist', 'monolog/monologg', 'monolog/monolog'],
    ['go', 'github.com/gorila/mux', 'github.com/gorilla/mux'],
    ['maven', 'org.slf4j:slf4j-apii', null],
  ])('%s: %s', (ecosystem, name, meant) => {
    expect(lookalikeOf(ecosystem, name)).toBe(meant);
  });
});

describe('install-script', () => {
  const scripts = (postinstall: string) =>
    seen(installScript, change('package.json', '{}', manifest({}, { scripts: { postinstall } }))).length;
  test.each<[command: string, findings: number]>([
    ['husky install', 0],
    ['npx --yes prisma generate', 0],
    ['npm run build', 0],
    ['node setup.js', 1],
    ['husky; node setup.js', 1],
    ['husky $(node setup.js)', 1],
    ['echo hi | sh', 1],
    ['prisma generate `id`', 1],
  ])('%s', (command, findings) => {
    expect(scripts(command)).toBe(findings);
  });
  test('a list of packages that may run theirs', () => {
    const after = manifest({}, { pnpm: { onlyBuiltDependencies: ['esbuild', 'unknown-thing'] } });
    expect(seen(installScript, change('package.json', '{}', after)).map(({ places }) => places)).toEqual([
      [{ path: 'package.json', line: 7, side: 'head' }],
    ]);
  });
});

describe('dependency-source', () => {
  const npm = (spec: string, path = 'package.json') =>
    seen(dependencySource, change(path, '{}', manifest({ a: spec }))).map(({ severity }) => severity);
  test.each<[spec: string, path: string, severities: string[]]>([
    ['git+ssh://git@github.com/x/a.git#v1', 'package.json', ['medium']],
    ['http://example.com/a.tgz', 'package.json', ['high']],
    ['file:../../outside', 'web/package.json', ['medium']],
    ['file:../inside', 'web/package.json', []],
    ['https://registry.npmjs.org/a/-/a-1.0.0.tgz', 'package.json', []],
    ['^1.0.0', 'package.json', []],
    ['catalog:react', 'package.json', []],
    ['patch:a@npm%3A1.0.0#x.patch', 'package.json', []],
  ])('%s', (spec, path, severities) => {
    expect(npm(spec, path)).toEqual(severities);
  });
  test('a registry over http is another one than over https', () => {
    const url = (scheme: string): string => `registry=${scheme}://npm.example.com\n`;
    expect(seen(dependencySource, change('.npmrc', url('https'), url('http')))).toHaveLength(1);
    expect(seen(dependencySource, change('.npmrc', url('http'), url('http')))).toHaveLength(0);
  });
  test('a host that only begins like the public one', () => {
    expect(
      seen(dependencySource, change('.npmrc', '', 'registry=https://registry.npmjs.org.example.com/\n')),
    ).toHaveLength(1);
    expect(
      seen(dependencySource, change('.npmrc', '', 'registry=https://registry.npmjs.org@example.com/\n')),
    ).toHaveLength(1);
  });
});

describe('lockfile-integrity', () => {
  const lock = (entries: Record<string, object>): string =>
    JSON.stringify({ lockfileVersion: 3, packages: entries }, null, 2);
  const at = (url: string) => ({ version: '1.0.0', resolved: url, integrity: 'sha512-A' });
  const own = 'https://registry.npmjs.org/a/-/a-1.0.0.tgz';
  const problems = (before: object, after: object) =>
    seen(
      lockfileIntegrity,
      change('package-lock.json', lock({ 'node_modules/a': before }), lock({ 'node_modules/a': after })),
    ).map(({ severity, message }) => `${severity} ${message.split(' ').slice(0, 4).join(' ')}`);

  test.each<[name: string, after: object, expected: string[]]>([
    ['nothing', at(own), []],
    [
      'a mirror',
      at(own.replace('registry.npmjs.org', 'npm.example.com')),
      ['high Packages would be fetched'],
    ],
    ['plain http', at(own.replace('https', 'http')), ['high Packages would be fetched']],
    ['another name', at('https://registry.npmjs.org/b/-/b-1.0.0.tgz'), ['critical What would be fetched']],
    ['another version', at('https://registry.npmjs.org/a/-/a-0.9.0.tgz'), ['critical What would be fetched']],
    ['another hash', { ...at(own), integrity: 'sha512-B' }, ['critical The same version would']],
    ['no hash', { version: '1.0.0', resolved: own }, ['medium Nothing would tell whether']],
    ['renamed', { ...at(own), name: 'b' }, ['critical What would be fetched']],
  ])('%s', (_name, after, expected) => {
    expect(problems(at(own), after)).toEqual(expected);
  });

  test('a registry of its own that the lockfile always used', () => {
    const private1 = at('https://npm.example.com/a/-/a-1.0.0.tgz');
    const private2 = {
      version: '1.1.0',
      resolved: 'https://npm.example.com/a/-/a-1.1.0.tgz',
      integrity: 'sha512-B',
    };
    expect(problems(private1, private2)).toEqual([]);
  });

  test('a new lockfile is compared with itself', () => {
    const entries = Object.fromEntries(
      ['b', 'c', 'd'].map((name) => [
        `node_modules/${name}`,
        at(`https://npm.example.com/${name}/-/${name}-1.0.0.tgz`),
      ]),
    );
    const odd = { 'node_modules/e': at('https://elsewhere.example.org/e/-/e-1.0.0.tgz') };
    expect(seen(lockfileIntegrity, change('package-lock.json', null, lock(entries)))).toEqual([]);
    expect(
      seen(lockfileIntegrity, change('package-lock.json', null, lock({ ...entries, ...odd }))),
    ).toHaveLength(1);
  });
});

describe('the other two', () => {
  test('a lockfile that moves up to the workspace is not gone', () => {
    const text = "lockfileVersion: '9.0'\n";
    expect(
      seen(lockfileDrift, change('web/pnpm-lock.yaml', text, null), change('pnpm-lock.yaml', null, text)),
    ).toEqual([]);
  });
  test('what a peer accepts is not what is installed', () => {
    const peer = (range: string): string => JSON.stringify({ peerDependencies: { react: range } });
    expect(seen(loosenedPin, change('package.json', peer('^18'), peer('*')))).toEqual([]);
  });
});

describe('large and hostile text', () => {
  const SIZE = 300_000;
  const fill = (unit: string): string => unit.repeat(Math.ceil(SIZE / unit.length));
  const big = (version: string): string =>
    JSON.stringify(
      {
        packages: Object.fromEntries(
          Array.from({ length: 10_000 }, (_, i) => [
            `node_modules/p${i}`,
            {
              version: i === 7 ? version : '1.0.0',
              resolved: `https://registry.npmjs.org/p${i}/-/p${i}-${i === 7 ? version : '1.0.0'}.tgz`,
              integrity: `sha512-${i}-${i === 7 ? version : ''}`,
            },
          ]),
        ),
      },
      null,
      2,
    );
  const rules = [
    newDependency,
    installScript,
    dependencySource,
    lockfileIntegrity,
    lockfileDrift,
    loosenedPin,
  ];
  const time = (path: string, before: string, after: string): number => {
    const facts = changeFacts([change(path, before, after)]);
    const start = performance.now();
    for (const rule of rules) rule.inspect(facts, {});
    return performance.now() - start;
  };

  test('a bump in a lockfile of megabytes', () => {
    expect(seen(lockfileIntegrity, change('package-lock.json', big('1.0.0'), big('1.1.0')))).toEqual([]);
    expect(time('package-lock.json', big('1.0.0'), big('1.1.0'))).toBeLessThan(4000);
  });

  test.each<[name: string, path: string, text: string]>([
    ['brackets', 'package.json', fill('[')],
    ['dependencies', 'package.json', `{"dependencies":{${fill('"a":"github:x/y","b":1,')}"c":"1"}}`],
    ['requirements', 'requirements.txt', fill('a @ git+https://x/y\n')],
    ['comments', 'requirements.txt', fill('a==1\n#\n')],
    ['tables', 'pyproject.toml', fill('[[tool.uv.index]]\n')],
    ['one line', 'Gemfile', fill('gem "a", ')],
    ['replacements', 'go.mod', fill('replace a => b v1\n')],
    ['elements', 'pom.xml', fill('<dependency><dependency>')],
    ['repositories', 'pom.xml', fill('<repository><url>http://x/y</url></repository>')],
    ['comments', 'pom.xml', fill('<!--')],
    ['repositories', 'build.gradle', fill('maven { url "http://x/y" }\n')],
    ['commands', 'setup.py', `cmdclass\n${fill('"install": A,')}`],
    ['entries', 'yarn.lock', fill('a@1:\n  version "1"\n')],
    ['entries', 'pnpm-lock.yaml', `lockfileVersion: 1\npackages:\n${fill('  a@1.0.0:\n')}`],
    ['blank', 'pnpm-lock.yaml', `lockfileVersion: 1\npackages:\n  a:${fill('\n')}`],
    ['packages', 'Cargo.lock', fill('[[package]]\nname="a"\n')],
    ['sums', 'go.sum', fill('a v1 h1:x\n')],
    ['gems', 'Gemfile.lock', fill('GEM\n    a (1)\n')],
    ['settings', '.npmrc', fill('registry=https://x.y\n')],
  ])('%s in %s', (_name, path, text) => {
    expect(time(path, '', text)).toBeLessThan(6000);
  });
});
