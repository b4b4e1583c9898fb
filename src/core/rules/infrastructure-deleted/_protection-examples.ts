import type { Example, FlaggedExample } from '../rule.ts';

const DATABASE = (inner: string): string =>
  `resource "aws_db_instance" "main" {\n  identifier = "shop"\n${inner}}\n`;

/** What deletion-protection reports. */
export const FLAGGED: readonly FlaggedExample[] = [
  {
    name: 'Terraform: prevent_destroy taken away, deletion protection off',
    files: [
      {
        path: 'a.tf',
        before: DATABASE('  lifecycle {\n    prevent_destroy = true\n  }\n'),
        after: DATABASE(''),
      },
      {
        path: 'b.tf',
        before: 'resource "aws_rds_cluster" "c" {\n  deletion_protection = true\n}\n',
        after: 'resource "aws_rds_cluster" "c" {\n  deletion_protection = false\n}\n',
      },
    ],
    places: [
      { path: 'a.tf', line: 4, side: 'base' },
      { path: 'b.tf', line: 2, side: 'head' },
    ],
  },
  {
    name: 'Terraform: no last snapshot, no backups, buckets emptied',
    files: [
      {
        path: 'db.tf',
        before: DATABASE('  backup_retention_period = 7\n'),
        after: DATABASE('  backup_retention_period = 0\n  skip_final_snapshot = true\n'),
      },
      { path: 's3.tf', before: null, after: 'resource "aws_s3_bucket" "b" {\n  force_destroy = true\n}\n' },
    ],
    places: [
      { path: 'db.tf', line: 3, side: 'head' },
      { path: 'db.tf', line: 4, side: 'head' },
      { path: 's3.tf', line: 2, side: 'head' },
    ],
  },
  {
    name: 'Terraform: a new database that says it may be deleted',
    files: [{ path: 'db.tf', before: null, after: DATABASE('  deletion_protection = false\n') }],
    places: [{ path: 'db.tf', line: 3, side: 'head' }],
  },
  {
    name: 'Terraform: what is deleted is not kept for a while any more',
    files: [
      {
        path: 'storage.tf',
        before:
          'resource "azurerm_storage_account" "s" {\n  blob_properties {\n    delete_retention_policy {\n      days = 7\n    }\n  }\n}\nresource "google_spanner_database" "d" {\n  enable_drop_protection = true\n}\n',
        after:
          'resource "azurerm_storage_account" "s" {\n  blob_properties {\n  }\n}\nresource "google_spanner_database" "d" {\n}\n',
      },
    ],
    places: [
      { path: 'storage.tf', line: 4, side: 'base' },
      { path: 'storage.tf', line: 9, side: 'base' },
    ],
  },
  {
    name: 'Terraform: versioning of a bucket, and a lock',
    files: [
      {
        path: 's3.tf',
        before:
          'resource "aws_s3_bucket_versioning" "v" {\n  versioning_configuration {\n    status = "Enabled"\n  }\n}\nresource "azurerm_management_lock" "l" {\n  lock_level = "CanNotDelete"\n}\n',
        after:
          'resource "aws_s3_bucket_versioning" "v" {\n  versioning_configuration {\n    status = "Suspended"\n  }\n}\n',
      },
    ],
    places: [
      { path: 's3.tf', line: 3, side: 'head' },
      { path: 's3.tf', line: 6, side: 'base' },
    ],
  },
  {
    name: 'CloudFormation: DeletionPolicy taken away',
    files: [
      {
        path: 'template.yaml',
        before: 'Resources:\n  T:\n    Type: AWS::DynamoDB::Table\n    DeletionPolicy: Retain\n',
        after: 'Resources:\n  T:\n    Type: AWS::DynamoDB::Table\n',
      },
    ],
    places: [{ path: 'template.yaml', line: 4, side: 'base' }],
  },
  {
    name: 'Kubernetes: the volume goes with its claim',
    files: [
      {
        path: 'storage.yaml',
        before:
          'apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata:\n  name: db\nreclaimPolicy: Retain\n',
        after:
          'apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata:\n  name: db\nreclaimPolicy: Delete\n',
      },
    ],
    places: [{ path: 'storage.yaml', line: 5, side: 'head' }],
  },
  {
    name: 'CDK: a table that goes with its stack',
    files: [
      {
        path: 'lib/stack.ts',
        before:
          "import { Table } from 'aws-cdk-lib/aws-dynamodb';\nnew Table(this, 'Orders', {\n  removalPolicy: RemovalPolicy.RETAIN,\n});\n",
        after:
          "import { Table } from 'aws-cdk-lib/aws-dynamodb';\nnew Table(this, 'Orders', {\n  removalPolicy: RemovalPolicy.DESTROY,\n});\n",
      },
    ],
    places: [{ path: 'lib/stack.ts', line: 3, side: 'head' }],
  },
];

/** What it leaves alone. */
export const CLEAN: readonly Example[] = [
  {
    name: 'protection added, raised, and spelt by a variable',
    files: [
      {
        path: 'a.tf',
        before: DATABASE(''),
        after: DATABASE(
          '  deletion_protection = true\n  skip_final_snapshot = false\n  backup_retention_period = 14\n',
        ),
      },
      {
        path: 'b.tf',
        before: 'resource "aws_rds_cluster" "c" {\n  deletion_protection = true\n}\n',
        after: 'resource "aws_rds_cluster" "c" {\n  deletion_protection = var.protected\n}\n',
      },
    ],
  },
  {
    name: 'a protected resource moves to another file',
    files: [
      { path: 'a.tf', before: DATABASE('  lifecycle {\n    prevent_destroy = true\n  }\n'), after: '' },
      {
        path: 'b.tf',
        before: null,
        after: DATABASE('    lifecycle {\n      prevent_destroy = true\n    }\n'),
      },
    ],
  },
  {
    name: 'what is the default anyway, and examples',
    files: [
      { path: 'a.tf', before: DATABASE(''), after: DATABASE('  deletion_protection = false\n') },
      {
        path: 'lb.tf',
        before: null,
        after: 'resource "aws_lb" "l" {\n  enable_deletion_protection = false\n}\n',
      },
      {
        path: 'examples/s3/main.tf',
        before: null,
        after: 'resource "aws_s3_bucket" "b" {\n  force_destroy = true\n}\n',
      },
    ],
  },
];
