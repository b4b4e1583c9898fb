import { parseYaml, yamlEntry, yamlGet, yamlText } from '../../../src/core/parsers/yaml.ts';
import type { YamlNode } from '../../../src/core/parsers/yaml.ts';

const one = (text: string): YamlNode => {
  const result = parseYaml(text);
  expect(result.problem).toBeNull();
  return result.documents[0]!;
};

describe('parseYaml', () => {
  const text = [
    'on:',
    '  push:',
    "    branches: ['main', dev]",
    'jobs:',
    '  build:',
    '    run: |',
    '      echo one',
    '      echo two',
    '    empty:',
    '    count: 0x10',
    'last: yes',
  ].join('\n');

  test('gives lines of keys and values', () => {
    const root = one(text);
    const build = yamlGet(yamlGet(root, 'jobs'), 'build');
    expect(yamlEntry(root, 'jobs')?.line).toBe(4);
    expect(yamlGet(build, 'run')).toMatchObject({ line: 6, endLine: 8, text: 'echo one\necho two\n' });
    expect(yamlGet(build, 'empty')).toMatchObject({ kind: 'scalar', value: null, text: '', line: 9 });
    expect(yamlGet(yamlGet(yamlGet(root, 'on'), 'push'), 'branches')).toMatchObject({
      kind: 'list',
      line: 3,
      items: [{ text: 'main' }, { text: 'dev' }],
    });
  });

  test('keeps "on" and "yes" as text, and numbers as written', () => {
    const root = one(text);
    expect(yamlGet(root, 'last')).toMatchObject({ value: 'yes' });
    expect(yamlGet(yamlGet(yamlGet(root, 'jobs'), 'build'), 'count')).toMatchObject({
      value: 16,
      text: '0x10',
    });
  });

  test('follows aliases and places them where they are used', () => {
    const root = one('a: &x\n  k: v\nb: *x\n');
    expect(yamlGet(root, 'b')).toMatchObject({ kind: 'map', line: 3 });
    expect(yamlText(yamlGet(yamlGet(root, 'b'), 'k'))).toBe('v');
  });

  test('reads several documents and none', () => {
    expect(parseYaml('a: 1\n---\nb: 2\n').documents).toHaveLength(2);
    expect(parseYaml('# nothing\n')).toEqual({ documents: [], problem: null });
  });

  test('takes the last of repeated keys and keeps all', () => {
    const root = one('a: 1\na: 2\n');
    expect(yamlText(yamlGet(root, 'a'))).toBe('2');
    expect(root).toMatchObject({ entries: [{ key: 'a' }, { key: 'a' }] });
  });

  test('leaves unknown tags be', () => {
    expect(yamlText(yamlGet(one('a: !Ref thing\n'), 'a'))).toBe('thing');
  });
});

describe('what cannot be read has a reason', () => {
  const laughs = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 9; i++) {
    laughs.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}]`);
  }
  const blocks = Array.from({ length: 70 }, (_x, i) => `${' '.repeat(i)}k:`).join('\n');

  test.each([
    ['a tab', 'a:\n\t- b\n', /^Line 2: /],
    ['an open quote', 'a: "b\n', /^Line \d: /],
    ['a template', 'a: {{ .Values.x }}-{{ y }}\n', /^Line 1: /],
    ['aliases that unfold', laughs.join('\n'), /more than 100000 values/],
    ['an anchor in itself', 'a: &a [*a]\n', /contains itself/],
    ['an alias without anchor', 'a: *b\n', /^Line 1: /],
    ['stacked brackets', `a: ${'['.repeat(100_000)}`, /nested deeper than 64/],
    ['stacked dashes', '- '.repeat(100_000), /nested deeper than 64/],
    ['deep blocks', blocks, /nested deeper than 64/],
    ['brackets over lines', '[a,\n'.repeat(20_000), /./],
    ['a long text', `a: ${'x'.repeat(1_000_001)}`, /longer than 1000000/],
  ])('%s', (_name, text, reason) => {
    const result = parseYaml(text);
    expect(result.documents).toEqual([]);
    expect(result.problem).toMatch(reason);
  });

  test('many keys take linear time', () => {
    const many = Array.from({ length: 40_000 }, (_x, i) => `k${i}: 1`).join('\n');
    expect(one(many)).toMatchObject({ kind: 'map', line: 1, endLine: 40_000 });
  });
});

test.each([
  ['quotation marks', '"'.repeat(60_000)],
  ['anchors', '&a '.repeat(20_000)],
  ['scalars without a separator', '"a" '.repeat(20_000)],
  ['maps inside of maps', '{a: '.repeat(20_000)],
  ['maps over lines', '{\n'.repeat(50_000)],
])('text made to be slow or deep is refused soon: %s', (_name, text) => {
  const started = performance.now();
  expect(parseYaml(text).problem).toEqual(expect.any(String));
  // Quadratic work would take a minute; this leaves a busy machine room.
  expect(performance.now() - started).toBeLessThan(8000);
});
