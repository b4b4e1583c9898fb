/** What a command checks. Another command of the same kind may take its place. */
export type CheckKind = 'test' | 'lint' | 'types' | 'security';

/** Between a tool and its subcommand: options and their values. */
const OPTIONS = String.raw`(?:\s+-{1,2}[\w-]+(?:[= ][\w./@:-]+)?){0,6}`;
const RUNNER = String.raw`\b(?:npm|pnpm|yarn|bun|npx|turbo|nx|lerna|deno|make|just|task|rake|rails|tox|nox|hatch|poe|pdm|uv|composer|lein|sbt|mix|gradle|gradlew|mvn|mvnw|artisan|dotnet|cargo|go|swift|flutter|dart|bazel|bazelisk|rush|moon|mise|invoke|inv|earthly|ant|xcodebuild|ctest|rebar3|stack|cabal|zig|vendor\/bin\/\w+)`;
/** A script, target or task that is named after what it does: `test`, `test:unit`, `ci-test`. */
const named = (words: string): RegExp =>
  new RegExp(String.raw`${RUNNER}\b[^|;&\n]{0,160}?[\s:](?:[\w./]{1,40}[-:_.])?(?:${words})(?![\w/])`, 'i');
/** A script file that is named after what it does: `./scripts/run-tests.sh`. */
const script = (words: string): RegExp =>
  new RegExp(
    String.raw`(?:^|[\s/;&|(])(?:[\w.]{1,30}[-_.])?(?:${words})(?:[-_.]\w{1,30}){0,2}\.(?:sh|bash|ps1|cmd|bat|py|js|mjs|ts|rb|ya?ml)\b|(?:^|\s)(?:\.\/)?(?:scripts?|bin|ci|hack|tools|build)\/(?:[\w.]{1,30}[-_.])?(?:${words})(?:[-_.]\w{1,30}){0,2}(?=\s|$)`,
    'i',
  );

const TESTS = String.raw`tests?|spec|e2e|integration|unittests?|unit|check`;
const LINTS = String.raw`lint|linters?|format[-:]check|check[-:]format|fmt[-:]check|verify`;
const TYPES = String.raw`type-?checks?|types?:check|check[-:]types?|check-ts|tsc`;
const AUDITS = String.raw`audit|security|vulncheck|scan|sast`;

