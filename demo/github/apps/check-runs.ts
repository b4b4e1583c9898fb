/** Check runs, with the limits GitHub holds apps to. */
import { isAtLeast, roleOf } from '../state/roles.ts';
import { Refusal } from '../state/refusal.ts';
import { timestamp } from '../state/state.ts';
import type { Account, Repository, State } from '../state/state.ts';
import type { App, CheckAnnotation, CheckRun } from './state.ts';

const STATUSES = ['queued', 'in_progress', 'completed', 'waiting', 'requested', 'pending'];
const CONCLUSIONS = ['action_required', 'cancelled', 'failure', 'neutral', 'success', 'skipped', 'timed_out'];
const LEVELS = ['notice', 'warning', 'failure'];
const MAX_TEXT_BYTES = 65_535;
const MAX_MESSAGE_BYTES = 64 * 1024;
const MAX_TITLE = 255;
const MAX_ANNOTATIONS = 50;

type Body = Readonly<Record<string, unknown>>;

/** Creates a check run from a request's body. Refuses with 422 what GitHub refuses. */
export function createCheckRun(state: State, repository: Repository, app: App, body: Body): CheckRun {
  const { name, head_sha: headSha } = body;
  if (typeof name !== 'string' || name === '') throw missing('name');
  if (typeof headSha !== 'string') throw missing('head_sha');
  if (!repository.objects.commits.has(headSha)) {
    throw new Refusal(422, `No commit found for SHA: ${headSha}`);
  }
  const run: CheckRun = {
    id: state.nextId(),
    suiteId: suiteId(state, app, headSha),
    repository,
    app,
    name,
    headSha,
    status: 'queued',
    conclusion: null,
    externalId: '',
    detailsUrl: null,
    startedAt: timestamp(state),
    completedAt: null,
    output: { title: null, summary: null, text: null },
    annotations: [],
    actions: [],
  };
  apply(state, run, body);
  state.checkRuns.push(run);
  const about = { repository, sender: app.bot, checkRun: run };
  state.emit({ event: 'check_run', action: 'created', ...about });
  if (run.status === 'completed') state.emit({ event: 'check_run', action: 'completed', ...about });
  return run;
}

/** The check suite that holds an app's check runs of one commit. */
export function suiteId(state: State, app: App, headSha: string): number {
  const key = `${app.id} ${headSha}`;
  const id = state.suites.get(key) ?? state.nextId();
  state.suites.set(key, id);
  return id;
}

/** The "Re-run" of one check: the app is told, the run stays as it is. */
export function rerequestCheckRun(state: State, run: CheckRun, sender: Account): void {
  setBack(run);
  state.emit({
    event: 'check_run',
    action: 'rerequested',
    repository: run.repository,
    sender,
    checkRun: run,
  });
}

/** GitHub queues what is asked for again: the old answer no longer counts. */
function setBack(run: CheckRun): void {
  run.status = 'queued';
  run.conclusion = null;
  run.completedAt = null;
}

/** The "Re-run all checks" of a commit. */
export function rerequestCheckSuite(state: State, run: CheckRun, sender: Account): void {
  const { repository, headSha, app } = run;
  for (const other of state.checkRuns) if (other.app === app && other.headSha === headSha) setBack(other);
  state.emit({
    event: 'check_suite',
    action: 'rerequested',
    repository,
    sender,
    headSha,
    headBranch: null,
    app,
  });
}

/** A press on one of the run's buttons. Refuses those who may not write (403), and a button that is not there (422). */
export function requestAction(state: State, run: CheckRun, identifier: string, sender: Account): void {
  const { repository } = run;
  if (!isAtLeast(roleOf(state, repository, sender), 'write')) {
    throw new Refusal(403, 'Must have push access to repository.');
  }
  if (!run.actions.some((action) => action.identifier === identifier))
    throw invalid(`No action ${identifier}.`);
  const extra = { requested_action: { identifier } };
  state.emit({ event: 'check_run', action: 'requested_action', repository, sender, checkRun: run, extra });
}

/** Changes a check run; annotations are added to those it has. */
export function updateCheckRun(state: State, run: CheckRun, body: Body): void {
  const was = run.status;
  apply(state, run, body);
  if (run.status === 'completed' && was !== 'completed') {
    const about = { repository: run.repository, sender: run.app.bot, checkRun: run };
    state.emit({ event: 'check_run', action: 'completed', ...about });
  }
}

