import { parse, parseAllDocuments } from 'yaml';
import { parsePolicy } from '../../src/core/policy/parse.ts';
import { npmMistakes, mistakes } from './command-tree.ts';
import type { Block } from './pages.ts';
import { argumentsOf, commandsOf } from './shell.ts';

/** What is wrong with a block; empty: nothing. */
type Way = (block: Block) => readonly string[];

/** How the text of a block is held to the truth, by the language after its fence. `sh` is in commands.test.ts. */
export const WAYS: Readonly<Record<string, Way>> = {
  sh: () => [],
  yaml: (block) => yamlWay(block),
  json: ({ text }) => jsonProblems(text),
  jsonl: ({ text }) => text.trimEnd().split('\n').flatMap(jsonProblems),
  ini: ({ text }) => [...notOfAnIni(text), ...callsIn(text)],
  // What something prints or a picture drawn in characters; the page's own commands show whether it is so.
  text: () => [],
  // Examples of rules, made from the examples that the rules' own tests hold.
  diff: ({ path }) =>
    path.startsWith('docs/rules/') ? [] : ['Only the generated pages of rules show diffs.'],
};

/** The programs of other people's that pages show settings of, without a way to try them here. */
export const FOREIGN: Readonly<Record<string, string>> = {
  caddyfile: 'the settings of Caddy',
  nginx: 'the settings of nginx',
  markdown: 'what an agent is told, or what is written under a pull request',
};

type Mapping = Readonly<Record<string, unknown>>;

function yamlWay({ text, mark }: Block): readonly string[] {
  if (mark === 'floor') return policyProblems(text, 'floor');
  if (mark === 'part') return policyProblems(`version: 1\n${text}`, 'repository');
  if (mark === 'invalid') {
    return policyProblems(text, 'repository').length > 0 ? [] : ['It is marked as invalid, and is valid.'];
  }
  const documents = parseAllDocuments(text);
  const broken = documents.flatMap((document) => document.errors.map(({ message }) => message));
  if (broken.length > 0) return broken;
  const value = parse(text) as Mapping;
  if ('version' in value && !('services' in value)) return policyProblems(text, 'repository');
  if ('jobs' in value) return workflowProblems(value);
  if ('services' in value) return composeProblems(value);
  if ('scrape_configs' in value || 'groups' in value || 'apiVersion' in value || 'repos' in value)
    return callsIn(text);
  if (Array.isArray(value)) return stepProblems(value as Mapping[]);
  return [
    'The test does not know what this YAML is. A policy begins with `version: 1`; mark the line before the fence with ' +
      '<!-- floor -->, <!-- part --> (of a policy) or <!-- invalid -->; or teach `yamlWay` in test/docs/ways.ts.',
  ];
}

/** The problems of a policy with line and column. */
export const policyProblems = (text: string, kind: 'floor' | 'repository'): string[] =>
  parsePolicy({ path: '.agentguard.yml', text }, undefined, kind).problems.map(
    ({ line, column, message }) => `${line}:${column} ${message}`,
  );

function workflowProblems({ on, jobs }: Mapping): string[] {
  const found = on === undefined ? ['The workflow says no event in `on`.'] : [];
  for (const [name, job] of Object.entries(jobs as Readonly<Record<string, Mapping>>)) {
    if (job['uses'] !== undefined) continue;
    if (job['runs-on'] === undefined) found.push(`The job ${name} has no runs-on.`);
    found.push(...stepProblems((job['steps'] ?? []) as Mapping[]));
  }
  return found;
}

function stepProblems(steps: readonly Mapping[]): string[] {
  return steps.flatMap((step) => {
    if ((step['uses'] === undefined) === (step['run'] === undefined)) {
      return [`A step has either uses or run: ${JSON.stringify(step)}`];
    }
    return step['run'] === undefined ? [] : callsIn(String(step['run']));
  });
}

function composeProblems({ services }: Mapping): string[] {
  return Object.entries(services as Readonly<Record<string, Mapping>>).flatMap(([name, service]) =>
    service['image'] === undefined && service['build'] === undefined && service['extends'] === undefined
      ? [`The service ${name} has neither image nor build.`]
      : [],
  );
}

/** What is wrong with calls of agentguard and npm inside of another file. */
const callsIn = (text: string): string[] =>
  commandsOf(text.replace(/^\w+=\/?(?:[\w./]+\/)?(?=agentguard|node )/gm, '')).flatMap(({ programs }) =>
    programs.flatMap((words) => {
      const args = argumentsOf(words);
      return args ? mistakes(args) : npmMistakes(words);
    }),
  );

function jsonProblems(text: string): string[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [String(error)];
  }
}

const notOfAnIni = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(\[[\w.-]+\]|[\w.-]+ ?=.*|[#;].*)$/.test(line))
    .map((line) => `This is neither a section nor a key with its value: ${line}`);
