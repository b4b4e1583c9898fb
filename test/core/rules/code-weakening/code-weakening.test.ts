import { debugExposed } from '../../../../src/core/rules/code-weakening/debug-exposed.ts';
import { downloadExecuted } from '../../../../src/core/rules/code-weakening/download-executed.ts';
import { dynamicCode } from '../../../../src/core/rules/code-weakening/dynamic-code.ts';
import { hostKeyUnverified } from '../../../../src/core/rules/code-weakening/host-key-unverified.ts';
import { installerPiped } from '../../../../src/core/rules/code-weakening/installer-piped.ts';
import { privilegedContainer } from '../../../../src/core/rules/code-weakening/privileged-container.ts';
import { sensitiveDataLogged } from '../../../../src/core/rules/code-weakening/sensitive-data-logged.ts';
import { signatureUnverified } from '../../../../src/core/rules/code-weakening/signature-unverified.ts';
import { tlsUnverified } from '../../../../src/core/rules/code-weakening/tls-unverified.ts';
import type { Rule } from '../../../../src/core/rules/rule.ts';
import { changeFacts } from '../../../support/change.ts';

const RULES = [
  debugExposed,
  downloadExecuted,
  dynamicCode,
  hostKeyUnverified,
  installerPiped,
  privilegedContainer,
  sensitiveDataLogged,
  signatureUnverified,
  tlsUnverified,
] as readonly Rule[];

const ruleOf = (id: string): Rule => {
  const rule = RULES.find((each) => each.id === id);
  if (!rule) throw new Error(`There is no rule ${id}.`);
  return rule;
};

const linesIn = (rule: Rule, path: string, after: string, before: string | null = null): (number | null)[] =>
  rule
    .inspect(changeFacts([{ path, before, after }]), {})
    .flatMap(({ places }) => places.map(({ line }) => line))
    .toSorted((a, b) => Number(a) - Number(b));

describe('lines that are told', () => {
  test.each<[string, string, string]>([
    ['tls-unverified', 'a.py', 'session.verify = False'],
    ['tls-unverified', 'a.py', 'ctx = ssl._create_unverified_context()'],
    ['tls-unverified', 'a.py', 'c.get(url, cert_reqs="CERT_NONE")'],
    ['tls-unverified', 'a.js', 'process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";'],
    ['tls-unverified', 'a.rb', 'http.verify_mode = OpenSSL::SSL::VERIFY_NONE'],
    ['tls-unverified', 'a.php', 'curl_setopt($ch, CURLOPT_SSL_VERIFYPEER, false);'],
    ['tls-unverified', 'a.php', "$client->get($url, ['verify' => false]);"],
    ['tls-unverified', 'a.rs', 'let c = Client::builder().danger_accept_invalid_certs(true).build();'],
    ['tls-unverified', 'a.kt', 'hostnameVerifier { _, _ -> true }'],
    ['tls-unverified', '.npmrc', 'strict-ssl=false'],
    ['tls-unverified', 'a.sh', 'git config --global http.sslVerify false'],
    ['tls-unverified', 'a.yml', '  - run: wget --no-check-certificate https://acme.io/a'],
    ['tls-unverified', 'a.ts', "execSync('curl --insecure https://acme.io/a -o a');"],
    ['host-key-unverified', 'ansible.cfg', 'host_key_checking = False'],
    ['privileged-container', 'a.sh', 'docker run --cap-add SYS_ADMIN acme/tool'],
    ['privileged-container', 'a.yml', 'network_mode: "host"'],
    ['privileged-container', 'a.json', '{"hostPath": {"path": "/var/log/app"}}'],
    ['privileged-container', 'a.yml', 'add: ["all"]'],
    ['tls-unverified', 'a.go', 'c := tls.Config{InsecureSkipVerify: !false}'],
    ['debug-exposed', 'Dockerfile', 'ENV FLASK_DEBUG=1'],
    ['debug-exposed', 'AndroidManifest.xml', '<application android:debuggable="true">'],
    [
      'download-executed',
      'a.ps1',
      'iex ((New-Object Net.WebClient).DownloadString("https://acme.io/a.ps1"))',
    ],
    ['sensitive-data-logged', 'A.cs', '_logger.LogInformation($"key {apiKey}");'],
    ['sensitive-data-logged', 'a.php', 'error_log("login $password");'],
    ['sensitive-data-logged', 'a.rs', 'info!("with {api_key}");'],
    ['sensitive-data-logged', 'a.ts', 'console.log(JSON.stringify(credentials));'],
  ])('%s in %s: %s', (id, path, line) => {
    expect(linesIn(ruleOf(id), path, `${line}\n`)).toEqual([1]);
  });
});

