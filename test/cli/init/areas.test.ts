import { areasOf } from '../../../src/cli/init/areas.ts';
import { INFRASTRUCTURE } from '../../../src/cli/init/infrastructure.ts';
import { MIGRATIONS } from '../../../src/cli/init/migrations.ts';

const found = (kinds: Parameters<typeof areasOf>[1], paths: readonly string[]) =>
  areasOf(paths, kinds).map(({ what, patterns }) => [what, ...patterns.map(({ glob }) => glob)]);

describe('migrations', () => {
  test.each<[string, string, string]>([
    ['db/migrate/20240101000000_add_users.rb', 'Rails migrations', 'db/migrate/**'],
    ['db/post_migrate/20240101000000_add_users.rb', 'Rails migrations', 'db/post_migrate/**'],
    ['shop/orders/migrations/0001_initial.py', 'Django migrations', 'shop/orders/migrations/**'],
    ['alembic/versions/1a2b_users.py', 'Alembic migrations', 'alembic/versions/**'],
    ['database/migrations/2024_01_01_000000_users.php', 'Laravel migrations', 'database/migrations/**'],
    ['src/Migrations/Version20240101000000.php', 'Doctrine migrations', 'src/Migrations/**'],
    ['prisma/migrations/20240101_users/migration.sql', 'Prisma migrations', 'prisma/migrations/**'],
    ['supabase/migrations/20240101_users.sql', 'Supabase migrations', 'supabase/migrations/**'],
    ['drizzle/0001_users.sql', 'Drizzle migrations', 'drizzle/**'],
    ['src/Data/Migrations/20240101000000_Users.cs', 'Entity Framework migrations', 'src/Data/Migrations/**'],
    ['priv/repo/migrations/20240101000000_users.exs', 'Ecto migrations', 'priv/repo/migrations/**'],
    [
      'src/main/resources/db/migration/V1__users.sql',
      'Flyway migrations',
      'src/main/resources/db/migration/**',
    ],
    ['src/main/resources/db/changelog/1.xml', 'Liquibase change logs', 'src/main/resources/db/changelog/**'],
    ['migrations/20240101000000-users.js', 'JavaScript migrations', 'migrations/**'],
    ['pkg/migration/20240101000000.go', 'Go migrations', 'pkg/migration/**'],
    ['migrations/0001_users.up.sql', 'SQL migrations', 'migrations/**'],
    ['migrations/2024-01-01-000000_users/up.sql', 'SQL migrations', 'migrations/**'],
  ])('%s: %s', (path, what, glob) => {
    expect(found(MIGRATIONS, [path, 'src/a.ts'])).toEqual([[what, glob]]);
  });

  test.each([
    'src/migrations.ts',
    'db/seeds.rb',
    'docs/migrations/0001_guide.md',
    'tests/migrations/0001_initial.py',
    'vendor/x/db/migrate/20240101000000_a.rb',
    'src/components/migration/Page.tsx',
  ])('%s: none', (path) => {
    expect(found(MIGRATIONS, [path])).toEqual([]);
  });

  test('in many folders are one pattern', () => {
    const apps = Array.from({ length: 7 }, (_, index) => `app${index}/migrations/0001_initial.py`);
    expect(found(MIGRATIONS, apps)).toEqual([['Django migrations', '**/migrations/**']]);
  });

  test('in a folder whose name is a pattern by itself are told without it', () => {
    expect(found(MIGRATIONS, ['[app]/migrations/0001_initial.py'])).toEqual([
      ['Django migrations', '**/migrations/**'],
    ]);
  });
});

describe('infrastructure', () => {
  test.each<[string, string, string[]]>([
    ['terraform/main.tf', 'Terraform', ['terraform/**']],
    ['live/terraform/eu/terragrunt.hcl', 'Terraform', ['live/terraform/**']],
    ['main.tf', 'Terraform', ['**/*.{tf,tofu,tfvars}']],
    ['app/network.tf', 'Terraform', ['app/**/*.{tf,tofu,tfvars}']],
    ['charts/shop/Chart.yaml', 'Helm charts', ['charts/shop/**']],
    ['deploy/k8s/web.yaml', 'Kubernetes', ['deploy/k8s/**']],
    ['apps/web/kustomization.yaml', 'Kubernetes', ['apps/web/**']],
    ['infra/cdk/cdk.json', 'AWS CDK', ['infra/cdk/**']],
    ['cdk.json', 'AWS CDK', ['**/cdk.json']],
    ['infra/Pulumi.prod.yaml', 'Pulumi', ['infra/**']],
    ['serverless.yml', 'Serverless and SAM', ['**/serverless.*']],
    ['main.bicep', 'Bicep', ['**/*.bicep']],
    ['ansible/site.yml', 'Ansible', ['ansible/**']],
    ['web/Dockerfile.prod', 'Docker', ['**/*Dockerfile*']],
    ['compose.yaml', 'Docker', ['**/{docker-,}compose*.{yml,yaml}']],
  ])('%s: %s', (path, what, globs) => {
    expect(found(INFRASTRUCTURE, [path, 'src/a.ts'])).toEqual([[what, ...globs]]);
  });

  test.each([
    'src/call-stack.ts',
    'docs/terraform/main.tf',
    'test/fixtures/Dockerfile',
    'src/compose.ts',
    'README.md',
  ])('%s: none', (path) => {
    expect(found(INFRASTRUCTURE, [path])).toEqual([]);
  });

  test('a folder says how many files are in it', () => {
    const [area] = areasOf(['charts/shop/Chart.yaml', 'charts/shop/templates/web.yaml'], INFRASTRUCTURE);
    expect(area?.patterns).toEqual([{ glob: 'charts/shop/**', files: 2 }]);
  });
});
