import * as fc from 'fast-check';
import { areasOf } from '../../../src/cli/init/areas.ts';
import { historyOf, type TouchingCommit } from '../../../src/cli/init/history.ts';
import { INFRASTRUCTURE } from '../../../src/cli/init/infrastructure.ts';
import { languagesOf } from '../../../src/cli/init/languages.ts';
import { MIGRATIONS } from '../../../src/cli/init/migrations.ts';
import { ownersOf } from '../../../src/cli/init/owners.ts';
import type { Seen } from '../../../src/cli/init/seen.ts';
import { floorText, policyText } from '../../../src/cli/init/text.ts';
import { parsePolicy } from '../../../src/core/policy/parse.ts';

interface Given {
  readonly paths?: readonly string[];
  readonly codeowners?: string;
  /** Names of who wrote a commit each, with what they touched. */
  readonly commits?: readonly (readonly [author: string, message: string, ...paths: string[]])[];
}

function seen({ paths = ['README.md'], codeowners, commits = [] }: Given): Seen {
  const touching = commits.map(([name, message, ...touched], index): TouchingCommit => {
    const person = { name, email: `${index}@example.org`, account: null };
    return {
      commit: {
        sha: String(index).padStart(40, '0'),
        parents: ['1'.repeat(40), ...(message.startsWith('Merge') ? ['2'.repeat(40)] : [])],
        message,
        author: person,
        committer: person,
        coAuthors: [],
        signature: null,
      },
      paths: touched,
    };
  });
  return {
    name: 'acme/shop',
    head: 'a'.repeat(40),
    files: paths.length,
    languages: languagesOf(paths),
    migrations: areasOf(paths, MIGRATIONS),
    infrastructure: areasOf(paths, INFRASTRUCTURE),
    workflows: 0,
    instructions: [],
    owners:
      codeowners === undefined ? null : ownersOf({ path: 'CODEOWNERS', text: codeowners, sha: '' }, paths),
    history: historyOf(touching, { whole: true, gap: null }),
  };
}

const reviews = (text: string) => parsePolicy({ path: '.agentguard.yml', text }).policy?.says.reviews ?? [];

const MIGRATION = 'db/migrate/20240101000000_users.rb';
const PEOPLE = ['Ana', 'Ben', 'Cem', 'Dee', 'Eve'].map((name) => [name, 'Change'] as const);

describe('who is asked', () => {
  test.each<[string, Given, object[]]>([
    [
      'a repository of documents',
      {},
      [
        { name: 'anything an agent wrote', from: { permission: 'write' } },
        { name: 'risky', severity: 'high' },
      ],
    ],
    [
      'migrations without an owner, many people',
      { paths: [MIGRATION], commits: PEOPLE },
      [
        { name: 'anything an agent wrote' },
        { name: 'database', paths: ['db/migrate/**'], from: { permission: 'maintain' } },
        { name: 'risky', from: { permission: 'maintain' } },
      ],
    ],
    [
      'migrations without an owner, few people',
      { paths: [MIGRATION], commits: PEOPLE.slice(0, 2) },
      [
        { name: 'anything an agent wrote' },
        { name: 'database', from: { permission: 'write' } },
        { name: 'risky', from: { permission: 'write' } },
      ],
    ],
    [
      'migrations of a team',
      { paths: [MIGRATION, 'a.rb'], codeowners: '* @olga\n/db/ @acme/dba @ravi\n' },
      [
        { name: 'anything an agent wrote' },
        { name: 'code owners', from: { codeowners: true } },
        { name: 'database', from: { teams: ['acme/dba'] } },
        { name: 'risky' },
      ],
    ],
    [
      'migrations of people',
      { paths: [MIGRATION], codeowners: '* @olga\n' },
      [
        { name: 'anything an agent wrote' },
        { name: 'code owners' },
        { name: 'database', from: { codeowners: true } },
        { name: 'risky' },
      ],
    ],
    [
      'two kinds with two teams',
      {
        paths: ['terraform/main.tf', 'charts/shop/Chart.yaml'],
        codeowners: '/terraform/ @acme/infra\n/charts/ @acme/web\n',
      },
      [
        { name: 'anything an agent wrote' },
        { name: 'code owners' },
        { name: 'infrastructure: Terraform', from: { teams: ['acme/infra'] } },
        { name: 'infrastructure: Helm charts', from: { teams: ['acme/web'] } },
        { name: 'risky' },
      ],
    ],
    [
      'a CODEOWNERS that owns nothing',
      { codeowners: '/gone/ @acme/dba\n' },
      [{ name: 'anything an agent wrote' }, { name: 'risky' }],
    ],
    [
      'a security team',
      { codeowners: '* @acme/core @acme/product-security\n' },
      [
        { name: 'anything an agent wrote' },
        { name: 'code owners' },
        { name: 'risky', from: { teams: ['acme/product-security'] } },
      ],
    ],
    [
      'a team with the word in its name',
      { codeowners: '* @acme/audit-and-security\n', commits: PEOPLE },
      [
        { name: 'anything an agent wrote' },
        { name: 'code owners' },
        { name: 'risky', from: { permission: 'maintain' } },
      ],
    ],
  ])('%s', (_, given, expected) => {
    const found = reviews(policyText(seen(given)));
    expect(found).toMatchObject(expected);
    expect(found).toHaveLength(expected.length);
  });
});

