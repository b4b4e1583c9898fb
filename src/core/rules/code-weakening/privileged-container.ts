import { z } from 'zod';
import { addedSpots, searchNeeds, type Search } from '../../parsers/source/added.ts';
import type { Rule } from '../rule.ts';
import { CONTAINER_KEYWORDS, CONTAINER_PATTERNS } from './_container-patterns.ts';
import { runsNowhere } from './_paths.ts';
import { report } from './_report.ts';

const SEARCH: Search = { keywords: CONTAINER_KEYWORDS, patterns: CONTAINER_PATTERNS, skips: runsNowhere };

const manifest = (...lines: readonly string[]): string =>
  `kind: Pod\nspec:\n${lines.map((line) => `  ${line}\n`).join('')}`;

export const privilegedContainer: Rule<Record<string, never>> = {
  id: 'privileged-container',
  family: 'code-weakening',
  summary:
    "A container gets the host's powers: privileged, its namespaces, its folders or the engine's socket.",
  why: 'A container is a wall only as long as nothing in it speaks for the host. With any of these, whoever takes over the process takes over the machine and every other container on it. Kubernetes, charts, compose, commands in scripts and workflows are read.',
  remediation:
    'Give the one capability or the one folder that is needed, read-only, and say in the change why it is.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: searchNeeds(file, SEARCH) }),
  inspect: ({ files }) =>
    report(
      privilegedContainer,
      'high',
      'Whoever takes over this container takes over the machine it runs on. Give the one capability or folder that is needed instead.',
      addedSpots(files, SEARCH),
    ),
  flagged: [
    {
      name: 'a pod',
      files: [
        {
          path: 'deploy/pod.yaml',
          before: manifest('containers:', '  - name: a'),
          after: manifest(
            'hostPID: true',
            'containers:',
            '  - name: a',
            '    securityContext:',
            '      privileged: true',
            '      capabilities:',
            '        drop: ["ALL"]',
            '        add:',
            '          - SYS_ADMIN',
            'volumes:',
            '  - name: root',
            '    hostPath:',
            '      path: /',
          ),
        },
      ],
      places: [3, 7, 11, 14].map((line) => ({ path: 'deploy/pod.yaml', line, side: 'head' as const })),
    },
    {
      name: 'compose, a script and a workflow',
      files: [
        {
          path: 'compose.yml',
          before: 'services:\n  a:\n    image: a\n',
          after:
            'services:\n  a:\n    image: a\n    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock\n',
        },
        { path: 'run.sh', before: null, after: 'docker run --rm \\\n  --privileged acme/tool\n' },
        { path: 'go.sh', before: null, after: 'docker run -v /:/host --pid=host acme/tool\n' },
      ],
      places: [
        { path: 'compose.yml', line: 5, side: 'head' },
        { path: 'run.sh', line: 1, side: 'head' },
        { path: 'go.sh', line: 1, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'an option that is refused',
      files: [
        {
          path: 'src/sandbox.py',
          before: null,
          after:
            '_BLOCKED_FLAGS: tuple[str, ...] = (\n    "--privileged",\n    "--cap-add",\n)\nif "--privileged" in args:\n    raise ValueError\n',
        },
      ],
    },
    {
      name: 'powers taken away, and harmless mounts',
      files: [
        {
          path: 'deploy/pod.yaml',
          before: null,
          after: manifest(
            'hostNetwork: false',
            '# privileged: true',
            'containers:',
            '  - securityContext:',
            '      privileged: false',
            '      capabilities:',
            '        drop:',
            '          - ALL',
            'volumes:',
            '  - hostPath:',
            '      path: /etc/localtime',
          ),
        },
        {
          path: 'compose.yml',
          before: null,
          after:
            'services:\n  a:\n    volumes:\n      - /etc/localtime:/etc/localtime:ro\n      - ./data:/var/lib/data\n',
        },
      ],
    },
    {
      name: 'it had them before',
      files: [
        {
          path: 'deploy/pod.yaml',
          before: manifest('containers:', '- securityContext:', '    privileged: true'),
          after: manifest('containers:', '  - securityContext:', '      privileged: true'),
        },
      ],
    },
  ],
};
