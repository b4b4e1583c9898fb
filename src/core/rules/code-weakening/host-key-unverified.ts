import { z } from 'zod';
import { addedSpots, searchNeeds, type Search } from '../../parsers/source/added.ts';
import type { Rule } from '../rule.ts';
import { runsNowhere } from './_paths.ts';
import { report } from './_report.ts';

const SEARCH: Search = {
  keywords:
    /StrictHostKeyChecking|KnownHostsFile|InsecureIgnoreHostKey|AutoAddPolicy|WarningPolicy|host_?key_?checking|PromiscuousVerifier|verify_host_key|paranoid|hostVerifier|known_hosts/i,
  patterns: [
    {
      what: 'any host',
      in: [
        'shell',
        'yaml',
        'json',
        'settings',
        'python',
        'js',
        'ruby',
        'php',
        'go',
        'java',
        'csharp',
        'rust',
      ],
      where: 'string',
      find: /\bStrictHostKeyChecking["']?[ \t]{0,5}[=: ,][ \t]{0,5}["']?(?:no|off|false)\b|\b(?:ANSIBLE_)?HOST_KEY_CHECKING["']?[ \t]{0,3}[=:][ \t]{0,3}["']?(?:False|0|no)\b/gi,
    },
    {
      what: 'any host',
      in: ['python'],
      find: /\bset_missing_host_key_policy\([^()\n]{0,60}\b(?:AutoAddPolicy|WarningPolicy)\b|\b(?:known_hosts|client_host_keys)[ \t]{0,3}=[ \t]{0,3}None\b/g,
    },
    { what: 'any host', in: ['go'], find: /\b(?:ssh\.)?InsecureIgnoreHostKey\(/g },
    { what: 'any host', in: ['java'], find: /\bPromiscuousVerifier\(/g },
    {
      what: 'any host',
      in: ['ruby'],
      find: /\bverify_host_key:[ \t]{0,3}(?::never|false)|\bparanoid:[ \t]{0,3}false/g,
    },
    {
      what: 'any host',
      in: ['js'],
      find: /\bhostVerifier:[ \t]{0,3}\([^()\n]{0,60}\)[ \t]{0,3}=>[ \t]{0,3}(?:true|\{\s{0,20}return true)/g,
    },
  ],
  skips: runsNowhere,
};

export const hostKeyUnverified: Rule<Record<string, never>> = {
  id: 'host-key-unverified',
  family: 'code-weakening',
  summary: 'An SSH client accepts whatever machine answers.',
  why: 'The host key is all that tells the right server from one in between. Without the check, a deployment hands its code, and often its credentials, to whoever answers. `accept-new` and pinned keys are left alone.',
  remediation: "Write the server's key into `known_hosts`, or use `StrictHostKeyChecking=accept-new`.",
  severity: 'medium',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: searchNeeds(file, SEARCH) }),
  inspect: ({ files }) =>
    report(
      hostKeyUnverified,
      'medium',
      "The server's host key is not checked, so whoever answers in its place gets what is sent. Write the key into known_hosts, or use accept-new.",
      addedSpots(files, SEARCH),
    ),
  flagged: [
    {
      name: 'a deployment script and a client in Python',
      files: [
        {
          path: 'deploy.sh',
          before: 'scp app.tgz deploy@acme.io:\n',
          after: 'scp -o StrictHostKeyChecking=no app.tgz deploy@acme.io:\n',
        },
        {
          path: 'src/ship.py',
          before: null,
          after: 'client.set_missing_host_key_policy(paramiko.AutoAddPolicy())\n',
        },
      ],
      places: [
        { path: 'deploy.sh', line: 1, side: 'head' },
        { path: 'src/ship.py', line: 1, side: 'head' },
      ],
    },
    {
      name: 'a client in Go',
      files: [
        {
          path: 'ship.go',
          before: 'package a\n\nvar c = ssh.ClientConfig{HostKeyCallback: ssh.FixedHostKey(key)}\n',
          after: 'package a\n\nvar c = ssh.ClientConfig{HostKeyCallback: ssh.InsecureIgnoreHostKey()}\n',
        },
      ],
      places: [{ path: 'ship.go', line: 3, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'the first key kept, or all of them known',
      files: [
        {
          path: 'deploy.sh',
          before: null,
          after:
            '# not StrictHostKeyChecking=no\nssh -o StrictHostKeyChecking=accept-new acme.io\nssh -o StrictHostKeyChecking=yes acme.io\n',
        },
      ],
    },
    {
      name: 'a comment and a test',
      files: [
        {
          path: 'ship.go',
          before: null,
          after: 'package a\n\n// ssh.InsecureIgnoreHostKey() is not for us\n',
        },
        { path: 'ship_test.go', before: null, after: 'package a\n\nvar h = ssh.InsecureIgnoreHostKey()\n' },
      ],
    },
  ],
};
