import { z } from 'zod';
import type { Finding, Place, Rule, Severity } from '../rule.ts';
import { grouped, listed, uniquePlaces } from './_findings.ts';
import { type Declared, inventory, inventoryNeed } from './_inventory.ts';
import type { FileChange } from '../../facts/facts.ts';

const options = z.strictObject({});

interface Loss {
  readonly severity: Severity;
  readonly what: string;
  readonly again: boolean;
  readonly place: Place;
}

/** Leaving these out of the code alone deletes no data, or the data is a developer's. */
const LIGHTER = /^(?:Compose volume|chart value|chart dependency)$/;

const describe = ({ type, name }: Declared): string => `${type} ${name.replace(/^\//, '')}`;

function losses(files: readonly FileChange[]): Loss[] {
  const { pairs, removed } = inventory(files);
  const gone = removed
    .filter(
      ({ role, disabled, kept, optional }) => role === 'state' && !disabled && !kept && optional !== true,
    )
    .map((resource): Loss => ({
      severity: LIGHTER.test(resource.type) ? 'medium' : 'high',
      what: describe(resource),
      again: false,
      place: { path: resource.path, line: resource.line, side: 'base' },
    }));
  const changed = pairs.flatMap(([base, head]): Loss[] => {
    if (base.role !== 'state') return [];
    if (!base.disabled && head.disabled) {
      const severity = LIGHTER.test(base.type) ? 'medium' : 'high';
      return [
        {
          severity,
          what: describe(head),
          again: false,
          place: { path: head.path, line: head.line, side: 'head' },
        },
      ];
    }
    return [...base.fixed].flatMap(([name, { value }]): Loss[] => {
      const now = head.fixed.get(name);
      if (now === undefined || now.value === value) return [];
      return [
        {
          severity: 'high',
          what: `${describe(head)} (${name})`,
          again: true,
          place: { path: head.path, line: now.line, side: 'head' },
        },
      ];
    });
  });
  return [...gone, ...changed];
}

function findings(files: readonly FileChange[]): Finding[] {
  return grouped(losses(files), ({ again, severity }) => `${again} ${severity}`).map((group) => {
    const [{ again, severity }] = group;
    const list = listed(
      group.map(({ what }) => what),
      ', ',
    );
    return {
      rule: 'resource-removed',
      family: 'infrastructure-deleted',
      severity,
      message: again
        ? `Another value cannot be set in place, so applying this deletes and makes anew: ${list}. Keep the value, or move the data to a second resource first.`
        : `Applying this deletes what holds data: ${list}. Keep a copy and delete it in a change of its own, or say with a moved or removed block that it stays.`,
      places: uniquePlaces(group.map(({ place }) => place)),
    };
  });
}

const removed = (path: string, before: string, after: string | null = null) => ({ path, before, after });
const DATABASE =
  'resource "aws_db_instance" "main" {\n  identifier = "shop-prod"\n  engine     = "postgres"\n}\n';
const BUCKET = 'resource "aws_s3_bucket" "invoices" {\n  bucket = "acme-invoices"\n}\n';

