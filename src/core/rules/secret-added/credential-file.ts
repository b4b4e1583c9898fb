import { z } from 'zod';
import { normalizePath } from '../../facts/paths.ts';
import type { FileChange } from '../../facts/facts.ts';
import type { Rule } from '../rule.ts';
import { isDocsPath, isTestPath } from './_paths.ts';
import { describePlaces } from './_secrets.ts';

/** Files in which programs keep credentials, and nothing that a repository needs. */
const STORES: readonly RegExp[] = [
  // Names and passwords for hosts, databases and web pages.
  /(?:^|\/)(?:[._]netrc|\.pgpass|\.my\.cnf|\.mylogin\.cnf|\.git-credentials|\.htpasswd|\.esmtprc|\.msmtprc|\.fetchmailrc|\.smbcredentials|proftpdpasswd)$/,
  // Logins of command lines to clouds, registries and clusters.
  /(?:^|\/)(?:\.dockercfg|\.docker\/config\.json|\.s3cfg|\.boto|\.aws\/credentials|\.kube\/config|kubeconfig(?:\.ya?ml)?|\.vault-token|\.terraform\.d\/credentials\.tfrc\.json|\.terraformrc|application_default_credentials\.json|\.config\/gh\/hosts\.yml|\.cargo\/credentials(?:\.toml)?|\.gem\/credentials|\.pypirc)$/,
  // Servers that editors and file programs remember.
  /(?:^|\/)(?:sftp-config\.json|\.ftpconfig|\.remote-sync\.json|\.vscode\/sftp\.json|\.idea\/(?:webservers|datasources\.local)\.xml|filezilla[^/]*\.xml|recentservers\.xml|sitemanager\.xml)$/,
  // What browsers and operating systems keep.
  /(?:^|\/)(?:logins\.json|key[34]\.db|signons\.sqlite|etc\/shadow|[^/]+\.kdbx?|login\.keychain(?:-db)?|\.gnupg\/.+)$/,
  // Keys to what is kept encrypted, keys with their certificates, and the state of infrastructure, passwords included.
  /(?:^|\/)config\/(?:master|credentials\/[^/]+)\.key$|\.(?:p12|pfx|jks|keystore|ppk)$|\.tfstate(?:\.backup)?$/,
];

/** Android's key for debugging is the same for everyone. */
const SHARED = /(?:^|\/)debug\.keystore$/;

const isStore = (path: string): boolean => {
  const normal = normalizePath(path);
  return (
    STORES.some((pattern) => pattern.test(normal)) &&
    !SHARED.test(normal) &&
    !isTestPath(normal) &&
    !isDocsPath(normal)
  );
};

/** New under this name; an empty file holds nothing. */
function comes(file: FileChange): boolean {
  if (!isStore(file.path)) return false;
  if (file.status === 'renamed') return !isStore(file.previousPath ?? '');
  return ['added', 'copied'].includes(file.status) && (file.additions > 0 || file.patch === null);
}

export const credentialFile: Rule<Record<string, never>> = {
  id: 'credential-file',
  family: 'secret-added',
  summary: 'A file is added in which programs keep passwords, keys or logins.',
  why: 'Passwords that people choose look like any other word, so what gives them away is the file they are in: .netrc, .pgpass, a key store, the state of Terraform. Such files are in a repository only by mistake, mostly because everything in a folder was added at once, as agents like to do.',
  remediation:
    'Take the file out, add its name to .gitignore, and change the passwords in it: they stay in the history.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: isStore(file.path) && file.status !== 'removed' ? 'patch' : 'nothing' }),
  inspect({ files }) {
    const places = files.filter(comes).map(({ path }) => ({ path, line: null, side: 'head' as const }));
    if (places.length === 0) return [];
    return [
      {
        rule: 'credential-file',
        family: 'secret-added',
        severity: 'high',
        message: `A file that programs keep credentials in is added: ${describePlaces(places)}. Take it out, have git ignore it, and change what is in it.`,
        places,
      },
    ];
  },

  flagged: [
    {
      name: 'logins of programs',
      files: [
        { path: '.netrc', before: null, after: 'machine mail.acme.io login app password winter\n' },
        { path: 'deploy/.htpasswd', before: null, after: 'app:winter\n' },
      ],
      places: [
        { path: '.netrc', line: null, side: 'head' },
        { path: 'deploy/.htpasswd', line: null, side: 'head' },
      ],
    },
    {
      name: 'a key store, and the state of infrastructure',
      files: [
        { path: 'android/release.jks', before: null, after: 'a\0b' },
        { path: 'infra/terraform.tfstate', before: null, after: '{ "version": 4 }\n' },
      ],
      places: [
        { path: 'android/release.jks', line: null, side: 'head' },
        { path: 'infra/terraform.tfstate', line: null, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'examples, tests, and the key that everyone has',
      files: [
        { path: '.netrc.example', before: null, after: 'machine mail.acme.io\n' },
        { path: 'test/fixtures/server.p12', before: null, after: 'a\0b' },
        { path: 'android/app/debug.keystore', before: null, after: 'a\0b' },
      ],
    },
    {
      name: 'one that is there already, and one that goes',
      files: [
        { path: '.htpasswd', before: 'app:winter\n', after: 'app:summer\n' },
        { path: 'release.jks', before: 'a\0b', after: null },
      ],
    },
  ],
};