const KINDS: readonly (readonly [CheckKind, readonly RegExp[]])[] = [
  [
    'security',
    [
      /\b(?:codeql|semgrep|opengrep|trivy|grype|gitleaks|trufflehog|snyk|bandit|gosec|govulncheck|brakeman|bundler?-audit|pip-audit|osv-scanner|checkov|tfsec|terrascan|kics|zizmor|poutine|dependency-review|ossf\/scorecard|detect-secrets|dependency-check|ggshield|noseyparker|horusec|nancy|clair|anchore|njsscan|sonar(?:qube|cloud|source)?)\b/i,
      new RegExp(
        String.raw`\b(?:(?:npm|pnpm|yarn|bun|cargo|composer)${OPTIONS}\s+(?:audit|deny)|safety\s+(?:check|scan))\b`,
      ),
      named(AUDITS),
      script(AUDITS),
    ],
  ],
  [
    'types',
    [
      /(?:^|[\s/;&|("'])(?:tsc|vue-tsc|svelte-check|mypy|dmypy|pyright|basedpyright|pyre|phpstan|psalm|srb|dialyzer|tsgo)(?=[\s;&|)"']|$)/,
      named(TYPES),
    ],
  ],
  [
    'lint',
    [
      /(?:^|[\s/;&|("'])(?:eslint|biome|oxlint|tslint|ruff|flake8|pylint|pycodestyle|pydocstyle|golangci-lint|staticcheck|revive|rubocop|standardrb|shellcheck|hadolint|actionlint|yamllint|markdownlint|stylelint|ktlint|detekt|checkstyle|spotless\w*|phpcs|tflint|ansible-lint|ansible_lint|swiftlint|clang-tidy|cpplint|super-linter|sqlfluff|buf|credo|commitlint|cspell|knip)(?:[-@][\w-]{1,30})?(?=[\s;&|):"'/@]|$)/,
      /\b(?:prettier|black|isort|gofmt|gofumpt|rustfmt|cargo\s+fmt|dprint|dotnet\s+format|terraform\s+fmt)\b[^|;&\n]{0,120}(?:--check|-check|--verify|--list-different|\s-l\b|\s-d\b)/,
      /\b(?:cargo\s+(?:[\w-]+\s+)?clippy|go\s+vet|pre-commit\s+run|prek\s+run|terraform\s+validate|dart\s+analyze|flutter\s+analyze)\b|(?:golangci-lint|pre-commit|reviewdog|super-linter|megalinter|action-\w*lint)[\w-]*(?:\/|@)/,
      named(LINTS),
      script(LINTS),
    ],
  ],
  [
    'test',
    [
      /(?:^|[\s/;&|("'])(?:pytest|py\.test|jest|vitest|mocha|ava|karma|phpunit|pest|rspec|cypress|bats|nosetests|gotestsum|ginkgo|trunk|newman|cucumber|behave|testcafe|wdio|nextest|ctest|tap|playwright)(?=[\s;&|)"']|$)/,
      new RegExp(
        String.raw`\b(?:go|cargo|dotnet|mix|swift|flutter|dart|deno|bun|npm|pnpm|yarn|rails|bazel|bazelisk|sbt|lein|zig|stack|cabal|hatch|forge|truffle|hardhat|helm|molecule|terraform|xcodebuild)${OPTIONS}\s+(?:t|tst|test|vstest|nextest)\b`,
      ),
      /\bpython3?\s+-m\s+(?:pytest|unittest|nose)\b|\bmanage\.py\s+test\b|\b(?:mvnw?|gradlew?)\b[^|;&\n]{0,160}\s:?[\w:-]*(?:test|verify|check)\b|(?:^|\s)(?:tox|nox)(?:\s|$)|cypress-io\/github-action/i,
      named(TESTS),
      script(TESTS),
    ],
  ],
];

/** Commands that only set up, report or talk about checks. */
const NO_CHECK =
  /^\s*(?:#|\/\/)|^\s*(?:echo|printf|rem|sed|chmod|cat|mkdir|cp|mv|rm|ls|cd|export|git|gh|curl|wget|docker\s+(?:pull|push|build|login|tag)|apt(?:-get)?|apk|brew|pipx?3?\s+install|python3?\s+-m\s+pip|uv\s+(?:pip|sync|tool\s+install|add|venv)|poetry\s+(?:install|add)|npm\s+(?:i|ci|install)\b(?!\s*&&)|pnpm\s+(?:i|install|add)\b|yarn\s+(?:install|add)|go\s+(?:install|get|mod)|cargo\s+(?:install|binstall)|gem\s+install|dotnet\s+(?:restore|tool)|choco|winget|conda|rustup|npx\s+(?:playwright|cypress)\s+install|pnpm\s+(?:exec\s+)?playwright\s+install)\b/;
const INSTALLS =
  /\b(?:db|migrate|seed)[:-]|\bplaywright\s+install\b|\bcypress\s+(?:install|verify)\b|\btool\s+install\b|--version\b/;
const WORTH =
  /test|spec|lint|check|tsc|types?|mypy|pyright|ruff|flake8|vet\b|clippy|audit|scan|codeql|semgrep|trivy|grype|gitleaks|snyk|bandit|gosec|verify|e2e|jest|mocha|\bava\b|karma|phpunit|pest|cypress|playwright|cop\b|cs\b|prettier|black|isort|fmt|biome|stan\b|psalm|sonar|security|tox|nox|kics|zizmor|scorecard|brakeman|vuln|review|truffle|detekt|cspell|credo|knip|integration|unit|buf\b|commit/i;

/** What one line of shell, or an action's name, checks; null: nothing. Longer lines are cut at 1,000 characters. */
export function checkKind(line: string): CheckKind | null {
  const text = line.slice(0, 1000);
  if (!WORTH.test(text)) return null;
  for (const part of text.replace(/\s#\s.*$/, '').split(/&&|\|\||;|\|/)) {
    if (NO_CHECK.test(part) || INSTALLS.test(part)) continue;
    const kind = KINDS.find(([, patterns]) => patterns.some((pattern) => pattern.test(part)))?.[0];
    if (kind) return kind;
  }
  return null;
}
