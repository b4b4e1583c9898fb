import { z } from 'zod';
import { addedSpots, searchNeeds, type Search } from '../../parsers/source/added.ts';
import type { Syntax } from '../../parsers/source/syntax.ts';
import type { Rule } from '../rule.ts';
import { runsNowhere } from './_paths.ts';
import { report } from './_report.ts';

const COMMANDS: readonly Syntax[] = ['shell', 'yaml', 'json', 'settings', 'python', 'js', 'ruby'];

const SEARCH: Search = {
  keywords:
    /gpg-?_?check|trusted=yes|unauthenticated|--allow-untrusted|--force-yes|insecurerepositories|verify-peer|siglevel|disable_gpg|GOSUMDB|GONOSUM|GOINSECURE|CONTENT_TRUST|no-?signature|insecure-ignore-tlog|checksum=off/i,
  patterns: [
    {
      what: 'packages',
      in: COMMANDS,
      where: 'string',
      find: /\bgpgcheck["']?[ \t]{0,3}[=:][ \t]{0,3}["']?(?:0|no|false)\b|--(?:no-?gpg-?checks?|allow-untrusted|no-?signature)\b|\bdisable_gpg_check:[ \t]{0,3}(?:yes|true)\b|\bSigLevel[ \t]{0,3}=[ \t]{0,3}(?:Never|[^\n]{0,40}TrustAll)\b/gi,
    },
    {
      what: 'packages',
      in: COMMANDS,
      where: 'string',
      find: /\[[^\]\n]{0,120}\btrusted=yes\b|\bapt(?:-get)?\b[^\n;&|]{0,300}--(?:allow-unauthenticated|force-yes|allow-insecure-repositories)\b|\bAPT::Get::AllowUnauthenticated[ "'=]{1,4}(?:true|1)|\bAllowInsecureRepositories[ "'=]{1,4}(?:true|1)|\bVerify-Peer[ "'=]{1,4}(?:false|0)|\ballow_unauthenticated:[ \t]{0,3}(?:yes|true)\b/gi,
    },
    {
      what: 'modules and images',
      in: COMMANDS,
      find: /\bGOSUMDB["']?[ \t]{0,3}[=:][ \t]{0,3}["']?off\b|\bGO(?:NOSUMDB|NOSUMCHECK|INSECURE)["']?[ \t]{0,3}[=:][ \t]{0,3}["']?(?:\*|1)|\bDOCKER_CONTENT_TRUST["']?[ \t]{0,3}[=:][ \t]{0,3}["']?0\b|--insecure-ignore-tlog(?:=true)?(?=\s|$)/g,
    },
  ],
  skips: runsNowhere,
};

export const signatureUnverified: Rule<Record<string, never>> = {
  id: 'signature-unverified',
  family: 'code-weakening',
  summary: 'Packages, modules or images are installed without checking who signed them.',
  why: 'The signature is what tells a package of the distribution from one that somebody put in its place on a mirror or on the way. Without it, whoever controls either runs code as root when the image is built.',
  remediation: 'Import the key of the repository and keep the check on.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: searchNeeds(file, SEARCH) }),
  inspect: ({ files }) =>
    report(
      signatureUnverified,
      'high',
      'What is installed here is not checked against a signature, so a mirror or anyone on the way decides what runs. Import the key of its publisher and keep the check on.',
      addedSpots(files, SEARCH),
    ),
  flagged: [
    {
      name: 'a repository of yum and one of apt',
      files: [
        {
          path: 'image/acme.repo',
          before: '[acme]\nbaseurl=https://rpm.acme.io\ngpgcheck=1\n',
          after: '[acme]\nbaseurl=https://rpm.acme.io\ngpgcheck=0\n',
        },
        {
          path: 'Dockerfile',
          before: null,
          after:
            'FROM debian:12\nRUN echo "deb [trusted=yes] https://apt.acme.io stable main" > /etc/apt/sources.list.d/acme.list\nRUN apt-get install -y --allow-unauthenticated acme\n',
        },
      ],
      places: [
        { path: 'image/acme.repo', line: 3, side: 'head' },
        { path: 'Dockerfile', line: 2, side: 'head' },
        { path: 'Dockerfile', line: 3, side: 'head' },
      ],
    },
    {
      name: 'the checksums of Go modules',
      files: [{ path: 'build.sh', before: null, after: 'export GOSUMDB=off\ngo build ./...\n' }],
      places: [{ path: 'build.sh', line: 1, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'checked, commented out, or about something else',
      files: [
        {
          path: 'Dockerfile',
          before: null,
          after:
            'FROM debian:12\n# RUN apt-get install --allow-unauthenticated acme\nRUN echo gpgcheck=1 >> a.repo\n',
        },
        { path: 'docs/install.md', before: null, after: 'gpgcheck=0\n' },
      ],
    },
    {
      name: 'it was so before',
      files: [
        {
          path: 'a.sh',
          before: 'apt-get install --force-yes x\n',
          after: 'set -e\n  apt-get install --force-yes x\n',
        },
      ],
    },
  ],
};
