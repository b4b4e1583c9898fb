import { z } from 'zod';
import { parseYaml, yamlGet, yamlText } from '../../parsers/yaml.ts';
import type { FileChange, FileContent } from '../../facts/facts.ts';
import type { Finding, Place, Rule } from '../rule.ts';

/** Settings of what looks for leaks and vulnerabilities, by what it is for: one may take another's place. */
const SCANNERS: readonly (readonly [string, RegExp])[] = [
  [
    'updates',
    /^(?:\.github\/dependabot\.ya?ml|(?:\.github\/|\.gitlab\/)?renovate\.json5?|\.renovaterc(?:\.json5?)?)$/,
  ],
  [
    'code',
    /(?:^|\/)(?:codeql[\w-]*\.ya?ml|\.semgrep\.ya?ml|\.?semgrep\.ya?ml|\.bandit|bandit\.ya?ml|\.gosec\.json|\.brakeman\.ya?ml|\.snyk|sonar-project\.properties|\.zizmor\.ya?ml|zizmor\.ya?ml|\.checkov\.ya?ml|\.tfsec\.ya?ml|trivy\.ya?ml|\.grype\.ya?ml|osv-scanner\.toml)$|^\.semgrep\//,
  ],
  [
    'secrets',
    /(?:^|\/)(?:\.?gitleaks\.toml|\.secrets\.baseline|\.gitguardian\.ya?ml|\.trufflehog\.ya?ml|\.talismanrc)$/,
  ],
];
const HOOKS =
  /^\.husky\/(?!_)[\w-]+$|(?:^|\/)(?:\.?lefthook(?:-local)?\.ya?ml|\.pre-commit-config\.ya?ml|prek\.toml|\.lintstagedrc[\w.]*|lint-staged\.config\.\w+)$/;

/** What a build runs is looked at as its checks. */
const kindOf = (path: string): string | null =>
  path.startsWith('.github/workflows/')
    ? null
    : (SCANNERS.find(([, pattern]) => pattern.test(path))?.[0] ?? (HOOKS.test(path) ? 'hooks' : null));

const textOf = (content: FileContent | undefined): string | null =>
  content?.state === 'text' ? content.text : null;

/** The hooks of a pre-commit configuration with their lines; updates' ecosystems of Dependabot. */
function partsOf(path: string, text: string): { name: string; line: number }[] {
  const root = parseYaml(text).documents[0];
  const lists = /pre-commit-config/.test(path)
    ? listOf(yamlGet(root, 'repos')).map((repo) => [listOf(yamlGet(repo, 'hooks')), 'id'] as const)
    : /dependabot/.test(path)
      ? [[listOf(yamlGet(root, 'updates')), 'package-ecosystem'] as const]
      : [];
  return lists.flatMap(([items, key]) =>
    items.flatMap((item) => {
      const name = yamlText(yamlGet(item, key));
      return name === undefined ? [] : [{ name, line: item.line }];
    }),
  );
}

const listOf = (node: ReturnType<typeof yamlGet>) => (node?.kind === 'list' ? node.items : []);

