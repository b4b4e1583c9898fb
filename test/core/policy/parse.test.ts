import * as fc from 'fast-check';
import { parsePolicy } from '../../../src/core/policy/parse.ts';

const PATH = '.agentguard.yml';
const parse = (text: string): ReturnType<typeof parsePolicy> => parsePolicy({ path: PATH, text });
/** Each problem as `line:column message`. */
const problems = (text: string): string[] =>
  parse(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);

const FULL = `version: 1
mode: observe
applies_to: everyone
agents:
  allow: [claude-code, acme-fixer]
  deny: [openclaw]
  identities:
    - { login: acme-fixer, agent: acme-fixer }
  unattributed: agent
reviews:
  - name: database
    paths: [db/migrations/**, "**/*.sql", "!db/seeds/**"]
    approvals: 2
    from: { teams: [DBA, acme/Core], users: [olga] }
  - name: code owners
    paths: [src/**]
    from: { codeowners: true }
  - name: risky
    severity: high
    rules: [access-widened, sql-destructive]
    from: { permission: maintain }
rules:
  secret-added: block
  tests-weakened: off
  mass-change: { action: review, lines: 800 }
limits:
  open_pull_requests_per_agent: 5
  changed_lines: 2000
  changed_files: 50
override:
  from: { teams: [release-captains] }
recovery:
  approvals: 2
  from: { teams: [On-Call] }
check: { per_base: true }
`;

describe('a valid file', () => {
  test('says what is written', () => {
    const { policy, problems: none } = parse(FULL);
    expect(none).toEqual([]);
    expect(policy?.says).toEqual({
      mode: 'observe',
      appliesTo: 'everyone',
      agents: {
        allow: ['claude-code', 'acme-fixer'],
        deny: ['openclaw'],
        identities: [{ login: 'acme-fixer', agent: 'acme-fixer' }],
        unattributed: 'agent',
      },
      reviews: [
        {
          name: 'database',
          paths: ['db/migrations/**', '**/*.sql', '!db/seeds/**'],
          approvals: 2,
          from: { teams: ['dba', 'acme/core'], users: ['olga'] },
        },
        { name: 'code owners', paths: ['src/**'], approvals: 1, from: { codeowners: true } },
        {
          name: 'risky',
          severity: 'high',
          rules: ['access-widened', 'sql-destructive'],
          approvals: 1,
          from: { permission: 'maintain' },
        },
      ],
      rules: new Map([
        ['secret-added', { action: 'block' }],
        ['tests-weakened', { action: 'off' }],
        ['mass-change', { action: 'review', options: { lines: 800 } }],
      ]),
      limits: { openPullRequestsPerAgent: 5, changedLines: 2000, changedFiles: 50 },
      override: { teams: ['release-captains'] },
      recovery: { approvals: 2, from: { teams: ['on-call'] } },
      perBase: true,
    });
    expect(policy?.at(['limits', 'open_pull_requests_per_agent'])).toEqual({
      path: PATH,
      line: 27,
      column: 3,
    });
  });

  test('may speak of agents that have no row', () => {
    expect(problems('version: 1\nagents:\n  allow: [unlisted]\n')).toEqual([]);
  });

  test('that says only its version leaves everything open', () => {
    expect(parse('version: 1\n').policy?.says).toEqual({ agents: {}, rules: new Map(), limits: {} });
  });
});

