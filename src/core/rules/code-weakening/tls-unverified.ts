import { z } from 'zod';
import { addedSpots, searchNeeds, type Search } from '../../parsers/source/added.ts';
import type { Rule } from '../rule.ts';
import { runsNowhere } from './_paths.ts';
import { report } from './_report.ts';
import { TLS_KEYWORDS, TLS_PATTERNS } from './_tls-patterns.ts';

const SEARCH: Search = { keywords: TLS_KEYWORDS, patterns: TLS_PATTERNS, skips: runsNowhere };

export const tlsUnverified: Rule<Record<string, never>> = {
  id: 'tls-unverified',
  family: 'code-weakening',
  summary: "A connection no longer checks the server's certificate or name.",
  why: 'Switching the check off is the quickest way past a certificate error. Whoever sits between the two machines then reads and changes everything, credentials included, and nobody notices. Tests, docs and examples are left out, and so are requests of a machine to itself.',
  remediation:
    'Keep the check on. For a private authority, give the client its certificate (`ca`, `verify="/path/ca.pem"`, `RootCAs`, `--cacert`).',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: searchNeeds(file, SEARCH) }),
  inspect: ({ files }) =>
    report(
      tlsUnverified,
      'high',
      "The server's certificate is not checked here, so anyone on the way can read and change what is sent. Keep the check on and give the client the authority's certificate if it is a private one.",
      addedSpots(files, SEARCH),
    ),
  flagged: [
    {
      name: 'an HTTP client in Python and one in JavaScript',
      files: [
        {
          path: 'src/billing.py',
          before: 'r = requests.post(URL, json=body)\n',
          after: 'r = requests.post(\n    URL,\n    json=body,\n    verify=False,\n)\n',
        },
        {
          path: 'src/db.ts',
          before: null,
          after: 'export const pool = new Pool({ ssl: { rejectUnauthorized: false } });\n',
        },
      ],
      places: [
        { path: 'src/billing.py', line: 4, side: 'head' },
        { path: 'src/db.ts', line: 1, side: 'head' },
      ],
    },
    {
      name: 'an empty trust manager in Java, a callback in C#, a transport in Go',
      files: [
        {
          path: 'src/Http.java',
          before: null,
          after:
            'class TrustAll implements X509TrustManager {\n  public void checkServerTrusted(X509Certificate[] chain, String type) {\n    // all are welcome\n  }\n}\n',
        },
        {
          path: 'src/Client.cs',
          before: null,
          after:
            'handler.ServerCertificateCustomValidationCallback = (message, cert, chain, errors) => true;\n',
        },
        {
          path: 'client.go',
          before: null,
          after: 'package a\n\nvar c = &tls.Config{InsecureSkipVerify: true}\n',
        },
      ],
      places: [
        { path: 'src/Http.java', line: 2, side: 'head' },
        { path: 'src/Client.cs', line: 1, side: 'head' },
        { path: 'client.go', line: 3, side: 'head' },
      ],
    },
    {
      name: 'a download in a Dockerfile, a variable in a manifest',
      files: [
        {
          path: 'Dockerfile',
          before: 'FROM debian:12\nRUN curl -fsSL https://acme.io/a.tgz | tar xz\n',
          after: 'FROM debian:12\nRUN curl -fsSLk https://acme.io/a.tgz | tar xz\n',
        },
        {
          path: 'deploy/app.yaml',
          before: null,
          after: 'env:\n  - name: NODE_TLS_REJECT_UNAUTHORIZED\n    value: "0"\n',
        },
      ],
      places: [
        { path: 'Dockerfile', line: 2, side: 'head' },
        { path: 'deploy/app.yaml', line: 3, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'the check made, or left to the settings',
      files: [
        {
          path: 'src/billing.py',
          before: null,
          after:
            '# verify=False would be wrong here\nr = requests.get(URL, verify=CA)\nclaims = jwt.decode(token, verify=False)\nhelp = "use verify=False"\n',
        },
        {
          path: 'src/db.ts',
          before: null,
          after: "const ssl = { rejectUnauthorized: process.env.NODE_ENV === 'production' };\n",
        },
      ],
    },
    {
      name: 'moved to another file and indented',
      files: [
        { path: 'src/a.py', before: 'requests.get(URL, verify=False)\n', after: 'pass\n' },
        {
          path: 'src/b.py',
          before: null,
          after: 'def get():\n    return requests.get(URL, verify = False)\n',
        },
      ],
    },
    {
      name: 'a test, and a machine that asks itself',
      files: [
        { path: 'tests/test_http.py', before: null, after: 'requests.get(URL, verify=False)\n' },
        { path: 'scripts/health.sh', before: null, after: 'curl -sk https://localhost:8443/health\n' },
      ],
    },
  ],
};