/** Lines of a hook that run something. */
const commandsIn = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => !/^\s*(?:#|$|\.\s|\[ |exit 0|true|:$|echo\b|set\b|source\b|if\b|fi\b)/.test(line));

interface Loss {
  readonly kind: string;
  readonly place: Place;
}

function lossesOf(file: FileChange): Loss[] {
  const path = file.previousPath ?? file.path;
  const kind = kindOf(path);
  const base = textOf(file.base);
  if (kind === null || base === null || file.status === 'copied') return [];
  const place = (line: number | null): Loss => ({ kind, place: { path, line, side: 'base' } });
  const head = kindOf(file.path) === kind ? textOf(file.head) : null;
  const ran = kind !== 'hooks' || commandsIn(base).length > 0;
  if (head === null)
    return file.status === 'removed' || file.status === 'renamed' ? (ran ? [place(null)] : []) : [];
  if (/\.husky\//.test(path)) return ran && commandsIn(head).length === 0 ? [place(null)] : [];
  const kept = new Set(partsOf(file.path, head).map(({ name }) => name));
  const was = partsOf(path, base);
  const gone = was.filter(({ name }) => !kept.has(name));
  // As many others in their place: another tool for the same.
  const come = [...kept].filter((name) => !was.some((part) => part.name === name)).length;
  return gone.slice(come).map(({ line }) => place(line));
}

const finding = (severity: 'high' | 'medium', message: string, losses: readonly Loss[]): Finding[] =>
  losses.length === 0
    ? []
    : [
        {
          rule: 'scanner-removed',
          family: 'checks-weakened',
          severity,
          message,
          places: losses.map(({ place }) => place),
        },
      ];

const HOOK =
  'repos:\n  - repo: https://example.com/hooks\n    hooks:\n      - id: gitleaks\n      - id: ruff\n';

export const scannerRemoved: Rule<Record<string, never>> = {
  id: 'scanner-removed',
  family: 'checks-weakened',
  summary:
    'The configuration of a security scanner, of dependency updates or of Git hooks is taken away or emptied.',
  why: 'Scanners, updates and hooks catch leaked secrets and known holes before they land. Once their configuration is gone they are silent, and silence looks like safety.',
  remediation: 'Keep the configuration. If another tool takes over, bring it in with the same change.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({
    content:
      kindOf(file.path) !== null || (file.previousPath !== null && kindOf(file.previousPath) !== null)
        ? 'both'
        : 'nothing',
  }),
  inspect(facts) {
    const come = new Set(
      facts.files
        .filter(
          ({ status, previousPath, path }) =>
            status === 'added' || (previousPath !== null && kindOf(previousPath) !== kindOf(path)),
        )
        .map(({ path }) => kindOf(path)),
    );
    const losses = facts.files.flatMap(lossesOf).filter(({ kind }) => !come.has(kind));
    return [
      ...finding(
        'high',
        'A scanner, or the updates that close known holes, loses its configuration and falls silent. Keep it, or bring its replacement with this change.',
        losses.filter(({ kind }) => kind !== 'hooks'),
      ),
      ...finding(
        'medium',
        'Checks that ran before every commit are taken away. Keep them, or let a human agree.',
        losses.filter(({ kind }) => kind === 'hooks'),
      ),
    ];
  },
  flagged: [
    {
      name: 'updates, secret scan and hooks are deleted',
      files: [
        { path: '.github/dependabot.yml', before: 'version: 2\n', after: null },
        { path: '.gitleaks.toml', before: 'title = "x"\n', after: null },
        { path: '.husky/pre-commit', before: 'npx lint-staged\n', after: '# npx lint-staged\n' },
      ],
      places: [
        { path: '.github/dependabot.yml', line: null, side: 'base' },
        { path: '.gitleaks.toml', line: null, side: 'base' },
        { path: '.husky/pre-commit', line: null, side: 'base' },
      ],
    },
    {
      name: 'one hook less',
      files: [
        { path: '.pre-commit-config.yaml', before: HOOK, after: HOOK.replace('      - id: gitleaks\n', '') },
      ],
      places: [{ path: '.pre-commit-config.yaml', line: 4, side: 'base' }],
    },
  ],
  clean: [
    {
      name: 'another tool for the same',
      files: [
        { path: '.github/dependabot.yml', before: 'version: 2\n', after: null },
        { path: 'renovate.json', before: null, after: '{}\n' },
        { path: '.husky/pre-commit', before: 'npx lint-staged\n', after: null },
        { path: 'lefthook.yml', before: null, after: 'pre-commit:\n  commands: {}\n' },
        { path: '.pre-commit-config.yaml', before: HOOK, after: HOOK.replace('id: ruff', 'id: ruff-check') },
      ],
    },
    {
      name: 'another version, another command',
      files: [
        { path: '.pre-commit-config.yaml', before: HOOK, after: `# hooks\n${HOOK}` },
        { path: '.husky/pre-commit', before: 'npm run lint\n', after: 'pnpm lint\n' },
      ],
    },
  ],
};
