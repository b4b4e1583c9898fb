import { z } from 'zod';
import { controlFilesOf, type ControlFile } from '../../facts/control-files.ts';
import { normalizePath } from '../../facts/paths.ts';
import type { FileChange } from '../../facts/facts.ts';
import type { Finding, Place, Rule } from '../rule.ts';

/** Workflows and agent instructions are control files too; families of their own read what is in them. */
const GUARDS: readonly (readonly [ControlFile, string])[] = [
  [
    'policy',
    'This changes the policy that decides what may merge here. The policy of the base branch judged this change; have an owner confirm that the new one is wanted.',
  ],
  [
    'codeowners',
    'This changes who has to review which files. The code owners of the base branch were asked; have one of them confirm the new list.',
  ],
  [
    'ruleset',
    'This changes branch protection or repository settings kept as code. Have an admin confirm that nothing becomes easier to merge or to push than intended.',
  ],
];

/** Names that look like the policy and are never read. */
const MISNAMED = /^(?:\.agentguard\.yaml|agentguard\.ya?ml|\.github\/\.?agentguard\.ya?ml)$/;

const placeOf = (file: FileChange): Place => ({
  path: file.path,
  line: null,
  side: file.status === 'removed' ? 'base' : 'head',
});

export const guardFile: Rule<Record<string, never>> = {
  id: 'guard-file',
  family: 'guard-changed',
  summary: 'The policy, CODEOWNERS, or rulesets kept as code are changed, moved or deleted.',
  why: 'Whoever can change the guard needs no other way past it: a pull request that loosens the policy or renames CODEOWNERS makes the next one pass unseen. So these files are always read at the base, both names of a moved file count, and names that differ only in case or in look-alike characters count as well.',
  remediation:
    'Put the change of the guard into a pull request of its own and have an owner of these files, or an admin, review it.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: () => ({ content: 'nothing' }),

  inspect({ files }) {
    const findings = GUARDS.map(([kind, message]): Finding => {
      const places = files.filter((file) => controlFilesOf(file).includes(kind)).map(placeOf);
      return { rule: 'guard-file', family: 'guard-changed', severity: 'high', message, places };
    });
    const misnamed = files.filter(
      (file) => file.status !== 'removed' && MISNAMED.test(normalizePath(file.path)),
    );
    findings.push({
      rule: 'guard-file',
      family: 'guard-changed',
      severity: 'low',
      message:
        'This file looks like a policy, but only `.agentguard.yml` at the root is read. Rename it, or nothing in it holds.',
      places: misnamed.map(placeOf),
    });
    return findings.filter((finding) => finding.places.length > 0);
  },

  flagged: [
    {
      name: 'the policy is loosened',
      files: [
        {
          path: '.agentguard.yml',
          before: 'version: 1\nrules:\n  secret-added: block\n',
          after: 'version: 1\nrules:\n  secret-added: warn\n',
        },
      ],
      places: [{ path: '.agentguard.yml', line: null, side: 'head' }],
    },
    {
      name: 'CODEOWNERS is moved to where GitHub does not read it',
      files: [
        {
          path: '.github/OWNERS.txt',
          previousPath: '.github/CODEOWNERS',
          before: '* @acme/core\n',
          after: '* @acme/core\n',
        },
      ],
      places: [{ path: '.github/OWNERS.txt', line: null, side: 'head' }],
    },
    {
      name: 'a new CODEOWNERS takes precedence over the one in docs',
      files: [{ path: '.github/CODEOWNERS', before: null, after: '* @someone\n' }],
      places: [{ path: '.github/CODEOWNERS', line: null, side: 'head' }],
    },
    {
      name: 'a ruleset is deleted',
      files: [{ path: '.github/rulesets/main.json', before: '{ "enforcement": "active" }\n', after: null }],
      places: [{ path: '.github/rulesets/main.json', line: null, side: 'base' }],
    },
    {
      name: 'a policy under a name that is not read',
      files: [{ path: '.agentguard.yaml', before: null, after: 'version: 1\n' }],
      places: [{ path: '.agentguard.yaml', line: null, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'code that is about owners',
      files: [
        { path: 'src/codeowners.ts', before: null, after: "export const places = ['CODEOWNERS'];\n" },
        { path: 'packages/web/CODEOWNERS.md', before: null, after: '# Who owns what\n' },
      ],
    },
    {
      name: 'a policy in a test fixture',
      files: [{ path: 'test/fixtures/.agentguard.yml', before: null, after: 'version: 1\n' }],
    },
  ],
};
