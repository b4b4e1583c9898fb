import { deletionProtection } from '../../../../src/core/rules/infrastructure-deleted/deletion-protection.ts';
import { destroyCommand } from '../../../../src/core/rules/infrastructure-deleted/destroy-command.ts';
import { resourceRemoved } from '../../../../src/core/rules/infrastructure-deleted/resource-removed.ts';
import type { Rule } from '../../../../src/core/rules/rule.ts';
import { changeFacts } from '../../../support/change.ts';

type Files = Parameters<typeof changeFacts>[0];

const found = (rule: Rule, files: Files): string[] =>
  rule
    .inspect(changeFacts(files), {})
    .flatMap(({ severity, places }) =>
      places.map(({ path, line, side }) => `${severity} ${path}:${line} ${side}`),
    );

const change = (path: string, before: string | null, after: string | null): Files => [
  { path, before, after },
];
const database = (name: string, inner = ''): string =>
  `resource "aws_db_instance" "${name}" {\n  engine = "postgres"\n${inner}}\n`;

describe('resource-removed', () => {
  test.each<[name: string, files: Files, expected: string[]]>([
    [
      'a file with HCL that cannot be parsed still declares',
      change('main.tf', database('a') + database('b'), `${database('a')}resource "x" {\n`),
      ['high main.tf:4 base'],
    ],
    [
      'a file is only renamed',
      [{ path: 'b/db.tf', previousPath: 'a/db.tf', before: database('a'), after: database('a') }],
      [],
    ],
    ['a file is copied', [{ path: 'b/db.tf', before: null, after: database('a') }], []],
    [
      'one of two environments with the same names goes',
      [
        { path: 'envs/prod/db.tf', before: database('a'), after: null },
        { path: 'envs/dev/db.tf', before: database('a'), after: `# dev\n${database('a')}` },
      ],
      ['high envs/prod/db.tf:1 base'],
    ],
    [
      'a removed block that destroys',
      change('main.tf', database('a'), 'removed {\n  from = aws_db_instance.a\n}\n'),
      ['high main.tf:1 base'],
    ],
    [
      'a comment that says it was moved is no moved block',
      change('main.tf', database('a'), '# moved { from = aws_db_instance.a }\n'),
      ['high main.tf:1 base'],
    ],
    [
      'protected by its author, whatever it is',
      change(
        'main.tf',
        'resource "acme_thing" "a" {\n  lifecycle {\n    prevent_destroy = true\n  }\n}\n',
        '',
      ),
      ['high main.tf:1 base'],
    ],
    [
      'a memory cache',
      change('main.tf', 'resource "aws_elasticache_cluster" "a" {\n  engine = "memcached"\n}\n', ''),
      [],
    ],
    [
      'a manifest becomes a template of a chart',
      [
        {
          path: 'k8s/pvc.yaml',
          before: 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: data }\nspec: { a: 1 }\n',
          after: null,
        },
        {
          path: 'chart/templates/pvc.yaml',
          before: null,
          after:
            'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: {{ .Release.Name }}-data\nspec: { a: {{ .Values.a }} }\n',
        },
      ],
      [],
    ],
    [
      'kept by the chart',
      change(
        'chart/templates/pvc.yaml',
        'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\n  annotations: { helm.sh/resource-policy: keep }\n',
        '',
      ),
      [],
    ],
    [
      'a database of an operator',
      change('db.yaml', 'apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: { name: main }\n', null),
      ['high db.yaml:3 base'],
    ],
    [
      'a stateless set',
      change('s.yaml', 'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: a }\nspec: {}\n', null),
      [],
    ],
    [
      'a Compose volume under another name, and one that others own',
      change(
        'compose.yaml',
        'services: {}\nvolumes:\n  db:\n  shared: { external: true }\n',
        'services: {}\nvolumes:\n  data:\n',
      ),
      [],
    ],
    [
      'an Azure template',
      change('a.json', '{"resources":[{"type":"Microsoft.Sql/servers","name":"shop"}]}', '{"resources":[]}'),
      ['high a.json:1 base'],
    ],
    [
      'Pulumi, in Python',
      change(
        '__main__.py',
        'import pulumi_aws as aws\nbucket = aws.s3.Bucket(\n    "invoices",\n)\n',
        'import pulumi_aws as aws\n',
      ),
      ['high __main__.py:2 base'],
    ],
    ['a class of the same name elsewhere', change('a.ts', "new Table('users');\n", ''), []],
  ])('%s', (_name, files, expected) => {
    expect(found(resourceRemoved, files)).toEqual(expected);
  });
});

