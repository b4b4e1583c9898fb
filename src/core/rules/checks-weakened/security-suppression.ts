import { z } from 'zod';
import { lineChanges } from '../../facts/diff.ts';
import type { Place, Rule } from '../rule.ts';
import { addedSuppressions, inString, isTestOnly, suppressionNeeds } from './_suppressions.ts';

const KEYWORD =
  /nosec|nosem|NOSONAR|gitleaks:|checkov:|tfsec:|trivy:|kics|lgtm|codeql|zizmor:|allowlist|noqa:|nolint:|DevSkim|snyk|terrascan|semgrep|eslint-disable|CodeQL|brakeman|bearer:|ggignore|trufflehog:|hadolint/i;

/** Comments by which one tool that looks for vulnerabilities or secrets leaves something out; of linters the grave rules alone. */
const DIRECTIVES: readonly RegExp[] = [
  /(?:#|\/\/|\/\*)\s*#?nosec\b[ \w,:]{0,60}/i,
  /(?:#|\/\/|\/\*|<!--)\s*nosem(?:grep)?\b(?:\s*:\s*[\w.,\- ]{1,200})?/,
  /(?:#|\/\/|\/\*|<!--)\s*NOSONAR\b/,
  /\bgitleaks:allow\b|\btrufflehog:ignore\b|\bggignore\b|\bpragma:\s*(?:allowlist|whitelist)\s+(?:nextline\s+)?secret\b/,
  /(?:#|\/\/)\s*(?:checkov|bridgecrew):skip\s*=\s*\w+/,
  /(?:#|\/\/)\s*(?:tfsec|trivy):ignore:[\w-]+/,
  /(?:#|\/\/)\s*kics-scan\s+(?:ignore|disable)[\w=, -]{0,60}/,
  /#ts:skip=[\w.]+/,
  /(?:#|\/\/)\s*(?:lgtm|codeql)\s*\[[\w/,\- ]{1,100}\]/,
  /#\s*zizmor:\s*ignore\[[\w,\- ]{0,80}(?:template-injection|dangerous-triggers|excessive-permissions|secrets-inherit|github-env|bot-conditions)/,
  /\/\/\s*DevSkim:\s*ignore\s+\w+/i,
  /#\s*noqa:\s*(?:\w+,\s*)*S(?:102|105|106|107|301|302|307|323|501|506|602|605|608|701|702)\b/,
  /\/\/\s*nolint:(?:[\w-]+,)*gosec\b/,
  /eslint-disable(?:-next-line|-line)?\s+(?:[@\w/-]+,\s*)*(?:security\/(?!detect-(?:object-injection|non-literal-fs))|no-unsanitized\/|xss\/|no-secrets\/)[\w-]+/,
  /(?:\/\/|#)\s*bearer:disable\s+\w+/,
];

/** Rules of gosec and Bandit about how a file is opened, a program found or an error handled: as lint, not as a hole. */
const MINOR = /^(?:G(?:104|115|30[12467])|B(?:101|110|112|311|403|404|603|607))$/;
/** A call that gosec reports for the path or the mode of a file, and nothing else. */
const OPENS_FILE = /\bos\.(?:Open|OpenFile|Create|ReadFile|ReadDir|WriteFile|Mkdir|MkdirAll|Chmod)\(/;

/** A number that becomes a smaller one, or one with a sign. */
const CONVERTS = /\bu?int(?:8|16|32|64)?\(/;
/** What gosec also reports on such a line, and somebody should look at. */
const GRAVE =
  /\b(?:exec|tls|http|md5|sha1|des|rc4|rand|template|unsafe|syscall|ssh|sql)\.|Sprintf|Query|Exec\(|passw|secret|token|Insecure/i;

/** Whether all that a comment may hide is minor: by the rules it names, or by the line it stands on. */
function isMinor(text: string, directive: string): boolean {
  if (/nosec\b/i.test(directive)) {
    const rules = directive.match(/\b[GB]\d{3}\b/g) ?? [];
    if (rules.length > 0) return rules.every((rule) => MINOR.test(rule));
  }
  if (!/nosec\b|gosec\b/i.test(directive)) return false;
  // What errcheck and gosec both report is the error that nobody looks at.
  const ignored = /nolint:[\w,-]*\berrcheck\b/.test(text);
  const code = text.slice(0, text.indexOf(directive));
  return !GRAVE.test(code) && (ignored || OPENS_FILE.test(code) || CONVERTS.test(code));
}

/** Lists by which a scanner leaves findings, files or packages out: a line more is something less to see. */
const LISTS =
  /(?:^|\/)\.(?:gitleaksignore|trivyignore(?:\.ya?ml)?|semgrepignore|snyk|nsprc|tfsecignore|checkovignore|auditignore|cfnlintignore|zapignore|secrets\.baseline|osv-scanner-ignore|banditignore)$/;

export const securitySuppression: Rule<Record<string, never>> = {
  id: 'security-suppression',
  family: 'checks-weakened',
  summary: 'A security scanner is told to leave something out that it would report.',
  why: 'A scanner that is told to look away says that all is well. The comment is as quick to write as the mistake it hides, and the tool checks no reason.',
  remediation:
    'Mend what the scanner found. If it is wrong, let a human of the security side confirm it and write the reason beside.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => (LISTS.test(file.path) ? { content: 'patch' } : suppressionNeeds(file)),
  inspect(facts) {
    const comments = addedSuppressions(facts, ({ text }, path) => {
      if (!KEYWORD.test(text) || isTestOnly(path)) return null;
      for (const pattern of DIRECTIVES) {
        const match = pattern.exec(text);
        if (!match || inString(text, match.index)) continue;
        return isMinor(text, match[0]) ? null : match[0].replace(/\s+/g, ' ').trim();
      }
      return null;
    }).map(({ place }) => place);
    const listed = facts.files.flatMap((file): Place[] => {
      if (!LISTS.test(file.path)) return [];
      const { added, removed } = lineChanges(file);
      const before = new Set(removed.map(({ text }) => text.trim()));
      const more = added.filter(
        ({ text }) => text.trim() !== '' && !/^\s*#/.test(text) && !before.has(text.trim()),
      );
      const [first] = more;
      const grows =
        more.length > removed.filter(({ text }) => text.trim() !== '' && !/^\s*#/.test(text)).length;
      return first && grows ? [{ path: file.path, line: first.line, side: 'head' }] : [];
    });
    const places = [...comments, ...listed];
    if (places.length === 0) return [];
    return [
      {
        rule: 'security-suppression',
        family: 'checks-weakened',
        severity: 'high',
        message:
          'A security scanner is told not to report this. Mend what it found, or let a human confirm that it is wrong.',
        places,
      },
    ];
  },
  flagged: [
    {
      name: 'comments of several scanners',
      files: [
        { path: 'a.py', before: 'run(x)\n', after: 'run(x)  # nosec B602\n' },
        { path: 'b.ts', before: 'run(x);\n', after: '// nosemgrep: javascript.lang.eval\nrun(x);\n' },
        { path: 'c.go', before: 'run(x)\n', after: 'run(x) // #nosec G204\n' },
        { path: 'main.tf', before: 'a = 1\n', after: '#checkov:skip=CKV_AWS_20:public on purpose\na = 1\n' },
        { path: 'D.java', before: 'run(x);\n', after: 'run(x); // NOSONAR\n' },
        { path: 'e.go', before: '', after: 'q := "a" + x //nolint:gosec // G304: fine\n' },
        { path: 'f.go', before: '', after: 'os.Open(x); run(x) // #nosec G304 G204\n' },
        { path: 'g.go', before: '', after: 'exec.Command(x, os.Open(y)).Run() //nolint:errcheck,gosec\n' },
      ],
      places: [
        { path: 'a.py', line: 1, side: 'head' },
        { path: 'b.ts', line: 1, side: 'head' },
        { path: 'c.go', line: 1, side: 'head' },
        { path: 'main.tf', line: 1, side: 'head' },
        { path: 'D.java', line: 1, side: 'head' },
        { path: 'e.go', line: 1, side: 'head' },
        { path: 'f.go', line: 1, side: 'head' },
        { path: 'g.go', line: 1, side: 'head' },
      ],
    },
    {
      name: 'a list of what is left out grows',
      files: [{ path: '.trivyignore', before: '# accepted\n', after: '# accepted\nCVE-2025-0001\n' }],
      places: [{ path: '.trivyignore', line: 2, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'the code beside it changes',
      files: [{ path: 'a.py', before: 'run(x)  # nosec B602\n', after: 'if x:\n    run(y)  # nosec B602\n' }],
    },
    {
      name: 'a rule about style, a string, a test',
      files: [
        { path: 'a.py', before: '', after: 'run(x)  # noqa: E501\n' },
        { path: 'b.ts', before: '', after: "const help = 'write // nosemgrep behind it';\n" },
        { path: 'tests/test_a.py', before: '', after: 'run(x)  # nosec\n' },
      ],
    },
    {
      name: 'how a file is opened, an error that nobody looks at, a number that wraps',
      files: [
        {
          path: 'a.go',
          before: '',
          after:
            'data, err := os.ReadFile(path) // #nosec G304 -- chosen by the user\nf, err := os.Open(path) //nolint:gosec\nfile.Close() //nolint:errcheck,gosec\nkey := int64(sum) //nolint:gosec // wraps\n',
        },
        { path: 'b.py', before: '', after: 'import subprocess  # nosec B404, B603\n' },
      ],
    },
    {
      name: 'an entry is taken out',
      files: [{ path: '.gitleaksignore', before: 'a:b:1\nc:d:2\n', after: 'a:b:1\n' }],
    },
  ],
};
