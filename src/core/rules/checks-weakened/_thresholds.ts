/** A number that coverage must reach, as a configuration says it. */
export interface Threshold {
  readonly line: number;
  /** Setting and, if it says one, what is measured: `fail_under`, `branches`. */
  readonly key: string;
  readonly value: number;
  /** More is weaker: how far coverage may fall. */
  readonly allowance: boolean;
}

const FILES =
  /(?:^|\/)(?:jest|vite|vitest|karma|wtr|web-test-runner|c8|nyc)[\w.-]*\.(?:[cm]?[jt]sx?|json)$|(?:^|\/)(?:package\.json|\.nycrc(?:\.\w+)?|\.c8rc(?:\.\w+)?|\.?codecov\.ya?ml|pyproject\.toml|setup\.cfg|\.coveragerc|tox\.ini|pytest\.ini|noxfile\.py|pom\.xml|[\w.-]*\.gradle(?:\.kts)?|\.simplecov|(?:spec|test|rails)_helper\.rb|sonar-project\.properties|phpunit\.xml(?:\.dist)?|Makefile|justfile|Directory\.Build\.props|[\w.-]*\.csproj|\.testcoverage\.ya?ml|\.gitlab-ci\.yml)$|^\.github\/workflows\/[^/]+\.ya?ml$|\.runsettings$/i;

/** Files in which coverage thresholds stand. */
export const mayHoldThresholds = (path: string): boolean => FILES.test(path);

const KEYWORD = /threshold|fail[_-]under|minimum|coverage|check-coverage|target/i;
const NUMBER = String.raw`["']?\s*(-?\d{1,3}(?:\.\d{1,6})?)\b`;
const SETTINGS: readonly (readonly [RegExp, boolean])[] = [
  [
    new RegExp(String.raw`\b(fail_under|fail-under|cov-fail-under|failUnder)["']?\s*[:= ]\s*${NUMBER}`, 'g'),
    false,
  ],
  [new RegExp(String.raw`\b(maximum_coverage_drop)\s+${NUMBER}`, 'g'), true],
  [
    new RegExp(String.raw`\b(minimum_coverage(?:_by_file)?(?:[ (]+(?:line|branch):)?)[ (]+${NUMBER}`, 'g'),
    false,
  ],
  [new RegExp(String.raw`<(minimum|Threshold)>${NUMBER}`, 'g'), false],
  [new RegExp(String.raw`\b(minimum)\s*=${NUMBER}`, 'g'), false],
  [new RegExp(String.raw`\b(p:Threshold)=${NUMBER}`, 'g'), false],
  [
    new RegExp(
      String.raw`\b((?:min(?:imum)?_?coverage|coverage_?(?:threshold|min(?:imum)?|limit|required))\w{0,30})["']?\s*(?:[:=]|\?=|:=|-lt|<)\s*${NUMBER}`,
      'gi',
    ),
    false,
  ],
];
/** Names so plain that they count only in a file that speaks of thresholds. */
const MEASURES = new RegExp(
  String.raw`["']?\b(branches|functions|lines|statements)["']?\s*:\s*${NUMBER}`,
  'g',
);
const CODECOV: readonly (readonly [RegExp, boolean])[] = [
  [new RegExp(String.raw`\b(target):\s*${NUMBER}`, 'g'), false],
  [new RegExp(String.raw`\b(threshold):\s*${NUMBER}`, 'g'), true],
];

/** The thresholds of a text in order. Lines are cut at 2,000 characters. */
export function thresholdsOf(path: string, text: string): Threshold[] {
  if (!KEYWORD.test(text)) return [];
  const settings = [
    ...SETTINGS,
    ...(/threshold|check-coverage|nycrc|c8rc/i.test(path + text) ? [[MEASURES, false] as const] : []),
    ...(/codecov\.ya?ml$/i.test(path) ? CODECOV : []),
  ];
  return text.split('\n').flatMap((raw, i) => {
    const line = raw.slice(0, 2000);
    if (!/\d/.test(line) || /^\s*(?:#|\/\/|;|<!--)/.test(line)) return [];
    return settings.flatMap(([pattern, allowance]) =>
      [...line.matchAll(pattern)].map(([, key = '', value]) => ({
        line: i + 1,
        key: key.toLowerCase(),
        value: Number(value),
        allowance,
      })),
    );
  });
}