describe('deletion-protection', () => {
  test.each<[name: string, files: Files, expected: string[]]>([
    ['added again', change('a.tf', database('a'), database('a', '  deletion_protection = true\n')), []],
    [
      'in the same place with other indentation',
      change(
        'a.tf',
        database('a', '  deletion_protection = true\n'),
        database('a', '\n      deletion_protection   = true\n'),
      ),
      [],
    ],
    [
      "a variable's default",
      change(
        'v.tf',
        'variable "deletion_protection" {\n  default = true\n}\n',
        'variable "deletion_protection" {\n  default = false\n}\n',
      ),
      ['high v.tf:2 head'],
    ],
    [
      'an argument of a module, and of an environment',
      [
        {
          path: 'm.tf',
          before: 'module "db" {\n  source = "./x"\n  skip_final_snapshot = false\n}\n',
          after: 'module "db" {\n  source = "./x"\n  skip_final_snapshot = true\n}\n',
        },
        {
          path: 'prod.tfvars',
          before: 'deletion_protection = true\n',
          after: 'deletion_protection = false\n',
        },
      ],
      ['high m.tf:3 head', 'high prod.tfvars:1 head'],
    ],
    [
      'versioning becomes a resource of its own',
      change(
        's3.tf',
        'resource "aws_s3_bucket" "b" {\n  versioning {\n    enabled = true\n  }\n}\n',
        'resource "aws_s3_bucket" "b" {\n}\nresource "aws_s3_bucket_versioning" "b" {\n  versioning_configuration {\n    status = "Enabled"\n  }\n}\n',
      ),
      [],
    ],
    ['not of data', change('a.tf', null, 'resource "aws_iam_user" "u" {\n  force_destroy = true\n}\n'), []],
    [
      'a replica',
      change('a.tf', null, database('r', '  replicate_source_db = "a"\n  skip_final_snapshot = true\n')),
      [],
    ],
    [
      'goes with its bucket, which is told elsewhere',
      change(
        's3.tf',
        'resource "aws_s3_bucket" "b" {}\nresource "aws_s3_bucket_versioning" "v" {\n  bucket = aws_s3_bucket.b.id\n}\n',
        '',
      ),
      [],
    ],
    [
      'CloudFormation: a database and its backups',
      change(
        't.json',
        '{"Resources":{"D":{"Type":"AWS::RDS::DBInstance","Properties":{"BackupRetentionPeriod":7}}}}',
        '{"Resources":{"D":{"Type":"AWS::RDS::DBInstance","DeletionPolicy":"Delete","Properties":{"BackupRetentionPeriod":0}}}}',
      ),
      ['high t.json:1 head'],
    ],
    [
      'a policy that a condition picks',
      change(
        't.yaml',
        'Resources:\n  T:\n    Type: AWS::DynamoDB::Table\n    DeletionPolicy: Retain\n',
        'Resources:\n  T:\n    Type: AWS::DynamoDB::Table\n    DeletionPolicy: !If [Prod, Retain, Delete]\n',
      ),
      [],
    ],
  ])('%s', (_name, files, expected) => {
    expect(found(deletionProtection, files)).toEqual(expected);
  });
});

