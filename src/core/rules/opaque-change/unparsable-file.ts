import { parse as parseToml } from 'smol-toml';
import { z } from 'zod';
import type { FileChange, FileContent } from '../../facts/facts.ts';
import { parseHcl } from '../../parsers/hcl.ts';
import { parseJsonc } from '../../parsers/jsonc.ts';
import { parseYaml } from '../../parsers/yaml.ts';
import type { Rule } from '../rule.ts';

type Parses = (text: string) => boolean;

/** Longer ones are read by nobody, and parsing them takes seconds. */
const MAX_TOML = 1_000_000;
const MAX_YAML = 300_000;

const isToml: Parses = (text) => {
  if (text.length > MAX_TOML) return false;
  try {
    parseToml(text);
    return true;
  } catch {
    return false;
  }
};

/** Files that other rules take apart, and how. Workflows and the settings of agents have rules of their own for this. */
const LANGUAGES: readonly (readonly [RegExp, Parses])[] = [
  [
    /(?:^|\/)(?:package|composer|firebase|database\.rules|deno)\.json$|\.tf\.json$/i,
    (text) => parseJsonc(text).problem === null,
  ],
  [/(?:^|\/)(?:pyproject|cargo|ruff|wrangler|fly|netlify)\.toml$|(?:^|\/)pipfile$/i, isToml],
  [/\.(?:tf|tfvars)$/i, (text) => parseHcl(text) !== null],
  [
    /(?:^|\/)(?:(?:docker-)?compose(?:[.-][\w-]+)*|kustomization|chart|values(?:[.-][\w-]+)*|pnpm-workspace|serverless|codecov|\.codecov|\.gitlab-ci)\.ya?ml$/i,
    (text) => text.length <= MAX_YAML && parseYaml(text).problem === null,
  ],
];

/** What templates are written with: the file is made before it is read. */
const TEMPLATE = /\{\{|\{%|<%/;

const parserOf = (path: string): Parses | null =>
  LANGUAGES.find(([pattern]) => pattern.test(path))?.[1] ?? null;

/** Whether the file could be read before, or was not there, and cannot be read now. */
function becameUnparsable(file: FileChange): boolean {
  const parses = parserOf(file.path);
  const head = textOf(file.head);
  if (parses === null || file.status === 'removed' || head === null || head.trim() === '') return false;
  if (TEMPLATE.test(head) || parses(head)) return false;
  const base = textOf(file.base);
  return base === null || base.trim() === '' || parses(base);
}

const textOf = (content: FileContent | undefined): string | null =>
  content?.state === 'text' ? content.text : null;

export const unparsableFile: Rule<Record<string, never>> = {
  id: 'unparsable-file',
  family: 'opaque-change',
  summary: 'A manifest or a definition of infrastructure cannot be parsed any more.',
  why: 'Rules on access, infrastructure and dependencies take these files apart. One that cannot be parsed, by a slip, a merge conflict left behind or on purpose, could say anything without their knowing, and the tool it is meant for may be more lenient than they are.',
  remediation: 'Mend the syntax.',
  severity: 'medium',
  action: 'review',
  options: z.strictObject({}),
  needs: ({ path }) => ({ content: parserOf(path) === null ? 'nothing' : 'both' }),
  inspect({ files }) {
    const found = files.filter(becameUnparsable);
    if (found.length === 0) return [];
    return [
      {
        rule: 'unparsable-file',
        family: 'opaque-change',
        severity: 'medium',
        message:
          'This file cannot be parsed any more, so that nobody knows what it does and other rules did not see into it. Mend its syntax.',
        places: found.map(({ path }) => ({ path, line: null, side: 'head' })),
      },
    ];
  },

  flagged: [
    {
      name: 'a comma too few, and a conflict left behind',
      files: [
        { path: 'package.json', before: '{ "name": "a" }\n', after: '{ "name": "a" "private": true }\n' },
        {
          path: 'pyproject.toml',
          before: '[project]\nname = "a"\n',
          after: '[project]\n<<<<<<< HEAD\nname = "a"\n=======\nname = "b"\n>>>>>>> b\n',
        },
      ],
      places: ['package.json', 'pyproject.toml'].map((path) => ({ path, line: null, side: 'head' })),
    },
    {
      name: 'a brace that is never closed',
      files: [
        { path: 'infra/main.tf', before: null, after: 'resource "aws_s3_bucket" "a" {\n  bucket = "a"\n' },
        { path: 'compose.yaml', before: null, after: 'services: {web: [\n' },
      ],
      places: ['infra/main.tf', 'compose.yaml'].map((path) => ({ path, line: null, side: 'head' })),
    },
  ],
  clean: [
    {
      name: 'files that can be parsed, comments and all',
      files: [
        { path: 'package.json', before: null, after: '{\n  // why\n  "name": "a",\n}\n' },
        { path: 'infra/main.tf', before: null, after: 'locals {\n  a = "${var.b}"\n}\n' },
      ],
    },
    {
      name: 'one that could not be parsed before, and templates',
      files: [
        { path: 'package.json', before: '{ name }\n', after: '{ name, version }\n' },
        { path: 'template/package.json', before: null, after: '{ "name": {{ name }} }\n' },
        { path: 'chart/values.yaml', before: null, after: '{{- if .Values.a }}\na: 1\n{{- end }}\n' },
      ],
    },
  ],
};
