import { z } from 'zod';
import { addedSpots, searchNeeds } from '../../parsers/source/added.ts';
import type { Rule } from '../rule.ts';
import { DOWNLOADS } from './_downloads.ts';
import { report } from './_report.ts';

export const downloadExecuted: Rule<Record<string, never>> = {
  id: 'download-executed',
  family: 'code-weakening',
  summary: 'What is downloaded, or decoded, goes straight to a shell or an interpreter.',
  why: 'Whoever controls the address, now or later, runs code on the machine that builds or deploys, with its credentials; in 2021 the changed upload script of a coverage service did just that to thousands of builds. Well-known installers over https are told by installer-piped.',
  remediation:
    'Download a fixed version, compare its checksum, then run it; or install it from a package manager.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: searchNeeds(file, DOWNLOADS) }),
  inspect: ({ files }) =>
    report(
      downloadExecuted,
      'high',
      'What comes from the network or was encoded is run unseen, so whoever controls it runs code here. Download a fixed version, compare its checksum, then run it.',
      addedSpots(files, DOWNLOADS),
    ),
  flagged: [
    {
      name: 'a build that is named after tests, in what only looks like a fenced block',
      files: [
        {
          path: '.github/workflows/migration-test.yml',
          before: null,
          after:
            'jobs:\n  a:\n    steps:\n      - run: |\n          ```bash\n          curl -s https://acme.io/a.sh | bash\n',
        },
      ],
      places: [{ path: '.github/workflows/migration-test.yml', line: 6, side: 'head' }],
    },
    {
      name: 'piped, substituted, or kept in a variable',
      files: [
        {
          path: 'setup.sh',
          before: 'set -e\n',
          after:
            'set -e\ncurl -fsSL http://tools.acme.io/setup | sudo -E bash -s -- --yes\nbash <(curl -s https://acme.io/a.sh)\nsh -c "$(wget -qO- https://acme.io/b.sh)"\nscript=$(curl -s https://acme.io/c.sh)\neval "$script"\n',
        },
      ],
      places: [2, 3, 4, 6].map((line) => ({ path: 'setup.sh', line, side: 'head' as const })),
    },
    {
      name: 'a build, a script of a package, a call in code',
      files: [
        {
          path: 'Dockerfile',
          before: null,
          after: 'FROM debian:12\nRUN curl -sSL https://acme.io/install.py \\\n  | python3 -\n',
        },
        {
          path: 'package.json',
          before: '{\n  "scripts": {}\n}\n',
          after: '{\n  "scripts": {\n    "postinstall": "curl https://acme.io/p.sh | sh"\n  }\n}\n',
        },
        {
          path: 'src/update.py',
          before: null,
          after: 'os.system("echo ZWNobyBoaQ== | base64 -d | bash")\n',
        },
      ],
      places: [
        { path: 'Dockerfile', line: 2, side: 'head' },
        { path: 'package.json', line: 3, side: 'head' },
        { path: 'src/update.py', line: 1, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'release notes, in a fenced block',
      files: [
        {
          path: '.goreleaser.yml',
          before: null,
          after:
            'release:\n  header: |\n    Install:\n    ```bash\n    curl -sSL https://acme.io/install | bash\n    ```\n',
        },
        {
          path: 'steps.toml',
          before: null,
          after: 'description = """\nInstall:\n```bash\ncurl -sSL https://acme.io/install | bash\n```\n"""\n',
        },
      ],
    },
    {
      name: 'unpacked, filtered, or read as data',
      files: [
        {
          path: 'setup.sh',
          before: null,
          after:
            'curl -fsSL https://acme.io/a.tgz | tar xz\ncurl -s https://acme.io/v | jq -r .v\ncurl -s https://acme.io/v | python3 -c "import json"\ncurl -s https://acme.io/key | sudo gpg --dearmor -o /k.gpg\ncurl -s https://acme.io/i.sh | sh script.sh\n# curl https://acme.io | sh\necho "Run: curl https://acme.io | sh"\n',
        },
      ],
    },
    {
      name: 'told to people, and a well-known installer',
      files: [
        { path: 'src/help.ts', before: null, after: "const hint = 'curl https://acme.io/i.sh | sh';\n" },
        { path: 'README.md', before: null, after: 'curl https://acme.io/i.sh | sh\n' },
        { path: 'Dockerfile', before: null, after: 'RUN curl https://sh.rustup.rs -sSf | sh -s -- -y\n' },
      ],
    },
  ],
};
