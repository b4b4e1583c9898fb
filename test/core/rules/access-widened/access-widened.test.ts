import { loadParsers } from '../../../../src/core/parsers/parsers.ts';
import { cloudAccess } from '../../../../src/core/rules/access-widened/cloud-access.ts';
import { sqlAccess } from '../../../../src/core/rules/access-widened/sql-access.ts';
import { changeFacts } from '../../../support/change.ts';

beforeAll(() => loadParsers(['postgresql']));

const sql = (text: string) =>
  sqlAccess
    .inspect(changeFacts([{ path: 'migrations/1_x.sql', before: null, after: text }]), {})
    .map(({ severity }) => severity);

describe('sql-access', () => {
  test.each<[name: string, text: string, severities: string[]]>([
    ['anyone reads', 'CREATE POLICY p ON t FOR SELECT USING (true);', ['medium']],
    ['anyone signed in reads', 'CREATE POLICY p ON t FOR SELECT TO authenticated USING (true);', ['low']],
    ['anyone signed in changes', 'CREATE POLICY p ON t FOR UPDATE TO authenticated USING (true);', ['high']],
    ['anyone adds', 'CREATE POLICY p ON t FOR INSERT TO anon WITH CHECK (true);', ['medium']],
    ['a named role', 'CREATE POLICY p ON t TO auth_admin USING (true);', []],
    ['a comparison of columns', 'CREATE POLICY p ON t USING (a = a_b);', []],
    ['a policy made open later', 'ALTER POLICY p ON t USING (1 = 1);', ['medium']],
    [
      'every table to everyone signed in',
      'GRANT SELECT ON ALL TABLES IN SCHEMA a TO authenticated;',
      ['medium'],
    ],
    ['one table to everyone signed in', 'GRANT SELECT ON t TO authenticated;', []],
    ['objects made in a schema', 'GRANT ALL ON SCHEMA public TO PUBLIC;', ['medium']],
    ['the owner is no longer bound', 'ALTER TABLE t NO FORCE ROW LEVEL SECURITY;', ['medium']],
    ['MySQL, everything', "GRANT ALL PRIVILEGES ON *.* TO 'a'@'%';", ['high']],
    ['only on the way down', '-- +goose Up\nSELECT 1;\n-- +goose Down\nGRANT SELECT ON t TO PUBLIC;', []],
  ])('%s', (_name, text, severities) => {
    expect(sql(text)).toEqual(severities);
  });
});

const cloud = (path: string, after: string, before: string | null = null) =>
  cloudAccess
    .inspect(changeFacts([{ path, before, after }]), {})
    .map(({ severity, message }) => `${severity}: ${message.split('. ')[0]}`);

const rule = (from: string, to: string, protocol = 'tcp', cidr = '0.0.0.0/0') =>
  `resource "aws_security_group_rule" "x" {\n  type = "ingress"\n  from_port = ${from}\n  to_port = ${to}\n  protocol = "${protocol}"\n  cidr_blocks = ["${cidr}"]\n}\n`;

describe('cloud-access', () => {
  test.each<[name: string, text: string, expected: string[]]>([
    ['a shell', rule('22', '22'), ['high: The whole internet could reach port 22']],
    [
      'a range that holds a database',
      rule('5000', '5999'),
      ['high: The whole internet could reach port 5000-5999'],
    ],
    ['an application', rule('8080', '8080'), ['medium: The whole internet could reach port 8080']],
    ['a variable', rule('var.p', 'var.p'), ['medium: The whole internet could reach a port']],
    ['everything', rule('0', '0', '-1'), ['high: The whole internet could reach every port']],
    ['web', rule('443', '443'), []],
    ['ping', rule('-1', '-1', 'icmp'), []],
    ['a network', rule('22', '22', 'tcp', '10.0.0.0/8'), []],
    [
      'IPv6, written out',
      rule('22', '22', 'tcp', '0:0:0:0:0:0:0:0/0'),
      ['high: The whole internet could reach port 22'],
    ],
  ])('Terraform: %s', (_name, text, expected) => {
    expect(cloud('main.tf', text)).toEqual(expected);
  });

  test('the same opening of another resource is new', () => {
    const before = rule('22', '22');
    expect(cloud('main.tf', before.replace('"x"', '"y"'), before)).toHaveLength(1);
    expect(cloud('main.tf', `\n# moved\n${before}`, before)).toEqual([]);
  });

  test('YAML that cannot be parsed is read line by line', () => {
    expect(cloud('k8s/x.yaml', 'a: [\nname: cluster-admin\n')).toEqual(['medium: Hands out cluster-admin']);
    expect(cloud('main.tf', 'a {\n  acl = "public-read"\n')).toEqual([
      'medium: Data could be read from the internet: an ACL for everyone',
    ]);
  });

  test('an alias carries what its anchor opens', () => {
    const text =
      'Resources:\n  A: &a\n    Type: AWS::S3::Bucket\n    Properties: { AccessControl: PublicRead }\n  B: *a\n';
    expect(
      cloudAccess
        .inspect(changeFacts([{ path: 'template.yml', before: null, after: text }]), {})
        .flatMap(({ places }) => places.length),
    ).toEqual([1]);
  });

  const SIZE = 300_000;
  const fill = (unit: string): string => unit.repeat(Math.ceil(SIZE / unit.length));
  test.each<[name: string, path: string, text: string]>([
    ['words in a row', 'main.tf', `public ${fill('a ')}`],
    ['openings', 'main.tf', fill(rule('22', '22'))],
    ['braces', 'main.tf', `public ${fill('{')}`],
    [
      'words that look like sources',
      'main.yaml',
      `"\npublic: [\n${fill('cidr')}\n${fill(`${'source'.repeat(300)}\n`)}`,
    ],
    ['template marks', 'main.yaml', `public: [\n${fill('{{ ')}`],
    ['rules', 'firestore.rules', fill('allow read: if true')],
    ['spaces', 'firestore.rules', `allow read ${fill(' ')}`],
  ])('%s take little time', (_name, path, text) => {
    const facts = changeFacts([{ path, before: null, after: text }]);
    const start = performance.now();
    cloudAccess.inspect(facts, {});
    expect(performance.now() - start).toBeLessThan(4000);
  });
});