describe('lines that are left', () => {
  test.each<[string, string, string]>([
    ['tls-unverified', 'a.py', 'if ctx.verify_mode == ssl.CERT_NONE: raise Weak()'],
    ['tls-unverified', 'a.py', 'serializer.save(verify=False)'],
    ['tls-unverified', 'a.ts', 'const options = { rejectUnauthorized: !insecure };'],
    ['tls-unverified', 'a.sh', 'curl -o k https://acme.io/a'],
    ['tls-unverified', 'a.sh', 'curl -fsSL https://acme.io/a -H "x: -k"'],
    ['tls-unverified', 'appsettings.json', '{"Db": "Server=localhost;TrustServerCertificate=True"}'],
    ['privileged-container', 'providers.tf', '  privileged = true'],
    ['privileged-container', 'crd.yaml', '  privileged:\n    type: boolean'],
    ['debug-exposed', 'a.py', 'DEBUG = True'],
    ['download-executed', 'a.sh', 'cat <<EOF\ncurl https://acme.io/a | sh\nEOF'],
    ['download-executed', 'a.sh', 'curl -s https://acme.io/a | python3 -m json.tool'],
    ['sensitive-data-logged', 'a.ts', 'console.log(tokens.length, token.id, await login(password));'],
    ['sensitive-data-logged', 'a.py', 'logger.info("password reset for %s", user.id)'],
    ['sensitive-data-logged', 'a.go', 'package a\n\nfunc a() { log.Println("no token", token != "") }'],
    ['dynamic-code', 'a.ts', 'const found = PATTERN.exec(request.body.text);'],
    ['dynamic-code', 'a.ts', 'const add = new Function("a", "b", "return a + b");'],
  ])('%s in %s: %s', (id, path, line) => {
    expect(linesIn(ruleOf(id), path, `${line}\n`)).toEqual([]);
  });
});

describe('a switch that was set just before', () => {
  test.each<[string, string, string, number[]]>([
    ['tls-unverified', 'a.py', 'check = False\nrequests.get(url, verify=check)\n', [2]],
    ['tls-unverified', 'a.py', 'check = True\nrequests.get(url, verify=check)\n', []],
    ['tls-unverified', 'a.go', 'skip := true\nc := tls.Config{InsecureSkipVerify: skip}\n', [2]],
    ['tls-unverified', 'a.js', 'const strict = false;\nconst a = { rejectUnauthorized: strict };\n', [2]],
    ['tls-unverified', 'a.js', 'const strict = !isLocal;\nconst a = { rejectUnauthorized: strict };\n', []],
    ['dynamic-code', 'a.py', 'code = """\nprint(%s)\n""" % request.GET["a"]\nexec(code)\n', [4]],
    ['dynamic-code', 'a.py', 'code = "import requests; requests.get(1)"\nexec(code)\n', []],
    [
      'dynamic-code',
      'a.js',
      'const code = `\nvar x = ${req.query.a};\n`;\nvm.runInThisContext(code);\n',
      [4],
    ],
  ])('%s in %s: %j', (id, path, text, lines) => {
    expect(linesIn(ruleOf(id), path, text)).toEqual(lines);
  });
});

describe('what is harmless', () => {
  test.each<[string, string, string]>([
    ['privileged-container', 'en.json', '{\n  "add": "Add",\n  "all": "All"\n}\n'],
  ])('%s in %s', (id, path, text) => {
    expect(linesIn(ruleOf(id), path, text)).toEqual([]);
  });
});

describe('what the change adds', () => {
  const line = 'requests.get(URL, verify=False)';
  test('one more of what was there', () => {
    expect(linesIn(tlsUnverified as Rule, 'a.py', `${line}\nx = 1\n${line}\n`, `${line}\nx = 1\n`)).toEqual([
      3,
    ]);
  });
  test('a value changed under a key that stays', () => {
    const pod = (path: string): string => `volumes:\n  - hostPath:\n      path: ${path}\n`;
    expect(linesIn(privilegedContainer as Rule, 'pod.yaml', pod('/'), pod('/var/log/app'))).toEqual([3]);
  });
  test('a comment made code again', () => {
    expect(linesIn(tlsUnverified as Rule, 'a.py', `${line}\n`, `# ${line}\n`)).toEqual([1]);
  });
  test('nothing in the file silences it', () => {
    const after = `# nosec\n${line}  # nosec noqa nosemgrep\n# @generated\n`;
    expect(linesIn(tlsUnverified as Rule, 'a.py', after)).toEqual([2]);
  });
  test('twenty files, one finding', () => {
    const files = Array.from({ length: 20 }, (_, i) => ({
      path: `src/${i}.py`,
      before: null,
      after: `${line}\n`,
    }));
    expect(tlsUnverified.inspect(changeFacts(files), {}).map(({ places }) => places.length)).toEqual([20]);
  });
});

describe('hostile text ends soon', () => {
  const repeated = (piece: string): string => piece.repeat(Math.ceil(1_000_000 / piece.length));
  const TEXTS: readonly [string, string][] = [
    ['curl', repeated('curl a|')],
    ['curl in quotes', `x = "${repeated('curl -a ')}"`],
    ['brackets', `eval(${repeated('(')}`],
    ['names', repeated('console.log(password,')],
    ['assignments', `${repeated('a=b;')}eval(a)`],
    ['docker', repeated('docker run -v ')],
    ['callbacks', repeated('checkServerTrusted(a) ')],
    ['spaces', `verify${' '.repeat(1_000_000)}`],
    ['comments', repeated('/* <!-- ')],
    ['lines', repeated('privileged: true\n- add:\n')],
  ];
  test.each(TEXTS)('%s', (_name, text) => {
    for (const path of ['a.py', 'a.ts', 'a.sh', 'a.yaml', 'A.java', 'a.xml']) {
      const facts = changeFacts([{ path, before: null, after: text }]);
      const start = performance.now();
      for (const rule of RULES) {
        for (const file of facts.files) rule.needs(file);
        rule.inspect(facts, {});
      }
      expect(performance.now() - start).toBeLessThan(8000);
    }
  });
});