describe('the evidence is in the comments', () => {
  test.each<[string, Given, string]>([
    [
      'files and languages',
      { paths: ['a.go', 'b.go', 'c.md'] },
      '3 files, mostly Go (2 files), Markdown (1).',
    ],
    ['migrations', { paths: [MIGRATION] }, "'db/migrate/**' # 1 file, Rails migrations"],
    [
      'agents',
      {
        commits: [
          ['Ana', 'Fix\n\nCo-Authored-By: Claude <noreply@anthropic.com>'],
          ['Ben', 'Add'],
        ],
      },
      'Agents that signed commits: Claude Code (1 commit), out of 2 commits.',
    ],
    ['no agents', { commits: [['Ana', 'Fix']] }, 'No agent signed any of the commits that were read'],
    [
      'pull requests',
      {
        commits: [
          ['Ana', 'Fix (#12)'],
          ['Ben', 'Add'],
        ],
      },
      '1 of them came by pull request',
    ],
    [
      'who merges and reviews',
      {
        commits: [
          ['Olga', 'Merge pull request #1 from acme/x'],
          ['Ana', 'Fix\n\nReviewed-by: Ravi <ravi@example.org>'],
        ],
      },
      'Merged lately by: Olga (1); named as reviewers in commits: Ravi (1).',
    ],
    [
      'who changes it',
      { paths: [MIGRATION], commits: [['Ana', 'Add', MIGRATION]] },
      'Changed most often lately by Ana (1).',
    ],
    ['one person', { commits: [['Ana', 'Fix']] }, "Nearly all of it is one person's work lately"],
  ])('%s', (_, given, expected) => {
    expect(policyText(seen(given)).replaceAll(/\n *# /g, ' ')).toContain(expected);
  });
});

/** Lines of YAML that have neither a comment of their own nor one above. */
function unexplained(text: string): string[] {
  let explained = false;
  return text.split('\n').filter((line) => {
    if (line.trim() === '') explained = false;
    else if (/^\s*#/.test(line) || line.includes(' # ')) explained = true;
    else return !explained;
    return false;
  });
}

test('no line is without a reason', () => {
  const given = {
    paths: [MIGRATION, 'terraform/a.tf', 'Dockerfile'],
    codeowners: '* @acme/core\n',
    commits: PEOPLE,
  };
  expect(unexplained(policyText(seen(given)))).toEqual([]);
  expect(unexplained(floorText(seen(given)))).toEqual([]);
});

test('whatever is in a repository, what is written is valid', () => {
  const segment = fc.oneof(
    fc.constantFrom(
      'db',
      'migrate',
      'migrations',
      'terraform',
      'k8s',
      '[x]',
      '{a',
      '*',
      '!n',
      ' ',
      "it's",
      '\n',
      'a b',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }).map((text) => text.replaceAll('/', '') || 'x'),
  );
  const file = fc.constantFrom(
    '20240101000000_a.rb',
    '0001_initial.py',
    'main.tf',
    'Chart.yaml',
    'web.yaml',
    'Dockerfile',
    'V1__a.sql',
    'cdk.json',
    '1_a.up.sql',
    'terragrunt.hcl',
  );
  const path = fc
    .tuple(fc.array(segment, { maxLength: 4 }), file)
    .map(([folders, name]) => [...folders, name].join('/'));
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom('x\ny: 1', '# a', '@acme/dba', "'"),
  );
  const owner = fc.constantFrom('@olga', '@acme/dba', '@acme/.x', '@acme/-y', 'o@example.org', '@acme/a.b_c');
  const line = fc.tuple(
    fc.oneof(
      path.map((found) => `/${found}`),
      fc.constant('*'),
    ),
    fc.array(owner, { maxLength: 3 }),
  );
  fc.assert(
    fc.property(
      fc.array(path, { maxLength: 30 }),
      fc.array(line, { maxLength: 5 }),
      fc.array(fc.tuple(text, text, path), { maxLength: 8 }),
      text,
      (paths, lines, commits, name) => {
        const codeowners = lines.map(([pattern, owners]) => [pattern, ...owners].join(' ')).join('\n');
        const looked = { ...seen({ paths, codeowners, commits }), name, instructions: paths.slice(0, 1) };
        for (const written of [policyText(looked), floorText(looked)]) {
          expect(parsePolicy({ path: 'p', text: written }).problems).toEqual([]);
          expect(unexplained(written)).toEqual([]);
        }
      },
    ),
    { numRuns: 150 },
  );
});
