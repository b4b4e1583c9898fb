import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';

/**
 * GitHub's REST description, trimmed to what AgentGuard calls (scripts/trim-openapi.ts), as a judge of requests
 * and of responses: neither the adapter nor the in-memory GitHub can drift from the real one unseen.
 */
interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: { readonly type?: string | string[] };
}

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly schema: object };
  readonly responses: Readonly<Record<string, object | null>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: object;
}

const description = JSON.parse(
  readFileSync(join(process.cwd(), 'test', 'contract', 'github-openapi.json'), 'utf8'),
) as Description;

const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema({ $id: 'github', components: description.components });
const compiled = new Map<string, ValidateFunction>();

/** Problems of a value against a schema of the description; none: it is valid. `key` names the schema. */
function problems(key: string, schema: object, value: unknown): string[] {
  let validate = compiled.get(key);
  if (!validate) {
    const text = JSON.stringify(schema).replaceAll('"#/components', '"github#/components');
    validate = ajv.compile(JSON.parse(text) as object);
    compiled.set(key, validate);
  }
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    (error) => `${key}: ${error.instancePath || '/'} ${error.message ?? ''}`,
  );
}

/** A template as a pattern. File paths and refs may hold slashes, encoded or not. */
function pattern(template: string): RegExp {
  const open = new Set(['path', 'basehead', 'branch', 'ref']);
  const source = template.replace(/\{(\w+)\}/g, (_, name: string) => (open.has(name) ? '(.+)' : '([^/]+)'));
  return new RegExp(`^${source}$`);
}

const routes = Object.entries(description.paths)
  .map(([template, methods]) => ({ template, methods, pattern: pattern(template) }))
  .toSorted((a, b) => parameterCount(a.template) - parameterCount(b.template));

function parameterCount(template: string): number {
  return template.split('{').length - 1;
}

/** The operation that a request is for; null: GitHub has no such path and method, or we did not list it. */
function operationOf(method: string, path: string): Operation | null {
  const plain = path.replace(/^\/api\/v3/, '');
  const route = routes.find((each) => each.pattern.test(plain));
  return route?.methods[method.toLowerCase()] ?? null;
}

/** A query value as the schema means it: the wire only knows text. */
function typed(value: string, schema: Parameter['schema']): unknown {
  if (schema.type === 'integer' && /^\d+$/.test(value)) return Number(value);
  if (schema.type === 'boolean') return value === 'true' || (value === 'false' ? false : value);
  return value;
}

/**
 * What is wrong with a request to GitHub's REST API; an empty list: nothing.
 * @param url path and query, with or without `/api/v3`
 */
export function checkRequest(method: string, url: string, body?: unknown): string[] {
  const { pathname, searchParams } = new URL(url, 'https://api.github.test');
  const operation = operationOf(method, pathname);
  if (!operation) return [`${method} ${pathname}: no such operation in the description`];
  const found: string[] = [];
  const parameters = operation.parameters.filter((each) => each.in === 'query');
  for (const parameter of parameters) {
    const value = searchParams.get(parameter.name);
    const key = `${operation.operationId} ?${parameter.name}`;
    if (value !== null) found.push(...problems(key, parameter.schema, typed(value, parameter.schema)));
    else if (parameter.required) found.push(`${key} is required`);
  }
  for (const name of searchParams.keys()) {
    if (!parameters.some((each) => each.name === name))
      found.push(`${operation.operationId} ?${name} is unknown`);
  }
  if (operation.requestBody && (operation.requestBody.required || body !== undefined)) {
    const { schema } = operation.requestBody;
    found.push(...problems(`${operation.operationId} body`, schema, body ?? null));
    found.push(...unknownProperties(operation.operationId, schema, body));
  } else if (!operation.requestBody && body !== undefined && body !== null && body !== '') {
    found.push(`${operation.operationId} takes no body`);
  }
  return found;
}

/** Misspelt names: the description allows any property, GitHub ignores those that it does not know. */
function unknownProperties(key: string, schema: object, body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  const known = (schema as { properties?: object }).properties;
  if (known === undefined) return [];
  return Object.keys(body)
    .filter((name) => !(name in known))
    .map((name) => `${key} body: ${name} is unknown`);
}

/**
 * What is wrong with a response as GitHub's REST API would give it; an empty list: nothing.
 * Statuses that the description does not list are judged only if they are successes: any call may fail with 5xx.
 */
export function checkResponse(method: string, url: string, status: number, body: unknown): string[] {
  const { pathname } = new URL(url, 'https://api.github.test');
  const operation = operationOf(method, pathname);
  if (!operation) return [`${method} ${pathname}: no such operation in the description`];
  const schema = operation.responses[String(status)];
  if (schema === undefined) return status < 400 ? [`${operation.operationId} never answers ${status}`] : [];
  return schema === null ? [] : problems(`${operation.operationId} ${status}`, schema, body);
}