/** Everything is checked before anything is changed. */
function apply(state: State, run: CheckRun, body: Body): void {
  const status = oneOf(body.status, STATUSES, 'status') as CheckRun['status'] | undefined;
  const conclusion = oneOf(body.conclusion, CONCLUSIONS, 'conclusion');
  if (status === 'completed' && conclusion === undefined && run.conclusion === null)
    throw missing('conclusion');
  const output = outputOf(body.output, run.output.title);
  const actions = actionsOf(body.actions);
  if (typeof body.name === 'string') run.name = body.name;
  if (typeof body.external_id === 'string') run.externalId = body.external_id;
  if (typeof body.details_url === 'string') run.detailsUrl = body.details_url;
  if (typeof body.started_at === 'string') run.startedAt = body.started_at;
  if (actions) run.actions = actions;
  if (conclusion !== undefined) {
    run.conclusion = conclusion;
    run.status = 'completed';
  } else if (status !== undefined) {
    run.status = status;
    if (status !== 'completed') run.conclusion = null;
  }
  const completedAt = typeof body.completed_at === 'string' ? body.completed_at : timestamp(state);
  run.completedAt = run.status === 'completed' ? completedAt : null;
  if (output) {
    run.output = output.texts;
    run.annotations.push(...output.annotations);
  }
}

const missing = (field: string): Refusal =>
  new Refusal(422, `Invalid request.\n\n"${field}" wasn't supplied.`);
const invalid = (message: string): Refusal => new Refusal(422, `Invalid request.\n\n${message}`);

function oneOf(value: unknown, allowed: readonly string[], field: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && allowed.includes(value)) return value;
  throw invalid(`${JSON.stringify(value)} is not a possible value for "${field}": ${allowed.join(', ')}.`);
}

function text(value: unknown, field: string, max: number): string {
  if (typeof value !== 'string') throw missing(field);
  if (Buffer.byteLength(value) > max) {
    throw invalid(
      `Only ${max} characters are allowed for "${field}"; ${Buffer.byteLength(value)} were supplied.`,
    );
  }
  return value;
}

function outputOf(
  value: unknown,
  title: string | null,
): { texts: CheckRun['output']; annotations: CheckAnnotation[] } | null {
  if (value === undefined) return null;
  if (typeof value !== 'object' || value === null) throw invalid('"output" is not an object.');
  const output = value as Body;
  const annotations = output.annotations ?? [];
  if (!Array.isArray(annotations)) throw invalid('"annotations" is not an array.');
  if (annotations.length > MAX_ANNOTATIONS) {
    throw invalid(`No more than ${MAX_ANNOTATIONS} items are allowed; ${annotations.length} were supplied.`);
  }
  return {
    texts: {
      title: text(output.title ?? title, 'title', MAX_TITLE),
      summary: text(output.summary, 'summary', MAX_TEXT_BYTES),
      text: output.text === undefined ? null : text(output.text, 'text', MAX_TEXT_BYTES),
    },
    annotations: annotations.map((annotation: Body) => annotationOf(annotation)),
  };
}

function annotationOf(body: Body): CheckAnnotation {
  const line = (field: string): number => {
    const value = body[field];
    if (typeof value !== 'number' || !Number.isInteger(value)) throw missing(field);
    return value;
  };
  const column = (field: string): number | null => (body[field] === undefined ? null : line(field));
  const level = oneOf(body.annotation_level, LEVELS, 'annotation_level');
  if (level === undefined) throw missing('annotation_level');
  return {
    path: text(body.path, 'path', MAX_TEXT_BYTES),
    start_line: line('start_line'),
    end_line: line('end_line'),
    start_column: column('start_column'),
    end_column: column('end_column'),
    annotation_level: level as CheckAnnotation['annotation_level'],
    title: body.title === undefined ? null : text(body.title, 'title', MAX_TITLE),
    message: text(body.message, 'message', MAX_MESSAGE_BYTES),
    raw_details:
      body.raw_details === undefined ? null : text(body.raw_details, 'raw_details', MAX_MESSAGE_BYTES),
  };
}

const ACTION_LIMITS = { label: 20, description: 40, identifier: 20 } as const;

function actionsOf(value: unknown): CheckRun['actions'] | null {
  if (value === undefined) return null;
  if (!Array.isArray(value) || value.length > 3)
    throw invalid('No more than 3 items are allowed for "actions".');
  return value.map((action: Body) => ({
    label: text(action.label, 'label', ACTION_LIMITS.label),
    description: text(action.description, 'description', ACTION_LIMITS.description),
    identifier: text(action.identifier, 'identifier', ACTION_LIMITS.identifier),
  }));
}
