import type { Example } from '../../rule.ts';

const added = (path: string, after: string) => [{ path, before: null, after }];

/** What cloud-access leaves alone. */
export const CLEAN: readonly Example[] = [
  {
    name: 'web ports, ping, outbound traffic, routes',
    files: added(
      'infra/web.tf',
      'resource "aws_security_group_rule" "https" {\n  type        = "ingress"\n  from_port   = 443\n  to_port     = 443\n  protocol    = "tcp"\n  cidr_blocks = ["0.0.0.0/0"]\n}\nresource "aws_security_group_rule" "out" {\n  type        = "egress"\n  from_port   = 0\n  to_port     = 65535\n  protocol    = "-1"\n  cidr_blocks = ["0.0.0.0/0"]\n}\nresource "aws_route" "default" {\n  destination_cidr_block = "0.0.0.0/0"\n}\nresource "aws_route_table" "r" {\n  route {\n    cidr_block = "0.0.0.0/0"\n  }\n}\nresource "aws_s3_bucket" "b" {\n  acl = "private"\n}\n',
    ),
  },
  {
    name: 'a bucket goes with what closed it, a trust that names its repository, an internal balancer',
    files: [
      {
        path: 's3.tf',
        before:
          'resource "aws_s3_bucket" "b" {}\nresource "aws_s3_bucket_public_access_block" "b" {\n  bucket            = aws_s3_bucket.b.id\n  block_public_acls = true\n}\n',
        after: '',
      },
      ...added(
        'role.tf',
        'data "aws_iam_policy_document" "t" {\n  statement {\n    actions = ["sts:AssumeRoleWithWebIdentity"]\n    principals {\n      type        = "Federated"\n      identifiers = ["arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com"]\n    }\n    condition {\n      test     = "StringLike"\n      variable = "token.actions.githubusercontent.com:sub"\n      values   = ["repo:acme/shop:*"]\n    }\n  }\n}\n',
      ),
      ...added(
        'k8s/db.yaml',
        'apiVersion: v1\nkind: Service\nmetadata:\n  name: db\n  annotations: { service.beta.kubernetes.io/aws-load-balancer-internal: "true" }\nspec:\n  type: LoadBalancer\n  ports: [{ port: 5432 }]\n',
      ),
    ],
  },
  {
    name: 'statements with a condition, named principals, one service',
    files: added(
      'iam.tf',
      'data "aws_iam_policy_document" "a" {\n  statement {\n    actions   = ["s3:GetObject"]\n    resources = ["*"]\n  }\n  statement {\n    effect    = "Deny"\n    actions   = ["*"]\n    resources = ["*"]\n  }\n  statement {\n    actions   = ["sqs:SendMessage"]\n    resources = ["*"]\n    principals {\n      type        = "*"\n      identifiers = ["*"]\n    }\n    condition {\n      test     = "ArnEquals"\n      variable = "aws:SourceArn"\n      values   = [var.topic]\n    }\n  }\n}\n',
    ),
  },
  {
    name: 'a rule moves to another file and is indented again',
    files: [
      {
        path: 'main.tf',
        before:
          'resource "aws_security_group" "x" {\n  ingress {\n    from_port = 22\n    to_port = 22\n    protocol = "tcp"\n    cidr_blocks = ["0.0.0.0/0"]\n  }\n}\n',
        after: '',
      },
      {
        path: 'network.tf',
        before: '',
        after:
          '# moved\nresource "aws_security_group" "x" {\n    ingress {\n        from_port   = 22\n        to_port     = 22\n        protocol    = "tcp"\n        cidr_blocks = [\n          "0.0.0.0/0",\n        ]\n    }\n}\n',
      },
    ],
  },
  {
    name: 'Kubernetes: a small role, an outbound policy, an open ingress',
    files: added(
      'k8s/app.yaml',
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: r }\nrules:\n  - apiGroups: ["apps"]\n    resources: ["deployments"]\n    verbs: ["get", "patch"]\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: n }\nspec:\n  egress:\n    - to: [{ ipBlock: { cidr: 0.0.0.0/0 } }]\n',
    ),
  },
  {
    name: 'access is narrowed',
    files: [
      {
        path: 'sg.tf',
        before:
          'resource "aws_security_group_rule" "x" {\n  type = "ingress"\n  from_port = 22\n  to_port = 22\n  cidr_blocks = ["0.0.0.0/0"]\n}\n',
        after:
          'resource "aws_security_group_rule" "x" {\n  type = "ingress"\n  from_port = 22\n  to_port = 22\n  cidr_blocks = ["10.1.0.0/16"]\n}\n',
      },
    ],
  },
  {
    name: 'Firebase rules that ask who it is',
    files: added(
      'firestore.rules',
      'match /posts/{id} {\n  allow read: if resource.data.published == true;\n  allow write: if request.auth != null && request.auth.uid == resource.data.owner;\n  allow delete: if false;\n}\n',
    ),
  },
  {
    name: 'tests and examples',
    files: added('test/fixtures/open.tf', 'resource "aws_s3_bucket" "b" {\n  acl = "public-read"\n}\n'),
  },
  {
    name: 'lists that let answers in, rights on named things, a firewall that denies or is off',
    files: added(
      'infra/narrow.tf',
      'resource "aws_network_acl_rule" "answers" {\n  rule_action = "allow"\n  protocol    = "tcp"\n  cidr_block  = "0.0.0.0/0"\n  from_port   = 1024\n  to_port     = 65535\n}\ndata "aws_iam_policy_document" "d" {\n  statement {\n    actions   = ["s3:*", "iam:PassRole"]\n    resources = ["arn:aws:s3:::acme-logs/*"]\n  }\n  statement {\n    actions   = ["logs:*", "ec2:Describe*"]\n    resources = ["*"]\n  }\n}\nresource "google_service_account_iam_member" "m" {\n  role   = "roles/iam.serviceAccountUser"\n  member = "group:dev@acme.example"\n}\nresource "google_compute_firewall" "d" {\n  source_ranges = ["0.0.0.0/0"]\n  deny {\n    protocol = "all"\n  }\n}\n',
    ),
  },
  {
    name: 'an own kind of object, a network that only named addresses reach, a list that stays',
    files: [
      ...added(
        'k8s/operator.yaml',
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: r }\nrules:\n  - apiGroups: ["acme.example"]\n    resources: ["*"]\n    verbs: ["*"]\n',
      ),
      ...added(
        'storage.tf',
        'resource "azurerm_storage_account" "s" {\n  public_network_access_enabled = true\n  network_rules {\n    default_action = "Deny"\n  }\n}\n',
      ),
      {
        path: 'k8s/web.yaml',
        before:
          'kind: Service\napiVersion: v1\nmetadata: { name: w }\nspec:\n  loadBalancerSourceRanges: [10.0.0.0/8]\n',
        after:
          'kind: Service\napiVersion: v1\nmetadata: { name: w }\nspec:\n  loadBalancerSourceRanges: [10.0.0.0/8, 192.168.0.0/16]\n',
      },
    ],
  },
];