/** Databases, buckets, volumes and the like that are no longer declared, so that they are deleted. */
export const resourceRemoved: Rule<z.infer<typeof options>> = {
  id: 'resource-removed',
  family: 'infrastructure-deleted',
  summary:
    'Databases, buckets, volumes, queues, keys, zones and clusters taken out of Terraform, CloudFormation, Kubernetes, Compose or cloud programs.',
  why: 'What infrastructure code no longer declares is deleted when it is next applied, with the data in it. An agent that tidies up code it believes unused, or starts an environment over, takes production with it.',
  remediation:
    'Keep a copy and delete in a change of its own. Write `moved` for a new address, and `removed` with `destroy = false` or a Retain policy for what others take over.',
  severity: 'high',
  action: 'review',
  options,
  needs: inventoryNeed,
  inspect(facts) {
    return findings(facts.files);
  },
  flagged: [
    {
      name: 'Terraform: a database and a bucket',
      files: [
        removed(
          'infra/main.tf',
          `${DATABASE}${BUCKET}resource "aws_instance" "web" {}\n`,
          'resource "aws_vpc" "v" {}\n',
        ),
      ],
      places: [
        { path: 'infra/main.tf', line: 1, side: 'base' },
        { path: 'infra/main.tf', line: 5, side: 'base' },
      ],
    },
    {
      name: 'Terraform: a module of a database, and one switched off',
      files: [
        removed('prod/db.tf', 'module "db" {\n  source = "terraform-aws-modules/rds/aws"\n}\n'),
        removed(
          'prod/s3.tf',
          BUCKET,
          'resource "aws_s3_bucket" "invoices" {\n  count  = 0\n  bucket = "acme-invoices"\n}\n',
        ),
      ],
      places: [
        { path: 'prod/db.tf', line: 1, side: 'base' },
        { path: 'prod/s3.tf', line: 1, side: 'head' },
      ],
    },
    {
      name: 'Terraform: a name that forces a new bucket',
      files: [removed('infra/s3.tf', BUCKET, BUCKET.replace('acme-invoices', 'acme-bills'))],
      places: [{ path: 'infra/s3.tf', line: 2, side: 'head' }],
    },
    {
      name: 'CloudFormation: a table',
      files: [
        removed(
          'template.yaml',
          'Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n    Properties: { TableName: orders }\n  Fn:\n    Type: AWS::Lambda::Function\n',
          'Resources:\n  Fn:\n    Type: AWS::Lambda::Function\n',
        ),
      ],
      places: [{ path: 'template.yaml', line: 2, side: 'base' }],
    },
    {
      name: 'Kubernetes: a claim and a stateful set with claims',
      files: [
        removed('k8s/pvc.yaml', 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\n'),
        removed(
          'k8s/db.yaml',
          'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: db }\nspec:\n  volumeClaimTemplates:\n    - metadata: { name: data }\n',
        ),
      ],
      places: [
        { path: 'k8s/pvc.yaml', line: 4, side: 'base' },
        { path: 'k8s/db.yaml', line: 3, side: 'base' },
      ],
    },
    {
      name: 'Helm values: nothing is kept any more',
      files: [
        removed(
          'chart/values.yaml',
          'persistence:\n  enabled: true\npostgresql:\n  enabled: true\n',
          'persistence:\n  enabled: false\npostgresql:\n  enabled: false\n',
        ),
      ],
      places: [
        { path: 'chart/values.yaml', line: 2, side: 'head' },
        { path: 'chart/values.yaml', line: 4, side: 'head' },
      ],
    },
    {
      name: 'Compose: a named volume',
      files: [
        removed(
          'docker-compose.prod.yml',
          'services:\n  db:\n    image: postgres\n    volumes: [pgdata:/var/lib/postgresql/data]\nvolumes:\n  pgdata:\n',
          'services:\n  db:\n    image: postgres\n',
        ),
      ],
      places: [{ path: 'docker-compose.prod.yml', line: 6, side: 'base' }],
    },
    {
      name: 'CDK: a queue',
      files: [
        removed(
          'lib/stack.ts',
          "import * as sqs from 'aws-cdk-lib/aws-sqs';\nnew sqs.Queue(this, 'Orders');\n",
          "import * as sqs from 'aws-cdk-lib/aws-sqs';\n",
        ),
      ],
      places: [{ path: 'lib/stack.ts', line: 2, side: 'base' }],
    },
  ],
  clean: [
    {
      name: 'moved to another file, and to another folder',
      files: [
        removed('infra/main.tf', DATABASE + BUCKET, ''),
        { path: 'infra/db.tf', before: null, after: `# the database\n${DATABASE}` },
        {
          path: 'modules/storage/main.tf',
          before: null,
          after: 'resource "aws_s3_bucket" "this" {\n  bucket = var.name\n}\n',
        },
      ],
    },
    {
      name: 'another address by a moved block, and left to others by a removed block',
      files: [
        removed(
          'infra/main.tf',
          DATABASE + BUCKET,
          'module "db" {\n  source = "./db"\n}\nmoved {\n  from = aws_db_instance.main\n  to   = module.db.aws_db_instance.x\n}\nremoved {\n  from = aws_s3_bucket.invoices\n  lifecycle {\n    destroy = false\n  }\n}\n',
        ),
      ],
    },
    {
      name: 'a new label',
      files: [removed('infra/main.tf', DATABASE, DATABASE.replace('"main"', '"primary"'))],
    },
    {
      name: 'kept by its policy',
      files: [
        removed(
          'template.yaml',
          'Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n    DeletionPolicy: Retain\n  T:\n    Type: AWS::SNS::Subscription\n',
          'Resources:\n  T:\n    Type: AWS::SNS::Subscription\n',
        ),
      ],
    },
    {
      name: 'what is cheap to make again, and tests',
      files: [
        removed(
          'infra/main.tf',
          'resource "aws_instance" "web" {}\nresource "aws_iam_role" "r" {}\nmodule "label" {\n  source = "cloudposse/label/null"\n}\n',
        ),
        removed('tests/infra/main.tf', DATABASE),
        removed('k8s/web.yaml', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\n'),
        removed('docker-compose.yml', 'services: {}\nvolumes:\n  node_modules:\n', 'services: {}\n'),
      ],
    },
  ],
};
