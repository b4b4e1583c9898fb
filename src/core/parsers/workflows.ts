import type { FileChange, FileContent } from '../facts/facts.ts';
import { parseYaml, yamlEntry, yamlGet, yamlText } from './yaml.ts';
import type { YamlEntry, YamlNode, YamlScalar } from './yaml.ts';

export interface Step {
  readonly line: number;
  readonly node: YamlNode;
  readonly uses: YamlScalar | undefined;
  readonly run: YamlScalar | undefined;
  readonly with: YamlNode | undefined;
  readonly env: YamlNode | undefined;
  readonly condition: string;
}

export interface Job {
  readonly id: string;
  /** The reusable workflow it calls. */
  readonly uses: YamlScalar | undefined;
  readonly node: YamlNode;
  readonly permissions: YamlEntry | undefined;
  readonly secrets: YamlEntry | undefined;
  readonly env: YamlNode | undefined;
  readonly condition: string;
  readonly steps: readonly Step[];
}

/** A workflow, or a composite action taken as one job without triggers. */
export interface Workflow {
  readonly path: string;
  /** What is below `on`. */
  readonly on: YamlNode | undefined;
  /** Names of the events that start it, with their lines. */
  readonly triggers: ReadonlyMap<string, number>;
  readonly permissions: YamlEntry | undefined;
  readonly env: YamlNode | undefined;
  readonly jobs: readonly Job[];
  /** The source, for looking at single lines: `lines[0]` is line 1. */
  readonly lines: readonly string[];
}

const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/i;
const ACTION = /(?:^|\/)action\.ya?ml$/i;

export const isWorkflowPath = (path: string): boolean => WORKFLOW.test(path) || ACTION.test(path);

/** What one side of a file was found to be. */
export type WorkflowSide =
  | { readonly state: 'workflow'; readonly workflow: Workflow }
  | { readonly state: 'absent' }
  /** It exists, and GitHub may make something of it that cannot be seen here. The reason is a sentence. */
  | { readonly state: 'unreadable'; readonly reason: string };

const cache = new WeakMap<FileContent, WorkflowSide>();

export function headWorkflow(file: FileChange): WorkflowSide {
  return isWorkflowPath(file.path) ? read(file.path, file.head) : { state: 'absent' };
}

/** The workflow as it was; absent if the file was no workflow then (it was moved into the folder). */
export function baseWorkflow(file: FileChange): WorkflowSide {
  const path = file.previousPath ?? file.path;
  return isWorkflowPath(path) && file.status !== 'copied' ? read(path, file.base) : { state: 'absent' };
}

function read(path: string, content: FileContent | undefined): WorkflowSide {
  if (!content || content.state === 'absent' || content.state === 'unread') return { state: 'absent' };
  if (content.state === 'binary') return { state: 'unreadable', reason: 'It is not text.' };
  let side = cache.get(content);
  if (!side) {
    side = parse(path, content.text);
    cache.set(content, side);
  }
  return side;
}

function parse(path: string, text: string): WorkflowSide {
  const { documents, problem } = parseYaml(text);
  if (problem !== null) return { state: 'unreadable', reason: problem };
  if (documents.length > 1) return { state: 'unreadable', reason: 'It holds several YAML documents.' };
  const root = documents[0];
  if (!root) return { state: 'absent' };
  if (root.kind !== 'map') return { state: 'unreadable', reason: 'It is not a YAML mapping.' };
  const jobs = yamlGet(root, 'jobs');
  const runs = yamlGet(root, 'runs');
  const workflow: Workflow = {
    path,
    on: yamlGet(root, 'on'),
    triggers: triggersOf(root),
    permissions: yamlEntry(root, 'permissions'),
    env: yamlGet(root, 'env'),
    jobs: [
      ...(jobs?.kind === 'map' ? jobs.entries.map(({ key, value }) => jobOf(key, value)) : []),
      ...(runs?.kind === 'map' ? [jobOf('runs', runs)] : []),
    ],
    lines: text.split(/\r?\n/),
  };
  return { state: 'workflow', workflow };
}

function triggersOf(root: YamlNode): Map<string, number> {
  const on = yamlEntry(root, 'on');
  const triggers = new Map<string, number>();
  if (on?.value.kind === 'scalar') triggers.set(on.value.text, on.value.line);
  if (on?.value.kind === 'list') {
    for (const item of on.value.items) triggers.set(yamlText(item) ?? '', item.line);
  }
  if (on?.value.kind === 'map') for (const entry of on.value.entries) triggers.set(entry.key, entry.line);
  return triggers;
}

const scalar = (node: YamlNode | undefined): YamlScalar | undefined =>
  node?.kind === 'scalar' ? node : undefined;

function jobOf(id: string, node: YamlNode): Job {
  const steps = yamlGet(node, 'steps');
  return {
    id,
    node,
    uses: scalar(yamlGet(node, 'uses')),
    permissions: yamlEntry(node, 'permissions'),
    secrets: yamlEntry(node, 'secrets'),
    env: yamlGet(node, 'env'),
    condition: yamlText(yamlGet(node, 'if')) ?? '',
    steps: steps?.kind === 'list' ? steps.items.map(stepOf) : [],
  };
}

function stepOf(node: YamlNode): Step {
  return {
    line: node.line,
    node,
    uses: scalar(yamlGet(node, 'uses')),
    run: scalar(yamlGet(node, 'run')),
    with: yamlGet(node, 'with'),
    env: yamlGet(node, 'env'),
    condition: yamlText(yamlGet(node, 'if')) ?? '',
  };
}