describe('a problem has a place and says how to mend it', () => {
  test.each<[string, string[]]>([
    ['', ['1:1 The file says nothing. Write `version: 1`, or take the file away to have the defaults.']],
    [
      '# nothing yet\n',
      ['1:1 The file says nothing. Write `version: 1`, or take the file away to have the defaults.'],
    ],
    ['mode: observe\n', ['1:1 `version` is missing; write `version: 1`.']],
    ['version: 2\n', ['1:10 `version` has to be 1; it is `2`.']],
    ['version: "1"\n', ['1:10 `version` has to be 1; it is the text `"1"`.']],
    ['- version: 1\n', ['1:1 The policy has to be keys with values; it is a list.']],
    ['hello\n', ['1:1 The policy has to be keys with values; it is `hello`.']],
    ['version: 1\nreveiws: []\n', ['2:1 There is no key `reveiws`. Did you mean `reviews`?']],
    ['version: 1\nappliesTo: everyone\n', ['2:1 There is no key `appliesTo`. Did you mean `applies_to`?']],
    [
      'version: 1\ncheck: { name: x }\n',
      ['2:10 There is no key `name` in `check`. Known are per_base, comment.'],
    ],
    [
      'version: 1\nmode: enfroce\n',
      ['2:7 `mode` has to be one of enforce, observe; it is `enfroce`. Did you mean `enforce`?'],
    ],
    ['version: 1\nreviews: []\n', ['2:10 `reviews` is empty. Fill it, or leave the key out.']],
    [
      'version: 1\nreviews:\n  - nmae: a\n    from: { users: [olga] }\n',
      [
        '3:5 `reviews[0].name` is missing.',
        '3:5 There is no key `nmae` in `reviews[0]`. Did you mean `name`?',
      ],
    ],
    [
      'version: 1\nreviews:\n  - name: a\n',
      ['3:5 `reviews[0]` asks nobody; write `from`, `any_of` or `all_of`.'],
    ],
    [
      'version: 1\nreviews:\n  - name: a\n    from: {}\n',
      [
        '4:11 `reviews[0].from` names nobody; write at least one of users, teams, organization, permission, roles, codeowners.',
      ],
    ],
    [
      'version: 1\nreviews:\n  - name: a\n    from: { team: [dba] }\n',
      ['4:13 There is no key `team` in `reviews[0].from`. Did you mean `teams`?'],
    ],
    [
      'version: 1\nreviews:\n  - name: a\n    from: { users: ["@olga"] }\n',
      ['4:21 `reviews[0].from.users[0]`: `@olga` is no login; write it without `@`, as in `olga`.'],
    ],
    [
      'version: 1\nreviews:\n  - name: a\n    from: { permission: read }\n',
      ['4:25 `reviews[0].from.permission` has to be one of write, maintain, admin; it is `read`.'],
    ],
    [
      'version: 1\nreviews:\n  - name: a\n    approvals: 2\n    from: { users: [olga] }\n',
      ['4:16 `reviews[0].approvals` asks for 2 approvals from 1; name more people or ask for fewer.'],
    ],
    [
      'version: 1\nreviews:\n  - name: a\n    approvals: 0\n    from: { users: [olga] }\n',
      ['4:16 `reviews[0].approvals` has to be at least 1; it is `0`.'],
    ],
    [
      'version: 1\nreviews:\n  - name: a\n    approvals: 1.5\n    from: { users: [olga] }\n',
      ['4:16 `reviews[0].approvals` has to be a whole number; it is `1.5`.'],
    ],
    [
      'version: 1\nreviews:\n  - name: a\n    paths: [ok/**, /db/**]\n    from: { users: [olga] }\n',
      ['4:20 The pattern "/db/**" starts with `/`; paths start at the root without it.'],
    ],
    [
      'version: 1\nreviews:\n  - name: a\n    paths:\n      - "!docs/**"\n    from: { users: [olga] }\n',
      ['5:7 Every pattern excludes; put one that includes before them, such as `**`.'],
    ],
    [
      'version: 1\nreviews:\n  - name: a\n    rules: [acess-widened]\n    from: { users: [olga] }\n',
      ['4:13 `reviews[0].rules[0]` cannot be `acess-widened`. Did you mean `access-widened`?'],
    ],
    [
      'version: 1\nrules:\n  secret-aded: block\n',
      ['3:3 There is no key `secret-aded` in `rules`. Did you mean `secret-added`?'],
    ],
    [
      'version: 1\nrules:\n  secret-added: blok\n',
      [
        '3:17 `rules.secret-added` has to be one of off, warn, review, block; it is `blok`. Did you mean `block`?',
      ],
    ],
    [
      'version: 1\nrules:\n  secret-added: true\n',
      ['3:17 `rules.secret-added` has to be one of off, warn, review, block; it is `true`.'],
    ],
    [
      'version: 1\nrules:\n  mass-change: { action: revew }\n',
      [
        '3:26 `rules.mass-change.action` has to be one of off, warn, review, block; it is `revew`. Did you mean `review`?',
      ],
    ],
    [
      'version: 1\nrules:\n  mass-change: { line: 800 }\n',
      ['3:18 There is no key `line` in `rules.mass-change`. Did you mean `lines`?'],
    ],
    [
      'version: 1\nrules:\n  large-change: { lines: many }\n',
      ['3:26 `rules.large-change.lines` has to be a number; it is `many`.'],
    ],
    ['version: 1\nrules:\n', ['2:7 `rules` has to be keys with values; it is empty.']],
    ['version: 1\nagents:\n  allow: all\n', ['3:10 `agents.allow` has to be any; it is `all`.']],
    [
      'version: 1\nagents:\n  deny: [openclow]\n',
      ['3:10 There is no agent `openclow`. Did you mean `openclaw`?'],
    ],
    [
      'version: 1\nagents:\n  allow: [our-own-thing]\n',
      ['3:11 There is no agent `our-own-thing`. Name an agent of your own under `agents.identities` first.'],
    ],
    [
      'version: 1\nagents:\n  allow: [Claude-Code]\n',
      ['3:11 `agents.allow[0]`: `Claude-Code` is no agent id; ids are lower case, as in `claude-code`.'],
    ],
    [
      'version: 1\nlimits: { open_pull_requests_per_agent: 0 }\n',
      ['2:41 `limits.open_pull_requests_per_agent` has to be at least 1; it is `0`.'],
    ],
    [
      'version: 1\noverride:\n  from: { codeowners: true }\n',
      [
        '3:11 There is no key `codeowners` in `override.from`. Known are users, teams, organization, permission, roles.',
      ],
    ],
    ['version: 1\nmode: enforce\nmode: observe\n', ['3:1 `mode` is here twice. Keep one of them.']],
    [
      'version: 1\nrules:\n\tsecret-added: block\n',
      ['3:1 This line is indented with a tab. YAML wants spaces.'],
    ],
  ])('%j', (text, expected) => {
    expect(problems(text)).toEqual(expected);
    expect(parse(text).policy).toBeNull();
  });

  test('all problems are told at once, with the path', () => {
    const found = parse('version: 1\nmode: x\nreveiws: []\nrules: { secret-added: no }\n').problems;
    expect(found.map((problem) => [problem.path, problem.line])).toEqual([
      [PATH, 2],
      [PATH, 4],
      [PATH, 3],
    ]);
  });
});

