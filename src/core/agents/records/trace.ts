import type { FileChange } from '../../facts/facts.ts';
import { recordedTool } from '../tools.ts';
import type { Tool } from '../tools.ts';
import { isObject, objectAt, parseJson, textOf } from './json.ts';
import type { Json } from './json.ts';
import { distinct } from './note.ts';

const RECORD = /(?:^|\/)\.agent-trace\/[^/]{1,200}\.jsonl?$/i;
const TEXT_LIMIT = 2_000_000;
const RECORDS_READ = 1000;
const DEPTH = 6;

/** What a change adds to one file of traces, and the agents that it names. */
export interface TraceRecord {
  readonly path: string;
  readonly tools: readonly Tool[];
}

/** One document, a list of them, or one a line. */
function records(text: string): Json[] {
  const whole = parseJson(text);
  if (Array.isArray(whole)) return whole.slice(0, RECORDS_READ).filter(isObject);
  if (isObject(whole)) return [whole];
  return text
    .split('\n')
    .slice(0, RECORDS_READ)
    .map((line) => (line.trimStart().startsWith('{') ? parseJson(line) : null))
    .filter(isObject);
}

const added = (patch: string): string =>
  patch
    .slice(0, TEXT_LIMIT)
    .split('\n')
    .filter((line) => line.startsWith('+'))
    .map((line) => line.slice(1))
    .join('\n');

/** True where any contributor below is an agent, alone or together with a person. */
function hasAgent(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth > DEPTH) return false;
  const { type } = objectAt(value, 'contributor');
  return type === 'ai' || type === 'mixed' || Object.values(value).some((each) => hasAgent(each, depth + 1));
}

/** The tool of a record in which an agent contributed to a file of this change. */
function toolOf(record: Json, changed: ReadonlySet<string>): Tool | null {
  const files = Array.isArray(record.files) ? (record.files as unknown[]) : [];
  const ours = files.filter((file) => isObject(file) && changed.has(textOf(file.path) ?? ''));
  if (!ours.some((file) => hasAgent(file, 0))) return null;
  return recordedTool(textOf(objectAt(record, 'tool').name) ?? 'an agent that a trace records');
}

/**
 * The agents that Agent Trace records (`.agent-trace/*.json`, `*.jsonl`) name which the change adds. Only what a record
 * says of files of this same change is taken: a copy of other records says nothing of it. Never fails.
 */
export function traceRecords(files: readonly FileChange[]): TraceRecord[] {
  const traces = files.filter((file) => file.patch !== null && RECORD.test(file.path));
  if (traces.length === 0) return [];
  const changed = new Set(files.map((file) => file.path));
  return traces.map(({ path, patch }) => ({
    path,
    tools: distinct(records(added(patch ?? '')).map((record) => toolOf(record, changed))),
  }));
}
