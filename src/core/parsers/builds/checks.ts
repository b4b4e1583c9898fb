import { lineChanges } from '../../facts/diff.ts';
import type { FileChange, FileContent } from '../../facts/facts.ts';
import { isWorkflowPath } from '../workflows.ts';
import { parseYaml, yamlGet, yamlText } from '../yaml.ts';
import type { YamlNode, YamlScalar } from '../yaml.ts';
import { checkKind } from './check-kinds.ts';
import type { CheckKind } from './check-kinds.ts';
import { swallows, withoutSwallowing } from './swallowing.ts';

/** A command or action of a build that checks something. */
export interface CheckUnit {
  readonly path: string;
  readonly line: number;
  readonly kind: CheckKind;
  /** The command without what swallows its failure, and the action without its version. */
  readonly command: string;
  /** `command` and where it runs: the same check elsewhere is another one. */
  readonly key: string;
  /** Names of the job and step around it. */
  readonly context: string;
  readonly state: 'effective' | 'disabled' | 'ignored';
}

/** What one side of a build file runs. */
export interface BuildSide {
  readonly checks: readonly CheckUnit[];
  /** Calls whose work is done elsewhere in the repository: `make x`, `./x.sh`, `uses: ./x`. */
  readonly calls: readonly string[];
}

const PIPELINES =
  /(?:^|\/)(?:\.gitlab-ci\.ya?ml|\.gitlab\/.*\.ya?ml|\.circleci\/.*\.ya?ml|[\w.-]*azure-pipelines?[\w.-]*(?:\/.*)?\.ya?ml|eng\/pipelines\/.*\.ya?ml|\.buildkite\/.*\.ya?ml|bitbucket-pipelines\.yml|\.drone\.ya?ml|\.travis\.yml|\.?appveyor\.yml|\.woodpecker(?:\/.*)?\.ya?ml|cloudbuild\.ya?ml|\.semaphore\/.*\.ya?ml)$/i;

/** Files that say what a build server runs. */
export const isBuildPath = (path: string): boolean => isWorkflowPath(path) || PIPELINES.test(path);

const SCRIPTS =
  /(?:^|\/)(?:package\.json|composer\.json|GNUmakefile|[Mm]akefile|justfile|Justfile|Jenkinsfile|Taskfile\.ya?ml|tox\.ini|noxfile\.py|Rakefile|\.husky\/[\w-]+|lefthook\.ya?ml)$|\.(?:sh|bash|mk)$/;

/** Files with commands that a build may call. */
export const isScriptPath = (path: string): boolean => SCRIPTS.test(path);

const NOTHING: BuildSide = { checks: [], calls: [] };
const cache = new WeakMap<FileContent, BuildSide>();

/** What a build file ran before, or runs now; nothing if it is not there or cannot be read. */
export function buildSide(file: FileChange, side: 'base' | 'head'): BuildSide {
  const path = side === 'base' ? (file.previousPath ?? file.path) : file.path;
  const content = file[side];
  if (content?.state !== 'text' || !isBuildPath(path)) return NOTHING;
  if (side === 'base' && file.status === 'copied') return NOTHING;
  let known = cache.get(content);
  if (!known) {
    known = read(path, content.text);
    cache.set(content, known);
  }
  return known;
}

/** What holds for everything below a node. */
interface Around {
  readonly state: CheckUnit['state'];
  readonly context: string;
  readonly folder: string;
}

const COMMANDS = new Set(
  'run script scripts command commands bash pwsh powershell before_script after_script install inlineScript uses task test_script build_script'.split(
    ' ',
  ),
);
const IGNORES = ['continue-on-error', 'continueOnError', 'allow_failure', 'soft_fail'];
const NEVER =
  /^\s*(?:\$\{\{)?\s*(?:false|'?never'?|never\(\)|'false'|false\s*&&.*|.*&&\s*false)\s*(?:\}\})?\s*$/;

function read(path: string, text: string): BuildSide {
  const checks: CheckUnit[] = [];
  const calls: string[] = [];
  const { documents } = parseYaml(text);
  const take = (node: YamlScalar, around: Around): void => {
    for (const { line, text: command, swallowed } of commandsOf(node)) {
      const kind = checkKind(command);
      if (kind === null) {
        if (CALL.test(command) && !NO_CALL.test(command)) calls.push(command.trim().replace(/@[\w.-]+$/, ''));
        continue;
      }
      const bare = withoutSwallowing(command);
      const state = around.state === 'effective' && swallowed ? 'ignored' : around.state;
      checks.push({
        path,
        line,
        kind,
        command: bare,
        key: `${around.folder}\n${bare}`,
        context: around.context,
        state,
      });
    }
  };
  const visit = (node: YamlNode, around: Around): void => {
    if (node.kind === 'list') for (const item of node.items) visit(item, around);
    if (node.kind !== 'map') return;
    const inner = aroundOf(node, around);
    for (const { key, value } of node.entries) {
      if (key === 'with' || key === 'env') continue;
      if (!COMMANDS.has(key)) visit(value, { ...inner, context: `${inner.context} ${key}` });
      else if (value.kind === 'scalar') take(value, inner);
      else if (value.kind === 'list') {
        for (const item of value.items) {
          if (item.kind === 'scalar') take(item, inner);
          else visit(item, inner);
        }
      } else visit(value, inner);
    }
  };
  for (const root of documents) visit(root, { state: 'effective', context: path, folder: '' });
  return { checks, calls };
}

