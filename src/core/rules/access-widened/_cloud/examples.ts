import type { FlaggedExample } from '../../rule.ts';

const added = (path: string, after: string) => [{ path, before: null, after }];
const at = (path: string, ...lines: readonly number[]) =>
  lines.map((line) => ({ path, line, side: 'head' as const }));

/** What cloud-access reports. */
export const FLAGGED: readonly FlaggedExample[] = [
  {
    name: 'Terraform: a security group opens SSH, in both spellings',
    files: added(
      'infra/network.tf',
      'resource "aws_security_group" "db" {\n  ingress {\n    from_port   = 22\n    to_port     = 22\n    protocol    = "tcp"\n    cidr_blocks = ["10.0.0.0/8", "0.0.0.0/0"]\n  }\n  egress {\n    from_port   = 0\n    to_port     = 0\n    protocol    = "-1"\n    cidr_blocks = ["0.0.0.0/0"]\n  }\n}\nresource "aws_vpc_security_group_ingress_rule" "pg" {\n  cidr_ipv6   = "::/0"\n  from_port   = 5432\n  to_port     = 5432\n  ip_protocol = "tcp"\n}\n',
    ),
    places: at('infra/network.tf', 6, 16),
  },
  {
    name: 'Terraform: Google and Azure firewalls',
    files: added(
      'infra/firewall.tf',
      'resource "google_compute_firewall" "a" {\n  source_ranges = ["0.0.0.0/0"]\n  allow {\n    protocol = "tcp"\n    ports    = ["443", "3389"]\n  }\n}\nresource "azurerm_network_security_rule" "b" {\n  direction              = "Inbound"\n  access                 = "Allow"\n  protocol               = "Tcp"\n  destination_port_range = "*"\n  source_address_prefix  = "*"\n}\n',
    ),
    places: at('infra/firewall.tf', 2, 13),
  },
  {
    name: 'Terraform: public bucket, public database, everyone as member',
    files: added(
      'main.tf',
      'resource "aws_s3_bucket_public_access_block" "a" {\n  block_public_acls   = false\n  block_public_policy = true\n}\nresource "aws_s3_bucket_acl" "a" {\n  acl = "public-read"\n}\nresource "aws_db_instance" "a" {\n  publicly_accessible = true\n}\nresource "google_storage_bucket_iam_member" "a" {\n  role   = "roles/storage.objectViewer"\n  member = "allUsers"\n}\n',
    ),
    places: at('main.tf', 2, 6, 9, 13),
  },
  {
    name: 'Terraform: every power, as document, as JSON and as managed policy',
    files: added(
      'iam.tf',
      'data "aws_iam_policy_document" "a" {\n  statement {\n    actions   = ["*"]\n    resources = ["*"]\n  }\n}\nresource "aws_iam_policy" "b" {\n  policy = jsonencode({\n    Statement = [{\n      Effect   = "Allow"\n      Action   = "*"\n      Resource = "*"\n    }]\n  })\n}\nresource "aws_iam_role_policy_attachment" "c" {\n  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"\n}\nresource "aws_sqs_queue_policy" "d" {\n  policy = <<EOF\n{\n  "Statement": [{\n    "Effect": "Allow",\n    "Principal": "*",\n    "Action": "sqs:SendMessage",\n    "Resource": "${aws_sqs_queue.d.arn}"\n  }]\n}\nEOF\n}\n',
    ),
    places: at('iam.tf', 3, 11, 17, 25),
  },
  {
    name: 'Terraform: the block of public access is taken away, a repository becomes public',
    files: [
      {
        path: 's3.tf',
        before:
          'resource "aws_s3_bucket" "b" {}\nresource "aws_s3_bucket_public_access_block" "b" {\n  bucket            = aws_s3_bucket.b.id\n  block_public_acls = true\n}\n',
        after: 'resource "aws_s3_bucket" "b" {}\n',
      },
      {
        path: 'github.tf',
        before: 'resource "github_repository" "r" {\n  visibility = "private"\n}\n',
        after: 'resource "github_repository" "r" {\n  visibility = "public"\n}\n',
      },
    ],
    places: [{ path: 's3.tf', line: 4, side: 'base' }, ...at('github.tf', 2)],
  },
  {
    name: 'everyone but, everything but, any workflow of GitHub, a condition taken away',
    files: [
      ...added(
        'policy.json',
        '{ "Statement": [\n  { "Effect": "Allow", "NotPrincipal": { "AWS": "1" },\n    "Action": "s3:*", "Resource": "*" },\n  { "Effect": "Allow",\n    "NotAction": "iam:*", "Resource": "*" },\n  { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com" },\n    "Action": "sts:AssumeRoleWithWebIdentity",\n    "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": "repo:*" } } }\n] }\n',
      ),
      {
        path: 'queue.yaml',
        before:
          'Effect: Allow\nPrincipal: "*"\nAction: sqs:SendMessage\nResource: q\nCondition: { ArnEquals: { aws:SourceArn: arn:aws:sns:eu:1:t } }\n',
        after: 'Effect: Allow\nPrincipal: "*"\nAction: sqs:SendMessage\nResource: q\n',
      },
    ],
    places: [...at('policy.json', 3, 5, 7), ...at('queue.yaml', 3)],
  },
  {
    name: 'Kubernetes: a patch of Kustomize, a database on the internet, a chart that leaves the cluster',
    files: [
      ...added(
        'k8s/kustomization.yaml',
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\npatches:\n  - target: { kind: ClusterRoleBinding }\n    patch: |-\n      - op: replace\n        path: /roleRef/name\n        value: cluster-admin\n',
      ),
      ...added(
        'k8s/db.yaml',
        'apiVersion: v1\nkind: Service\nmetadata: { name: db }\nspec:\n  type: LoadBalancer\n  ports: [{ port: 5432 }]\n',
      ),
      {
        path: 'chart/values.yaml',
        before: 'service:\n  type: ClusterIP\n',
        after: 'service:\n  type: LoadBalancer\n',
      },
    ],
    places: [...at('k8s/kustomization.yaml', 8), ...at('k8s/db.yaml', 5), ...at('chart/values.yaml', 2)],
  },
  {
    name: 'CloudFormation',
    files: added(
      'template.yaml',
      'Resources:\n  Web:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      SecurityGroupIngress:\n        - { IpProtocol: tcp, FromPort: 6379, ToPort: 6379, CidrIp: 0.0.0.0/0 }\n        - { IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0 }\n      SecurityGroupEgress:\n        - { IpProtocol: "-1", CidrIp: 0.0.0.0/0 }\n  Bucket:\n    Type: AWS::S3::Bucket\n    Properties:\n      AccessControl: PublicRead\n  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      Policies:\n        - PolicyDocument:\n            Statement:\n              - Effect: Allow\n                Action: "*"\n                Resource: "*"\n',
    ),
    places: at('template.yaml', 6, 13, 21),
  },
  {
    name: 'Kubernetes: cluster-admin, wildcards, anonymous',
    files: added(
      'k8s/rbac.yaml',
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: ci }\nroleRef:\n  kind: ClusterRole\n  name: cluster-admin\nsubjects:\n  - kind: Group\n    name: system:unauthenticated\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: all }\nrules:\n  - apiGroups: ["*"]\n    resources: ["*"]\n    verbs: ["*"]\n',
    ),
    places: at('k8s/rbac.yaml', 6, 9, 15),
  },
  {
    name: 'a Helm template, and YAML that does not parse',
    files: [
      ...added(
        'chart/templates/rbac.yaml',
        '{{- if .Values.rbac }}\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: {{ .Release.Name }}\nroleRef:\n  kind: ClusterRole\n  name: cluster-admin\n{{- end }}\n',
      ),
      ...added('deploy/broken.yaml', 'a: [\nCidrIp: 0.0.0.0/0\n'),
    ],
    places: [...at('chart/templates/rbac.yaml', 8), ...at('deploy/broken.yaml', 2)],
  },
  {
    name: 'Firebase rules lose their condition',
    files: [
      {
        path: 'firestore.rules',
        before: 'match /users/{id} {\n  allow read, write: if request.auth.uid == id;\n}\n',
        after: 'match /users/{id} {\n  // allow read: if false;\n  allow read, write: if true;\n}\n',
      },
      ...added('database.rules.json', '{ "rules": {\n  ".read": "auth != null",\n  ".write": true\n} }\n'),
    ],
    places: [...at('firestore.rules', 3), ...at('database.rules.json', 3)],
  },
  {
    name: 'Terraform: a list before a network, a whole service, a way to more rights, service accounts of a project',
    files: added(
      'infra/rights.tf',
      'resource "aws_network_acl_rule" "ssh" {\n  rule_action = "allow"\n  protocol    = "tcp"\n  cidr_block  = "0.0.0.0/0"\n  from_port   = 22\n  to_port     = 22\n}\ndata "aws_iam_policy_document" "d" {\n  statement {\n    actions   = ["s3:*"]\n    resources = ["*"]\n  }\n  statement {\n    actions   = ["iam:PassRole"]\n    resources = ["*"]\n  }\n}\nresource "google_project_iam_member" "m" {\n  role   = "roles/iam.serviceAccountTokenCreator"\n  member = "group:dev@acme.example"\n}\nresource "google_iam_workload_identity_pool_provider" "p" {\n  oidc {\n    issuer_uri = "https://token.actions.githubusercontent.com"\n  }\n}\n',
    ),
    places: at('infra/rights.tf', 4, 10, 14, 19, 22),
  },
  {
    name: 'Azure: a template, a Bicep file, and what closed a network taken away',
    files: [
      ...added(
        'azuredeploy.json',
        '{ "resources": [ { "type": "Microsoft.Sql/servers", "name": "s", "properties": {\n  "publicNetworkAccess": "Enabled" } } ] }\n',
      ),
      ...added(
        'storage.bicep',
        "resource s 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  name: 's'\n  properties: {\n    allowBlobPublicAccess: true\n  }\n}\n",
      ),
      {
        path: 'vault.tf',
        before: 'resource "azurerm_key_vault" "v" {\n  public_network_access_enabled = false\n}\n',
        after: 'resource "azurerm_key_vault" "v" {\n}\n',
      },
    ],
    places: [
      ...at('azuredeploy.json', 2),
      ...at('storage.bicep', 4),
      { path: 'vault.tf', line: 2, side: 'base' },
    ],
  },
  {
    name: 'Kubernetes: wildcards by themselves, tokens of everyone, a list of addresses taken away',
    files: [
      ...added(
        'k8s/role.yaml',
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: r }\nrules:\n  - apiGroups: [""]\n    resources: ["secrets"]\n    verbs: ["*"]\n  - apiGroups: [""]\n    resources: ["serviceaccounts/token"]\n    verbs: ["create"]\n',
      ),
      {
        path: 'k8s/web.yaml',
        before:
          'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: admin\n  annotations:\n    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8\n',
        after: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: admin\n',
      },
    ],
    places: [...at('k8s/role.yaml', 5, 8), { path: 'k8s/web.yaml', line: 6, side: 'base' }],
  },
];