describe('destroy-command', () => {
  test.each<[name: string, path: string, text: string, lines: number]>([
    ['a comment does not make it a test', 'scripts/x.sh', 'aws s3 rb s3://invoices --force # test only\n', 1],
    ['behind what is shown', 'scripts/x.sh', 'echo "gone" && terraform destroy -auto-approve\n', 1],
    ['only shown', 'scripts/x.sh', 'echo "kubectl delete namespace shop"\n', 0],
    ['Terragrunt', 'Makefile', 'down:\n\tterragrunt run-all destroy --terragrunt-non-interactive\n', 1],
    ['apply that destroys', 'Jenkinsfile', "sh 'terraform apply -destroy -auto-approve'\n", 1],
    ['the root, and everything below', 'deploy/x.sh', 'rm -rf /\nrm -rf /*\nrm -rf ~/\n', 3],
    ['folders of a build', 'deploy/x.sh', 'rm -rf ./data/tmp\nrm -rf /tmp/x\nrm -rf /app/node_modules\n', 0],
    ['a key', 'scripts/x.sh', 'aws kms schedule-key-deletion --key-id 1\n', 1],
    [
      'listing',
      'scripts/x.sh',
      'aws rds describe-db-instances\nkubectl get pvc\ngcloud sql instances list\n',
      0,
    ],
    ['a cluster for a test', 'scripts/x.sh', 'kubectl delete ns e2e-1\nk3d cluster delete\n', 0],
    ['documentation', 'docs/x.sh', 'terraform destroy -auto-approve\n', 0],
  ])('%s', (_name, path, text, lines) => {
    expect(found(destroyCommand, change(path, null, text))).toHaveLength(lines);
  });
});

describe('hostile files take little time', () => {
  const SIZE = 300_000;
  const fill = (unit: string): string => unit.repeat(Math.ceil(SIZE / unit.length));
  test.each<[name: string, rule: Rule, path: string, before: string, after: string]>([
    ['resources', resourceRemoved, 'a.tf', fill(database('a')), ''],
    ['heads without ends', resourceRemoved, 'a.tf', fill('resource "a" "b" {\n'), ''],
    ['constructors', resourceRemoved, 'a.ts', `aws-cdk\n${fill("new Bucket(this, 'x', {\n")}`, ''],
    ['generic arguments', resourceRemoved, 'a.ts', `aws-cdk\n${fill('new Bucket<')}`, ''],
    [
      'one long line',
      deletionProtection,
      'a.yaml',
      '',
      `apiVersion: v1\nkind: ${fill('deletion_protection ')}`,
    ],
    ['maps', deletionProtection, 'a.yaml', '', `apiVersion: v1\n${fill('a: {\n')}`],
    ['commands in one line', destroyCommand, 'a.sh', '', fill('terraform destroy ')],
    ['lines that go on', destroyCommand, 'a.sh', '', fill('kubectl delete \\\n')],
    ['what is shown', destroyCommand, 'a.sh', '', fill('echo rm -rf ;')],
  ])('%s', (_name, rule, path, before, after) => {
    const facts = changeFacts([{ path, before, after }]);
    const start = performance.now();
    rule.inspect(facts, {});
    expect(performance.now() - start).toBeLessThan(4000);
  });
});

test('what a command was called with is not told', () => {
  const password = ['hunter', '2'].join('');
  const text = `curl -u "app:${password}" -X DELETE https://api.hetzner.cloud/v1/volumes/1\ndoctl -t ${password} databases delete shop\n`;
  const messages = destroyCommand
    .inspect(changeFacts(change('scripts/x.sh', null, text)), {})
    .map(({ message }) => message.split('. ')[0]);
  expect(messages).toEqual(['Running this deletes what holds data, without asking: curl; doctl']);
});

test('what only a database is told is for another rule', () => {
  const text = 'dropdb shop\nrails db:drop\npsql -c "DROP DATABASE shop"\nredis-cli flushall\n';
  expect(destroyCommand.inspect(changeFacts(change('deploy/x.sh', null, text)), {})).toEqual([]);
});
