import type { YamlEntry } from '../../parsers/yaml.ts';
import type { Job, Workflow } from '../../parsers/workflows.ts';
import type { Place } from '../rule.ts';
import { BY_ANYONE, runsForOwnOnly } from './_trust.ts';

/** The scopes a job may write, with the line that says so; null: nothing is said and the default holds. */
type Writes = ReadonlyMap<string, number> | null;

const ALL = 'write-all';
/** Scopes that write words and reports, not code, releases, credentials or the state of checks. */
const MILD = new Set(['issues', 'pull-requests', 'discussions', 'security-events', 'pages']);
/** Scopes that change nothing: they ask models, or sign what was built. */
const HARMLESS = new Set(['models', 'copilot-requests', 'attestations']);
/** What a job that strangers start should not hold, even if it says so itself. */
const GRAVE = new Set(['contents', 'actions', 'packages', 'deployments', 'statuses', 'checks']);

function writesOf(block: YamlEntry | undefined): Writes {
  if (!block) return null;
  const { value } = block;
  if (value.kind === 'scalar') return new Map(value.text === ALL ? [[ALL, value.line]] : []);
  if (value.kind !== 'map') return new Map();
  return new Map(
    value.entries
      .filter(
        (entry) => entry.value.kind === 'scalar' && entry.value.text === 'write' && !HARMLESS.has(entry.key),
      )
      .map((entry) => [entry.key, entry.line]),
  );
}

const blockOf = (workflow: Workflow, job: Job): YamlEntry | undefined =>
  job.permissions ?? workflow.permissions;

/** A scope that is newly written, or a block that is gone. */
export interface Widening {
  readonly place: Place;
  readonly mild: boolean;
}

/** One workflow on both sides. */
export interface Sides {
  readonly path: string;
  readonly basePath: string;
  readonly base: Workflow | null;
  readonly head: Workflow | null;
}

/** Jobs of the base that are gone from their file: a job of another name or place may have come of them. */
export function writesOfGoneJobs(sides: readonly Sides[]): Set<string> {
  const scopes = new Set<string>();
  for (const { base, head } of sides) {
    const staying = new Set(head?.jobs.map(({ id }) => id));
    for (const job of base?.jobs ?? []) {
      if (staying.has(job.id)) continue;
      for (const scope of writesOf(base ? blockOf(base, job) : undefined)?.keys() ?? []) scopes.add(scope);
    }
  }
  return scopes;
}

/** Whether strangers start a job, or several jobs hold what one of them needs: not the narrow grant of a new job. */
function isWide(workflow: Workflow, job: Job, scope: string): boolean {
  if (scope === ALL) return true;
  if (MILD.has(scope)) return false;
  const open = BY_ANYONE.some((event) => workflow.triggers.has(event)) && !runsForOwnOnly(job);
  return (
    (open && GRAVE.has(scope)) ||
    (!job.permissions && workflow.jobs.filter(({ permissions }) => !permissions).length > 1)
  );
}

/** What the jobs of a workflow may write that they could not before. */
export function widenings({ path, basePath, base, head }: Sides, gone: ReadonlySet<string>): Widening[] {
  const before = new Map(base?.jobs.map((job) => [job.id, job]));
  const places: Widening[] = [];
  for (const job of head?.jobs ?? []) {
    if (!head || job.id === 'runs') continue;
    const was = before.get(job.id);
    const block = blockOf(head, job);
    const baseBlock = base && was ? blockOf(base, was) : undefined;
    if (!block && baseBlock && !isWriteAll(baseBlock)) {
      places.push({ place: { path: basePath, line: baseBlock.line, side: 'base' }, mild: false });
      continue;
    }
    const had = was ? writesOf(baseBlock) : writesOf(base?.permissions);
    for (const [scope, line] of writesOf(block) ?? []) {
      if (had?.has(scope) || had?.has(ALL)) continue;
      // A job of its own that says what it needs, and a block where the default held: scope by scope that is narrow.
      const isNew = !was || !baseBlock;
      if (isNew && (!isWide(head, job, scope) || gone.has(scope) || gone.has(ALL))) continue;
      if (was && !baseBlock && scope !== ALL) continue;
      places.push({ place: { path, line, side: 'head' }, mild: MILD.has(scope) });
    }
  }
  return places;
}

const isWriteAll = (block: YamlEntry): boolean => writesOf(block)?.has(ALL) ?? false;
