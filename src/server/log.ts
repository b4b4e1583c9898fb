import { types } from 'node:util';
import { pino, type DestinationStream, type LogFn, type Logger } from 'pino';
import { masked } from './log/masking.ts';

/** Names of fields that hold secrets wherever they are. */
const SECRET_FIELDS = new Set([
  'authorization',
  'clientSecret',
  'connectionString',
  'cookie',
  'databaseUrl',
  'headers',
  'metricsToken',
  'password',
  'previousWebhookSecret',
  'privateKey',
  'recordKey',
  'token',
  'webhookSecret',
]);

const HIDDEN = '[secret]';

/** Objects within objects are looked into so deep. */
const DEEP = 3;

/**
 * The log: one JSON object a line, to the standard output unless told otherwise. Of errors it holds what `described`
 * gives; fields and text that look like secrets are masked, whoever wrote them.
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      serializers: {
        err: (value: unknown) => (isError(value) ? described(value) : value),
        // What a child log carries does not come by the formatter.
        ...Object.fromEntries([...SECRET_FIELDS].map((name) => [name, () => HIDDEN])),
      },
      formatters: { log: (line) => shown(line) },
      hooks: { logMethod: withMessage, streamWrite: masked },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
}

/** Where a line has an error and no message, pino would take the error's as it is. */
function withMessage(this: Logger, given: Parameters<LogFn>, write: LogFn): void {
  const [line, message] = given as unknown[];
  const fields = isError(line) ? { err: line } : (line as { err?: unknown } | null);
  if (message === undefined && isError(fields?.err)) write.call(this, fields, messageOf(fields.err));
  else write.apply(this, given);
}

interface Described {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  /** HTTP status, of those who have one. */
  readonly status?: number;
  /** `ECONNREFUSED`, or PostgreSQL's five characters. */
  readonly code?: string;
  /** Messages of the causes, nearest first. */
  readonly cause?: readonly string[];
}

const LONGEST_TEXT = 8_000;
const MOST_CAUSES = 5;

/**
 * What the log may hold of an error. Errors of octokit and of pg carry requests, headers and connection settings, so
 * nothing is taken over that is not named here.
 */
export function described(error: Error): Described {
  const { status, code } = error as { status?: unknown; code?: unknown };
  const causes = causesOf(error);
  return {
    type: error.constructor.name,
    message: messageOf(error),
    stack: cut((error.stack ?? '').replace(error.message, () => messageOf(error))),
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof code === 'string' && /^\w{1,50}$/.test(code) ? { code } : {}),
    ...(causes.length > 0 ? { cause: causes } : {}),
  };
}

/** Why it came to be, nearest first; of several errors in one, such as from trying several addresses, each. */
function causesOf(error: Error): string[] {
  const found: string[] = [];
  let inside = insideOf(error);
  while (inside.length > 0 && found.length < MOST_CAUSES) {
    found.push(...inside.map((each) => (isError(each) ? messageOf(each) : cut(String(each)))));
    inside = inside.flatMap((each) => (isError(each) ? insideOf(each) : []));
  }
  return found.slice(0, MOST_CAUSES);
}

/** Octokit makes the whole body a message when it finds none in it; who knows whose body that is. */
function messageOf(error: Error): string {
  return cut('status' in error ? error.message.replace(/^(Unknown error): .*/s, '$1') : error.message);
}

/** Only errors and text: anything else is somebody's object, with who knows what in it. */
function insideOf(error: Error): unknown[] {
  const { errors } = error as { errors?: unknown };
  const all = [error.cause, ...(Array.isArray(errors) ? (errors as unknown[]).slice(0, MOST_CAUSES) : [])];
  return all.filter((each) => isError(each) || typeof each === 'string');
}

/** The same without what secret fields hold, and errors as they are described. Pino's own redaction takes ten times as long. */
const shown = (line: Readonly<object>, deep = DEEP): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(line).map(([name, value]) => [
      name,
      SECRET_FIELDS.has(name) ? HIDDEN : shownValue(value, deep),
    ]),
  );

function shownValue(value: unknown, deep: number): unknown {
  if (isError(value)) return described(value);
  if (typeof value !== 'object' || value === null || 'toJSON' in value || deep === 1) return value;
  return Array.isArray(value) ? value.map((each) => shownValue(each, deep - 1)) : shown(value, deep - 1);
}

const isError = (value: unknown): value is Error => value instanceof Error || types.isNativeError(value);

const cut = (text: string): string => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text);
