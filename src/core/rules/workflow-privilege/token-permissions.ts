import { z } from 'zod';
import type { Finding, Place, Rule } from '../rule.ts';
import { baseWorkflow, headWorkflow } from '../../parsers/workflows.ts';
import { workflowNeeds } from './_needs.ts';
import { BY_ANYONE, runsForOwnOnly } from './_trust.ts';
import type { Job, Workflow } from '../../parsers/workflows.ts';
import type { YamlEntry } from '../../parsers/yaml.ts';

/** The scopes a job may write, with the line that says so; null: nothing is said and the default holds. */
type Writes = ReadonlyMap<string, number> | null;

const ALL = 'write-all';
/** Scopes that write words and reports, not code, releases, credentials or the state of checks. */
const MILD = new Set([
  'issues',
  'pull-requests',
  'discussions',
  'security-events',
  'models',
  'copilot-requests',
  'attestations',
  'pages',
]);

function writesOf(block: YamlEntry | undefined): Writes {
  if (!block) return null;
  const { value } = block;
  if (value.kind === 'scalar') return new Map(value.text === ALL ? [[ALL, value.line]] : []);
  if (value.kind !== 'map') return new Map();
  return new Map(
    value.entries
      .filter((entry) => entry.value.kind === 'scalar' && entry.value.text === 'write')
      .map((entry) => [entry.key, entry.line]),
  );
}

const blockOf = (workflow: Workflow, job: Job): YamlEntry | undefined =>
  job.permissions ?? workflow.permissions;

interface Widening {
  readonly place: Place;
  readonly mild: boolean;
}

interface Sides {
  readonly path: string;
  readonly basePath: string;
  readonly base: Workflow | null;
  readonly head: Workflow | null;
}

/** Jobs of the base that are gone from their file: a job of another name or place may have come of them. */
function writesOfGoneJobs(sides: readonly Sides[]): Set<string> {
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
  return open || (!job.permissions && workflow.jobs.filter(({ permissions }) => !permissions).length > 1);
}

function compare({ path, basePath, base, head }: Sides, gone: ReadonlySet<string>): Widening[] {
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

/** One finding for all widenings of a side: as severe as the worst of them. */
function finding(widenings: readonly Widening[], side: Place['side'], message: string): Finding[] {
  const own = widenings.filter(({ place }) => place.side === side);
  if (own.length === 0) return [];
  const places = new Map(own.map(({ place }) => [`${place.path}:${place.line}`, place]));
  return [
    {
      rule: 'token-permissions',
      family: 'workflow-privilege',
      severity: own.every(({ mild }) => mild) ? 'medium' : 'high',
      message,
      places: [...places.values()],
    },
  ];
}

const workflow = (permissions: string, job = ''): string =>
  `on: push\n${permissions}jobs:\n  build:\n${job}    runs-on: ubuntu-latest\n    steps:\n      - run: make\n`;

export const tokenPermissions: Rule<Record<string, never>> = {
  id: 'token-permissions',
  family: 'workflow-privilege',
  summary: "A workflow's token may write more than before.",
  why: 'Every step of a job, and every action it uses, holds the token of that job. With write scopes a poisoned dependency or an injected command can push code, publish releases or approve what it should not; without a `permissions` block the default of the organisation decides, which may be to write everything.',
  remediation:
    'Keep `permissions: contents: read` at the top and give a single scope to the single job that needs it, apart from jobs that run untrusted code.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: workflowNeeds,
  inspect(facts) {
    const sides = facts.files.map((file): Sides => {
      const base = baseWorkflow(file);
      const head = headWorkflow(file);
      return {
        path: file.path,
        basePath: file.previousPath ?? file.path,
        base: base.state === 'workflow' ? base.workflow : null,
        head: head.state === 'workflow' ? head.workflow : null,
      };
    });
    const gone = writesOfGoneJobs(sides);
    const widenings = sides.flatMap((side) => compare(side, gone));
    return [
      ...finding(
        widenings,
        'head',
        "The workflow's token gets the right to write what it could not write before, and every step and action of the job holds it. Grant the one scope to the one job that needs it, or keep to read.",
      ),
      ...finding(
        widenings,
        'base',
        "Without this `permissions` block the organisation's default decides, which may let the token write everything. Keep the block, or move it to the jobs.",
      ),
    ];
  },
  flagged: [
    {
      name: 'everything may be written',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: workflow('permissions: read-all\n'),
          after: workflow('permissions: write-all\n'),
        },
      ],
      places: [{ path: '.github/workflows/ci.yml', line: 2, side: 'head' }],
    },
    {
      name: 'one more scope',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: workflow('permissions:\n  contents: read\n  issues: write\n'),
          after: workflow('permissions:\n  contents: write\n  issues: write\n'),
        },
      ],
      places: [{ path: '.github/workflows/ci.yml', line: 3, side: 'head' }],
    },
    {
      name: 'the block is taken away',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: workflow('permissions:\n  contents: read\n'),
          after: workflow(''),
        },
      ],
      places: [{ path: '.github/workflows/ci.yml', line: 2, side: 'base' }],
    },
    {
      name: 'a new workflow that strangers start may write code',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: null,
          after: workflow('', '    permissions:\n      contents: write\n').replace('push', 'issue_comment'),
        },
      ],
      places: [{ path: '.github/workflows/ci.yml', line: 5, side: 'head' }],
    },
    {
      name: 'every job of a new workflow may write code',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: null,
          after: `${workflow('permissions:\n  contents: write\n')}  lint:\n    steps:\n      - run: make lint\n`,
        },
      ],
      places: [{ path: '.github/workflows/ci.yml', line: 3, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'a new job that says what it needs',
      files: [
        {
          path: '.github/workflows/release.yml',
          before: null,
          after: workflow(
            'permissions: {}\n',
            '    permissions:\n      contents: write\n      id-token: write\n',
          ),
        },
      ],
    },
    {
      name: 'scopes are said where the default held',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: workflow(''),
          after: workflow('', '    permissions:\n      contents: read\n      pull-requests: write\n'),
        },
      ],
    },
    {
      name: 'narrowed from the workflow to the job',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: workflow('permissions:\n  contents: write\n'),
          after: workflow('permissions: {}\n', '    permissions:\n      contents: write\n'),
        },
      ],
    },
    {
      name: 'reading only',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: workflow(''),
          after: workflow('permissions:\n  contents: read\n  packages: read\n'),
        },
      ],
    },
    {
      name: 'a job renamed and moved to another file',
      files: [
        {
          path: '.github/workflows/a.yml',
          before: workflow('permissions:\n  packages: write\n'),
          after: null,
        },
        {
          path: '.github/workflows/b.yml',
          before: null,
          after: workflow('permissions:\n  packages: write\n').replace('build:', 'publish:'),
        },
      ],
    },
  ],
};