test('every YAML text is a policy or has problems, without an exception', () => {
  const word = fc.constantFrom(
    'version: 1',
    'mode:',
    'reviews:',
    ' - name: a',
    'from:',
    '{',
    '}',
    '[',
    ']',
    '*a',
    '&a',
    '\n',
    '\n  ',
    'rules:',
    'off',
    '1',
    '"',
    '__proto__',
    'constructor',
    ': ',
    ', ',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(word, { maxLength: 30 }).map((words) => words.join('')),
  );
  fc.assert(
    fc.property(text, (any) => {
      const { policy, problems: found } = parse(any);
      expect(policy === null).toBe(found.length > 0);
    }),
    { numRuns: 500 },
  );
});

test('every value in every place is a policy or has problems', () => {
  const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('any', 'block', true, 1, [], {}));
  const key = fc.constantFrom(
    'mode',
    'applies_to',
    'agents',
    'reviews',
    'rules',
    'limits',
    'override',
    'check',
  );
  const inner = fc.constantFrom(
    'allow',
    'deny',
    'from',
    'per_base',
    'comment',
    'secret-added',
    'mass-change',
    'identities',
    'constructor',
  );
  fc.assert(
    fc.property(key, inner, value, (outer, name, any) => {
      for (const says of [{ [outer]: any }, { [outer]: { [name]: any } }, { [outer]: [{ [name]: any }] }]) {
        const { policy, problems: found } = parse(JSON.stringify({ version: 1, ...says }));
        expect(policy === null).toBe(found.length > 0);
        expect(
          found.every(
            ({ line, column, message }) =>
              (line >= 1 && column >= 1 && message.endsWith('.')) || message.endsWith('?'),
          ),
        ).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