/** A target, a script of the repository or a local action; a name that says that nothing is checked is none. */
const CALL =
  /(?:^|\s)(?:make|just|task|mise|tox|nox)\s+\S|\b(?:npm|pnpm|yarn|bun)\s+(?:[\w@/:=. -]{1,60}\s)?run\s+\S|(?:^|\s)(?:bash\s+|sh\s+|python3?\s+|node\s+)?\.{0,2}\/?[\w./-]+\.(?:sh|py|js|mjs|ts|rb|ps1|ya?ml)(?:\s|$)|^\s*\.\/\S+|^\s*\$\{\{\s*matrix/;
const NO_CALL =
  /\b(?:build|install|setup|deploy|release|publish|start|dev|version|clean|generate|docs?|migrate)\b/i;

function aroundOf(node: YamlNode, around: Around): Around {
  const text = (key: string): string => (yamlText(yamlGet(node, key)) ?? '').slice(0, 500);
  const off =
    ['if', 'condition', 'when'].some((key) => NEVER.test(text(key))) ||
    text('enabled') === 'false' ||
    (text('skip') !== '' && text('skip') !== 'false');
  const ignored = IGNORES.some((key) => /^\s*(?:\$\{\{)?\s*true\s*(?:\}\})?\s*$/.test(text(key)));
  const own = off ? 'disabled' : ignored ? 'ignored' : around.state;
  return {
    state: around.state === 'disabled' ? 'disabled' : own,
    context: `${around.context} ${text('name')}`.slice(-2000),
    folder: text('working-directory') || text('workingDirectory') || around.folder,
  };
}

/** The lines of a script, with those that a backslash continues put together. */
function commandsOf(node: YamlScalar): { line: number; text: string; swallowed: boolean }[] {
  const lines = node.text.split('\n', 2000);
  const first = node.endLine > node.line ? node.line + 1 : node.line;
  const found: { line: number; text: string; swallowed: boolean }[] = [];
  let lenient = false;
  let begun: { line: number; text: string } | null = null;
  for (const [i, raw] of lines.entries()) {
    const joined: string = `${begun?.text ?? ''}${raw}`.slice(0, 5000);
    const line: number = begun?.line ?? Math.min(first + i, node.endLine);
    if (/\\\s*$/.test(raw)) {
      begun = { line, text: `${joined.replace(/\\\s*$/, '')} ` };
      continue;
    }
    begun = null;
    if (/^\s*set\s+\+e\b/.test(joined)) lenient = !/\$\?|PIPESTATUS/.test(node.text);
    else if (/^\s*set\s+-\w*e/.test(joined)) lenient = false;
    else found.push({ line, text: joined, swallowed: lenient || swallows(joined) });
  }
  return found;
}

/** Checks in the changed lines of scripts: what a Makefile, a shell script or package.json loses and gets. */
export function changedScriptChecks(file: FileChange): { base: CheckUnit[]; head: CheckUnit[] } {
  if (!isScriptPath(file.path)) return { base: [], head: [] };
  const { added, removed } = lineChanges(file);
  const units = (lines: typeof added, path: string): CheckUnit[] =>
    lines.flatMap(({ line, text }): CheckUnit[] => {
      const command = text.slice(0, 1000).replace(/^\s*(?:"[\w:.-]{1,80}"\s*:\s*")?[@-]?|"?,?\s*$/g, '');
      const kind = checkKind(command);
      if (kind === null) return [];
      const bare = withoutSwallowing(command);
      const state = swallows(command) ? 'ignored' : 'effective';
      return [{ path, line, kind, command: bare, key: bare, context: '', state }];
    });
  return { base: units(removed, file.previousPath ?? file.path), head: units(added, file.path) };
}

const SCRIPT = /^\s*"([\w:.-]{1,80})"\s*:\s*"(.{0,1000}?)",?\s*$/;
const IDLE = /^(?:(?:echo|printf)\b[^|;&]*|true|:|exit 0)(?:\s*(?:&&|;)\s*(?:true|exit 0))?$/;

/** Scripts of a package that checked something before and do nothing now: `"test": "echo ok"`. */
export function emptiedScripts(file: FileChange): CheckUnit[] {
  if (!/(?:^|\/)(?:package|composer)\.json$/.test(file.path)) return [];
  const { added, removed } = lineChanges(file);
  const before = new Map(
    removed.map(({ text }) => SCRIPT.exec(text)?.slice(1) ?? []).map(([name, run]) => [name, run]),
  );
  return added.flatMap(({ line, text }): CheckUnit[] => {
    const [name, command = ''] = SCRIPT.exec(text)?.slice(1) ?? [];
    const was = name === undefined ? undefined : before.get(name);
    const kind = was === undefined ? null : checkKind(was);
    if (kind === null || !IDLE.test(command.trim())) return [];
    return [{ path: file.path, line, kind, command, key: command, context: '', state: 'disabled' }];
  });
}
