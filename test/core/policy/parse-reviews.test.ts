import { parsePolicy } from '../../../src/core/policy/parse.ts';

const parse = (text: string): ReturnType<typeof parsePolicy> =>
  parsePolicy({ path: '.agentguard.yml', text: `version: 1\n${text}` });
/** Each problem as `line:column message`. */
const problems = (text: string): string[] =>
  parse(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
/** An entry named `a`; its other lines start at line 4. */
const entry = (...lines: string[]): string =>
  ['reviews:', '  - name: a', ...lines.map((l) => `    ${l}`)].join('\n');

const FULL = `reviews:
  - name: everything
    request: people
    paths: [src/**]
    severity: low
    rules: [secret-added]
    agents: [devin]
    strength: attested
    base: [main, "release/*"]
    head: ["!main", "**"]
    fork: true
    labels: [risky, "area/*"]
    title: ["*hotfix*"]
    author: { users: [olga], teams: [Core], organization: true, permission: write, roles: [Auditor] }
    contributors: { organization: true }
    changed_lines: { min: 500, max: 900 }
    changed_files: { max: 3 }
    repository: { names: [pay-*], topics: [payments], properties: { tier: [gold, silver] } }
    signed: false
    approvals: 2
    from: { organization: true, roles: [Auditor], codeowners: true, teams: [Acme/DBA] }
    except: { users: [olga], teams: [Interns] }
  - name: either
    any_of:
      - from: { users: [olga] }
      - all_of:
          - { approvals: 2, from: { teams: [DBA] }, except: { users: [pat] } }
          - from: { permission: admin }
`;

test('a review says all that is written', () => {
  expect(problems(FULL)).toEqual([]);
  expect(parse(FULL).policy?.says.reviews).toEqual([
    {
      name: 'everything',
      request: 'people',
      paths: ['src/**'],
      severity: 'low',
      rules: ['secret-added'],
      agents: ['devin'],
      strength: 'attested',
      base: ['main', 'release/*'],
      head: ['!main', '**'],
      fork: true,
      labels: ['risky', 'area/*'],
      title: ['*hotfix*'],
      author: {
        users: ['olga'],
        teams: ['core'],
        organization: true,
        permission: 'write',
        roles: ['Auditor'],
      },
      contributors: { organization: true },
      changedLines: { min: 500, max: 900 },
      changedFiles: { max: 3 },
      repository: { names: ['pay-*'], topics: ['payments'], properties: { tier: ['gold', 'silver'] } },
      signed: false,
      approvals: 2,
      from: { organization: true, roles: ['Auditor'], codeowners: true, teams: ['acme/dba'] },
      except: { users: ['olga'], teams: ['interns'] },
    },
    {
      name: 'either',
      anyOf: [
        { approvals: 1, from: { users: ['olga'] } },
        {
          allOf: [
            { approvals: 2, from: { teams: ['dba'] }, except: { users: ['pat'] } },
            { approvals: 1, from: { permission: 'admin' } },
          ],
        },
      ],
    },
  ]);
});

test('who may waive and override', () => {
  const { policy } = parse(
    'waiver: { from: { roles: [Lead] } }\noverride: { from: { organization: true, teams: [A] } }',
  );
  expect(policy?.says.waiver).toEqual({ roles: ['Lead'] });
  expect(policy?.says.override).toEqual({ organization: true, teams: ['a'] });
});

describe('a problem has a place and says how to mend it', () => {
  test.each<[string, string[]]>([
    [entry('approvals: 2'), ['3:5 `reviews[0]` asks nobody; write `from`, `any_of` or `all_of`.']],
    [entry('form: { users: [olga] }'), ['4:5 There is no key `form` in `reviews[0]`. Did you mean `from`?']],
    [
      entry('from: { users: [olga] }', 'any_of: [{ from: { users: [pat] } }]'),
      ['5:13 `reviews[0].any_of` stands beside `from`; write one of them, or put both into one `all_of`.'],
    ],
    [
      entry('any_of: [{ from: { users: [pat] } }]', 'all_of: [{ from: { users: [pat] } }]'),
      ['5:13 `reviews[0].all_of` stands beside `any_of`; write one of them, or put both into one `all_of`.'],
    ],
    [
      entry('approvals: 2', 'any_of: [{ from: { teams: [dba] } }]'),
      ['4:16 `reviews[0].approvals` belongs beside a `from`; move it into `any_of`.'],
    ],
    [
      entry('except: { users: [olga] }', 'all_of: [{ from: { teams: [dba] } }]'),
      ['4:13 `reviews[0].except` belongs beside a `from`; move it into `all_of`.'],
    ],
    [entry('any_of: []'), ['4:13 `reviews[0].any_of` is empty. Fill it, or leave the key out.']],
    [
      entry('any_of: { from: { users: [olga] } }'),
      ['4:13 `reviews[0].any_of` has to be a list; it is keys with values.'],
    ],
    [
      entry('any_of:', '  - from: { users: [olga] }', '  - all_of:', '      - approvals: 2'),
      ['7:13 `reviews[0].any_of[1].all_of[0]` asks nobody; write `from`, `any_of` or `all_of`.'],
    ],
    [
      entry('any_of:', '  - all_of:', '      - from: { team: [dba] }'),
      ['6:21 There is no key `team` in `reviews[0].any_of[0].all_of[0].from`. Did you mean `teams`?'],
    ],
    [
      entry('any_of:', '  - from: { users: [olga] }', '    paths: [src/**]'),
      [
        '6:9 There is no key `paths` in `reviews[0].any_of[0]`. Known are approvals, from, except, any_of, all_of.',
      ],
    ],
    [
      entry('any_of:', '  - all_of:', '      - { approvals: 2, from: { users: ["@olga"] } }'),
      [
        '6:45 `reviews[0].any_of[0].all_of[0].from.users[0]`: `@olga` is no login; write it without `@`, as in `olga`.',
      ],
    ],
    [entry('any_of: [olga]'), ['4:14 `reviews[0].any_of[0]` has to be keys with values; it is `olga`.']],
    [
      entry('from: { users: [olga] }', 'except: {}'),
      ['5:13 `reviews[0].except` names nobody; write at least one of users, teams.'],
    ],
    [
      entry('from: { users: [olga] }', 'except: { permission: admin }'),
      ['5:15 There is no key `permission` in `reviews[0].except`. Known are users, teams.'],
    ],
    [
      entry('from: { organization: false }'),
      ['4:27 `reviews[0].from.organization` has to be true; it is `false`.'],
    ],
    [entry('from: { roles: [] }'), ['4:20 `reviews[0].from.roles` is empty. Fill it, or leave the key out.']],
    [
      entry('from: { roles: [true] }'),
      ['4:21 `reviews[0].from.roles[0]` has to be text; it is `true`. Put it in quotes.'],
    ],
    [
      entry('strength: strong', 'from: { users: [olga] }'),
      ['4:15 `reviews[0].strength` has to be one of circumstantial, declared, attested; it is `strong`.'],
    ],
    [
      entry('request: team', 'from: { users: [olga] }'),
      [
        '4:14 `reviews[0].request` has to be one of teams, people, nobody; it is `team`. Did you mean `teams`?',
      ],
    ],
    [
      entry('base: [release/]', 'from: { users: [olga] }'),
      ['4:12 The pattern "release/" ends with `/` and would match no file; for a folder write `folder/**`.'],
    ],
    [
      entry('fork: "yes"', 'from: { users: [olga] }'),
      ['4:11 `reviews[0].fork` has to be true or false; it is `yes`.'],
    ],
    [
      entry('labels: risky', 'from: { users: [olga] }'),
      ['4:13 `reviews[0].labels` has to be a list; it is `risky`.'],
    ],
    [
      entry('title: ["a\\nb"]', 'from: { users: [olga] }'),
      ['4:13 `reviews[0].title[0]`: `a b` is to be one line of plain text.'],
    ],
    [
      entry('author: {}', 'from: { users: [olga] }'),
      [
        '4:13 `reviews[0].author` names nobody; write at least one of users, teams, organization, permission, roles.',
      ],
    ],
    [
      entry('contributors: { codeowners: true }', 'from: { users: [olga] }'),
      [
        '4:21 There is no key `codeowners` in `reviews[0].contributors`. Known are users, teams, organization, permission, roles.',
      ],
    ],
    [
      entry('changed_lines: 500', 'from: { users: [olga] }'),
      ['4:20 `reviews[0].changed_lines` has to be keys with values; it is `500`.'],
    ],
    [
      entry('changed_lines: {}', 'from: { users: [olga] }'),
      ['4:20 `reviews[0].changed_lines` says nothing; write `min`, `max` or both.'],
    ],
    [
      entry('changed_files: { min: -1 }', 'from: { users: [olga] }'),
      ['4:27 `reviews[0].changed_files.min` has to be at least 0; it is `-1`.'],
    ],
    [
      entry('repository: {}', 'from: { users: [olga] }'),
      ['4:17 `reviews[0].repository` says nothing; write at least one of names, topics, properties.'],
    ],
    [
      entry('repository: { topics: [Payments] }', 'from: { users: [olga] }'),
      [
        '4:28 `reviews[0].repository.topics[0]`: `Payments` is no topic; topics are lower case, as in `payments`.',
      ],
    ],
    [
      entry('repository: { properties: { tier: gold } }', 'from: { users: [olga] }'),
      ['4:39 `reviews[0].repository.properties.tier` has to be a list; it is `gold`.'],
    ],
    [
      entry('repository: { properties: { "a b": [gold] } }', 'from: { users: [olga] }'),
      ['4:33 `reviews[0].repository.properties.a b` is no name of a custom property.'],
    ],
    [
      entry('repository: { properties: {} }', 'from: { users: [olga] }'),
      ['4:31 `reviews[0].repository.properties` is empty; name a property and its values.'],
    ],
    [
      entry('signed: 1', 'from: { users: [olga] }'),
      ['4:13 `reviews[0].signed` has to be true or false; it is `1`.'],
    ],
    [
      'waiver: { from: {} }',
      [
        '2:17 `waiver.from` names nobody; write at least one of users, teams, organization, permission, roles.',
      ],
    ],
    [
      'waiver: { teams: [a] }',
      ['2:9 `waiver.from` is missing.', '2:11 There is no key `teams` in `waiver`. Known are from.'],
    ],
  ])('%s', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  /** So many alternatives inside one another. */
  const nested = (depth: number): string =>
    entry(`${'any_of: [{ '.repeat(depth)}from: { users: [olga] }${' }]'.repeat(depth)}`);

  test('alternatives nest five deep', () => {
    expect(problems(nested(5))).toEqual([]);
    expect(problems(nested(6))).toEqual([
      `4:68 \`reviews[0]${'.any_of[0]'.repeat(5)}.any_of\` is nested more than 5 deep; split the entry.`,
    ]);
  });
});

describe('a freeze', () => {
  const freeze = (until: string, agents = 'all'): string =>
    `freeze:\n  - agents: ${agents}\n    until: ${until}\n    reason: Peak week`;

  test.each([
    ['2026-12-01', '2026-12-01T00:00:00.000Z'],
    ['"2026-12-01"', '2026-12-01T00:00:00.000Z'],
    ['2026-12-01T12:30:00Z', '2026-12-01T12:30:00.000Z'],
    ['2026-12-01T12:30Z', '2026-12-01T12:30:00.000Z'],
    ['2026-12-01T12:30:00+02:00', '2026-12-01T10:30:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
    ['2001-01-01', '2001-01-01T00:00:00.000Z'],
  ])('until %s ends at %s', (until, moment) => {
    expect(problems(freeze(until))).toEqual([]);
    expect(parse(freeze(until)).policy?.says.freeze).toEqual([
      { agents: 'all', until: moment, reason: 'Peak week' },
    ]);
  });

  const NO_DATE = 'is no date; write it as in `2026-12-01` or, with the zone, `2026-12-01T12:00:00Z`.';
  const NO_DAY = 'is not in the calendar; correct it.';
  test.each([
    ['tomorrow', `4:12 \`freeze[0].until\`: \`tomorrow\` ${NO_DATE}`],
    ['1.12.2026', `4:12 \`freeze[0].until\`: the text \`"1.12.2026"\` ${NO_DATE}`],
    ['2026-12-01T12:00:00', `4:12 \`freeze[0].until\`: \`2026-12-01T12:00:00\` ${NO_DATE}`],
    ['2026-02-29', `4:12 \`freeze[0].until\` ${NO_DAY}`],
    ['2026-13-01', `4:12 \`freeze[0].until\` ${NO_DAY}`],
    ['2026-12-01T25:00:00Z', `4:12 \`freeze[0].until\` ${NO_DAY}`],
    ['2026-02-30T12:00:00Z', `4:12 \`freeze[0].until\` ${NO_DAY}`],
    ['2026', '4:12 `freeze[0].until` has to be text; it is `2026`. Put it in quotes.'],
  ])('until %s does not end', (until, problem) => {
    expect(problems(freeze(until))).toEqual([problem]);
  });

  test.each([
    ['everyone', '3:13 `freeze[0].agents` has to be all; it is `everyone`.'],
    ['[]', '3:13 `freeze[0].agents` is empty. Fill it, or leave the key out.'],
    ['[devon]', '3:14 There is no agent `devon`. Did you mean `devin`?'],
  ])('of %s', (agents, problem) => {
    expect(problems(freeze('2026-12-01', agents))).toEqual([problem]);
  });
});
