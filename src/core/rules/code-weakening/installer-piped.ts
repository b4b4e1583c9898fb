import { z } from 'zod';
import { addedSpots, searchNeeds } from '../../parsers/source/added.ts';
import type { Rule } from '../rule.ts';
import { KNOWN_INSTALLERS } from './_downloads.ts';
import { report } from './_report.ts';

export const installerPiped: Rule<Record<string, never>> = {
  id: 'installer-piped',
  family: 'code-weakening',
  summary: "A vendor's well-known installer is downloaded over https and run at once.",
  why: 'It is how these tools are meant to be installed, and still whatever the address holds on that day runs. So it is shown, and stops nothing; downloads from anywhere else are told by download-executed.',
  remediation:
    'Take the tool from a package manager or an image, or download a fixed version and compare its checksum.',
  severity: 'low',
  action: 'warn',
  options: z.strictObject({}),
  needs: (file) => ({ content: searchNeeds(file, KNOWN_INSTALLERS) }),
  inspect: ({ files }) =>
    report(
      installerPiped,
      'low',
      'An installer runs as it is at the moment of the build, in whatever version. Pin a version and its checksum if the build matters.',
      addedSpots(files, KNOWN_INSTALLERS),
    ),
  flagged: [
    {
      name: 'rustup',
      files: [
        { path: 'Dockerfile', before: null, after: 'RUN curl https://sh.rustup.rs -sSf | sh -s -- -y\n' },
      ],
      places: [{ path: 'Dockerfile', line: 1, side: 'head' }],
    },
    {
      name: 'uv in a workflow',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: null,
          after: 'steps:\n  - run: curl -LsSf https://astral.sh/uv/install.sh | sh\n',
        },
      ],
      places: [{ path: '.github/workflows/ci.yml', line: 2, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'downloaded first',
      files: [
        {
          path: 'Dockerfile',
          before: null,
          after: 'RUN curl -o r.sh https://sh.rustup.rs && sha256sum -c r.sha && sh r.sh -y\n',
        },
      ],
    },
    {
      name: 'it was there before',
      files: [
        {
          path: 'Dockerfile',
          before: 'RUN curl https://sh.rustup.rs -sSf | sh -s -- -y\n',
          after: 'RUN apt-get update\nRUN curl https://sh.rustup.rs  -sSf | sh -s -- -y\n',
        },
      ],
    },
  ],
};
