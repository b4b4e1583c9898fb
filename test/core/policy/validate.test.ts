import { parsePolicy } from '../../../src/core/policy/parse.ts';
import { validatePolicy, type ValidationInput } from '../../../src/core/policy/validate.ts';

const PLACE = { name: 'shop', paths: ['README.md', 'db/migrations/1.sql', 'src/a.ts'], hasCodeowners: true };

const found = (text: string, input: Partial<ValidationInput> = {}): string[] => {
  const all = {
    kind: 'repository',
    floor: null,
    place: PLACE,
    now: '2026-11-23T00:00:00Z',
    ...input,
  } as const;
  const { problems, warnings } = validatePolicy({ path: 'p.yml', text: `version: 1\n${text}` }, all);
  const lines = (level: string, list: typeof problems): string[] =>
    list.map(({ path, line, column, message }) => `${level} ${path}:${line}:${column} ${message}`);
  return [...lines('error', problems), ...lines('warning', warnings)];
};

const review = (rest: string): string => `reviews:\n  - name: db\n    ${rest}\n`;
const WRITE = 'from: { permission: write }';

describe('nothing is said of', () => {
  test.each([
    ['a file without a word', ''],
    ['a pattern that fits a file', review(`paths: [db/**]\n    ${WRITE}`)],
    ['a folder', review(`paths: [db]\n    ${WRITE}`)],
    ['an exclusion that takes something out', review(`paths: ["**", "!db/**"]\n    ${WRITE}`)],
    ['code owners where there are some', review('from: { codeowners: true }')],
    ['a freeze that is on', 'freeze: [{ agents: all, until: 2026-11-24, reason: Audit }]'],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('a warning is', () => {
  test.each<[string, string, Partial<ValidationInput>, string[]]>([
    [
      'an entry that no file fits',
      review(`paths: [migrations/**, "*.sql"]\n    ${WRITE}`),
      {},
      [
        'warning p.yml:4:5 The review "db" asks for nothing: no file of this repository fits its `paths`. Correct them, or take the entry out.',
      ],
    ],
    [
      'a pattern that no file fits',
      review(`paths: [db/**, infra/**]\n    ${WRITE}`),
      {},
      [
        'warning p.yml:4:20 The pattern "infra/**" matches nothing: no file of this repository fits it. Correct it, or take it out.',
      ],
    ],
    [
      'an exclusion of nothing',
      review(`paths: [db/**, "!db/seeds/**"]\n    ${WRITE}`),
      {},
      [
        'warning p.yml:4:20 The pattern "!db/seeds/**" takes out nothing: no file of this repository fits it. Correct it, or take it out.',
      ],
    ],
    [
      'code owners where there are none',
      review('from: { codeowners: true }'),
      { place: { ...PLACE, hasCodeowners: false } },
      [
        'warning p.yml:4:5 The review "db" asks the code owners, and there is no CODEOWNERS file. Add one, or name somebody.',
      ],
    ],
    [
      'a freeze that has ended',
      'freeze: [{ agents: all, until: 2026-11-22, reason: Audit }]',
      {},
      ['warning p.yml:2:25 This freeze ended on 2026-11-22. Take it out, or give a later day.'],
    ],
  ])('%s', (_, text, input, expected) => {
    expect(found(text, input)).toEqual(expected);
  });
});

test('nothing is tried on files where there is no clone, nor for a floor', () => {
  const text = review(`paths: [infra/**]\n    ${WRITE}`);
  expect(found(text, { place: null })).toEqual([]);
  expect(found(text, { kind: 'floor' })).toEqual([]);
});

describe('the floor', () => {
  const floor = (text: string) => parsePolicy({ path: 'floor.yml', text: `version: 1\n${text}` }).policy;

  test('overrules looser values, with their places', () => {
    expect(
      found('mode: observe\nlimits: { changed_lines: 900 }', {
        floor: floor('mode: enforce\nlimits: { changed_lines: 400 }'),
      }),
    ).toEqual([
      'warning p.yml:2:1 `mode: observe` is looser than `enforce`. The floor holds.',
      'warning p.yml:3:11 `limits.changed_lines: 900` is looser than `400`. The floor holds.',
    ]);
  });

  test('speaks by groups: of this name, and of topics, which nobody here knows', () => {
    const groups = (condition: string): string =>
      `groups: [{ name: g, repositories: { ${condition} }, policy: { mode: enforce } }]`;
    const warned = ['warning p.yml:2:1 `mode: observe` is looser than `enforce`. The floor holds.'];
    expect(found('mode: observe', { floor: floor(groups('names: [shop]')) })).toEqual(warned);
    expect(found('mode: observe', { floor: floor(groups('names: [other]')) })).toEqual([]);
    expect(found('mode: observe', { floor: floor(groups('topics: [money]')) })).toEqual(warned);
  });

  test('introduces agents', () => {
    const text = 'agents: { deny: [acme-fixer] }';
    expect(found(text)).toEqual([
      'error p.yml:2:18 There is no agent `acme-fixer`. Name an agent of your own under `agents.identities` first.',
    ]);
    const introducing = floor('agents: { identities: [{ login: fixer, agent: acme-fixer }] }');
    expect(found(text, { floor: introducing })).toEqual([]);
  });

  test('says of itself which groups are looser', () => {
    const text =
      'mode: enforce\ngroups: [{ name: g, repositories: { names: [a] }, policy: { mode: observe } }]';
    expect(found(text, { kind: 'floor' })).toEqual([
      expect.stringMatching(/^warning p\.yml:3:\d+ In the group `g`, `mode: observe` is looser/),
    ]);
  });
});
