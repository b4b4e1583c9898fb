import { parseJsonc } from '../../parsers/jsonc.ts';
import { iniOf, objectOf, scalarOf, tomlOf } from './_documents.ts';
import type { Json } from './_documents.ts';
import { lineNaming } from './_settings.ts';
import type { Setting } from './_settings.ts';

const FILES =
  /(?:^|\/)(?:tsconfig[\w.-]*\.json|jsconfig\.json|pyproject\.toml|\.?mypy\.ini|setup\.cfg|pyrightconfig\.json|phpstan[\w.-]*\.neon(?:\.dist)?|psalm\.xml(?:\.dist)?|next\.config\.[cm]?[jt]s|Directory\.Build\.(?:props|targets)|[\w.-]+\.csproj)$/;

/** Files that say how strictly types are checked. */
export const holdsTypeSettings = (path: string): boolean => FILES.test(path);

/** What `strict` switches on. */
const STRICT_FAMILY = [
  'noImplicitAny',
  'strictNullChecks',
  'strictFunctionTypes',
  'strictBindCallApply',
  'strictPropertyInitialization',
  'noImplicitThis',
  'useUnknownInCatchVariables',
  'alwaysStrict',
];
const OTHER_FLAGS = [
  'noImplicitReturns',
  'noUncheckedIndexedAccess',
  'noFallthroughCasesInSwitch',
  'exactOptionalPropertyTypes',
  'noImplicitOverride',
  'noPropertyAccessFromIndexSignature',
  'checkJs',
];

function typescript(text: string): Setting[] {
  const root = objectOf(parseJsonc(text).value);
  const options = objectOf(root['compilerOptions']);
  const lines = text.split('\n');
  // What is not said comes from the configuration that is extended.
  const absent = root['extends'] === undefined ? 'looser' : 'unknown';
  const flags = ['strict', ...STRICT_FAMILY, ...OTHER_FLAGS].filter((flag) => options[flag] !== undefined);
  const inherited = options['strict'] === true || root['extends'] !== undefined;
  return flags.map((key) => {
    const on = options[key] === true;
    const line = lineNaming(lines, `"${key}"`);
    const overrides = !on && inherited && (key === 'strict' || STRICT_FAMILY.includes(key));
    return { key, level: on ? 1 : 0, line, absent: on ? absent : overrides ? 'stricter' : 'unknown' };
  });
}

const MYPY =
  /^(?:strict|strict_optional|no_implicit_optional|disallow_\w+|check_untyped_defs|warn_return_any|warn_unreachable|strict_equality|extra_checks)$/;

function mypy(settings: Json, lines: readonly string[]): Setting[] {
  return Object.entries(settings).flatMap(([key, value]): Setting[] => {
    const on = scalarOf(value).toLowerCase() === 'true';
    const line = lineNaming(lines, key);
    if (MYPY.test(key))
      return [{ key: `mypy ${key}`, level: on ? 1 : 0, line, absent: on ? 'looser' : 'unknown' }];
    if (key === 'ignore_errors' && on)
      return [{ key: 'mypy ignore_errors', level: 0, line, absent: 'stricter' }];
    return [];
  });
}

const PYRIGHT_MODES = ['off', 'basic', 'standard', 'strict'];
const LEVELS: Readonly<Record<string, number>> = { none: 0, information: 1, warning: 2, error: 3 };

function pyright(settings: Json, lines: readonly string[]): Setting[] {
  return Object.entries(settings).flatMap(([key, value]): Setting[] => {
    const line = lineNaming(lines, key);
    const text = scalarOf(value);
    if (key === 'typeCheckingMode') {
      return [{ key: `pyright ${key}`, level: PYRIGHT_MODES.indexOf(text), line, absent: 'unknown' }];
    }
    const level = LEVELS[text === 'true' ? 'error' : text === 'false' ? 'none' : text];
    return key.startsWith('report') && level !== undefined
      ? [{ key: `pyright ${key}`, level, line, absent: 'unknown' }]
      : [];
  });
}

/** Settings of one line each. */
const LINES: readonly (readonly [RegExp, string, (value: string) => number])[] = [
  [/^\s*level:\s*(\d{1,2}|max)\b/, 'phpstan level', (value) => (value === 'max' ? 99 : Number(value))],
  [/\berrorLevel="(\d)"/, 'psalm errorLevel', (value) => 9 - Number(value)],
  [
    /<TreatWarningsAsErrors>\s*(true|false)/i,
    'TreatWarningsAsErrors',
    (value) => (/true/i.test(value) ? 1 : 0),
  ],
  [
    /<Nullable>\s*(enable|disable|warnings|annotations)/i,
    'Nullable',
    (value) => (/enable/i.test(value) ? 1 : 0),
  ],
  [
    /\b(?:ignoreBuildErrors|ignoreDuringBuilds)\s*:\s*(true|false)/,
    'checks during builds',
    (value) => (value === 'true' ? 0 : 1),
  ],
];

function byLine(text: string): Setting[] {
  return text.split('\n').flatMap((raw, i) =>
    LINES.flatMap(([pattern, key, levelOf]): Setting[] => {
      const value = pattern.exec(raw.slice(0, 500))?.[1];
      if (value === undefined || /^\s*(?:\/\/|#)/.test(raw)) return [];
      const level = levelOf(value);
      return [{ key, level, line: i + 1, absent: level === 0 ? 'stricter' : 'looser' }];
    }),
  );
}

/** How strictly types are checked, by one file. */
export function typeSettings(path: string, text: string): Setting[] {
  if (!holdsTypeSettings(path)) return [];
  const lines = text.split('\n');
  if (/(?:ts|js)config[\w.-]*\.json$/.test(path)) return typescript(text);
  if (path.endsWith('pyrightconfig.json')) return pyright(objectOf(parseJsonc(text).value), lines);
  if (path.endsWith('pyproject.toml')) {
    if (!/mypy|pyright/.test(text)) return [];
    const tool = objectOf(tomlOf(text)['tool']);
    return [...mypy(objectOf(tool['mypy']), lines), ...pyright(objectOf(tool['pyright']), lines)];
  }
  if (/\.(?:ini|cfg)$/.test(path)) return mypy(Object.fromEntries(iniOf(text).get('mypy') ?? []), lines);
  return byLine(text);
}
