/**
 * Cuts GitHub's OpenAPI description down to what AgentGuard calls, for the contract tests.
 *
 *   npm pack @octokit/openapi && tar xzf octokit-openapi-*.tgz     (385 MB unpacked: elsewhere)
 *   npm run build && node dist/scripts/trim-openapi.js <there>/package/generated/api.github.com.json
 *
 * Writes test/contract/github-openapi.json: operations by path and method with their parameters, request body and
 * responses as JSON Schema. Texts and examples are left out, OpenAPI's `nullable` is put as `type: null`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Everything that the adapter calls, and what the in-memory GitHub serves besides to play its stories. */
const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  '/app': ['get'],
  '/app/hook/config': ['get', 'patch'],
  '/app/installations': ['get'],
  '/app/installations/{installation_id}': ['get'],
  '/app/installations/{installation_id}/access_tokens': ['post'],
  '/app-manifests/{code}/conversions': ['post'],
  '/installation/repositories': ['get'],
  '/orgs/{org}/memberships/{username}': ['get'],
  '/orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}': ['get'],
  '/repos/{owner}/{repo}': ['get'],
  '/repos/{owner}/{repo}/activity': ['get'],
  '/repos/{owner}/{repo}/check-runs': ['post'],
  '/repos/{owner}/{repo}/check-runs/{check_run_id}': ['get', 'patch'],
  '/repos/{owner}/{repo}/collaborators': ['get'],
  '/repos/{owner}/{repo}/collaborators/{username}/permission': ['get'],
  '/repos/{owner}/{repo}/commits/{ref}/check-runs': ['get'],
  '/repos/{owner}/{repo}/compare/{basehead}': ['get'],
  '/repos/{owner}/{repo}/contents/{path}': ['get'],
  '/repos/{owner}/{repo}/git/blobs/{file_sha}': ['get'],
  '/repos/{owner}/{repo}/installation': ['get'],
  '/repos/{owner}/{repo}/issues': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/{issue_number}': ['get', 'patch'],
  '/repos/{owner}/{repo}/issues/comments/{comment_id}': ['delete', 'get', 'patch'],
  '/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/{issue_number}/comments': ['get', 'post'],
  '/repos/{owner}/{repo}/merges': ['post'],
  '/repos/{owner}/{repo}/properties/values': ['get'],
  '/repos/{owner}/{repo}/pulls': ['get', 'post'],
  '/repos/{owner}/{repo}/pulls/{pull_number}': ['get', 'patch'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/files': ['get'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/merge': ['put'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers': ['delete', 'get', 'post'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/reviews': ['get', 'post'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals': ['put'],
  '/repos/{owner}/{repo}/rules/branches/{branch}': ['get'],
  '/user': ['get'],
  '/user/memberships/orgs/{org}': ['get'],
};

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

/** Keywords of a schema that say nothing about what is valid. */
const TEXTS = new Set([
  'description',
  'title',
  'example',
  'examples',
  'externalDocs',
  'default',
  'format',
  'xml',
]);
/** Keywords whose value maps names to schemas. */
const MAPS = new Set(['properties', 'patternProperties']);
const SCHEMAS = 'components/schemas';

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A schema of OpenAPI 3.0 as plain JSON Schema without texts. */
function trimSchema(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(trimSchema);
  if (!isObject(schema)) return schema;
  const out: JsonObject = {};
  for (const [key, value] of Object.entries(schema)) {
    if (TEXTS.has(key) || key.startsWith('x-') || ['nullable', 'deprecated', 'discriminator'].includes(key))
      continue;
    if (MAPS.has(key) && isObject(value)) {
      out[key] = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, trimSchema(inner)]));
    } else if (key === '$ref') out[key] = String(value);
    else if (key === 'enum' || key === 'required') out[key] = value;
    else out[key] = trimSchema(value);
  }
  return schema.nullable === true ? orNull(out) : out;
}

function orNull(schema: JsonObject): JsonObject {
  if (typeof schema.type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  const out: JsonObject = { ...schema, type: [schema.type, 'null'] };
  if (Array.isArray(schema.enum)) out.enum = [...new Set([...schema.enum, null])];
  return out;
}

const [source] = process.argv.slice(2);
if (source === undefined)
  throw new Error('Name the file: generated/api.github.com.json of @octokit/openapi.');
const description = JSON.parse(readFileSync(source, 'utf8')) as JsonObject;
const manifest = JSON.parse(readFileSync(join(dirname(source), '..', 'package.json'), 'utf8')) as {
  version: string;
};

/** Follows a local reference. */
function resolve(value: Json | undefined): JsonObject {
  if (!isObject(value)) throw new Error(`Not an object: ${JSON.stringify(value)}`);
  if (typeof value.$ref !== 'string') return value;
  let target: Json | undefined = description;
  for (const part of value.$ref.slice(2).split('/')) target = isObject(target) ? target[part] : undefined;
  return resolve(target);
}

const jsonSchema = (holder: JsonObject): Json | undefined => {
  const content = isObject(holder.content) ? holder.content['application/json'] : undefined;
  return isObject(content) && content.schema !== undefined ? trimSchema(content.schema) : undefined;
};

function trimOperation(operation: JsonObject): JsonObject {
  const parameters = (Array.isArray(operation.parameters) ? operation.parameters : []).map((each) => {
    const parameter = resolve(each);
    const schema = trimSchema(parameter.schema ?? {});
    return {
      name: parameter.name ?? '',
      in: parameter.in ?? '',
      required: parameter.required === true,
      schema,
    };
  });
  const out: JsonObject = { operationId: operation.operationId ?? '', parameters };
  if (operation.requestBody !== undefined) {
    const body = resolve(operation.requestBody);
    out.requestBody = { required: body.required === true, schema: jsonSchema(body) ?? {} };
  }
  const responses = Object.entries(resolve(operation.responses)).map(([status, response]): [string, Json] => [
    status,
    jsonSchema(resolve(response)) ?? null,
  ]);
  out.responses = Object.fromEntries(responses);
  return out;
}

const paths: JsonObject = {};
for (const [path, methods] of Object.entries(OPERATIONS)) {
  const item = resolve(resolve(description.paths)[path]);
  paths[path] = Object.fromEntries(methods.map((method) => [method, trimOperation(resolve(item[method]))]));
}

/** Names of the component schemas that a value refers to. */
const references = (value: Json): string[] =>
  [...JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1] ?? '');

const schemas: JsonObject = {};
const waiting = references(paths);
for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
  if (name in schemas) continue;
  const schema = trimSchema(resolve({ $ref: `#/${SCHEMAS}/${name}` }));
  schemas[name] = schema;
  waiting.push(...references(schema));
}

const sorted = Object.fromEntries(Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1)));
const trimmed = {
  source: `npm package @octokit/openapi ${manifest.version}, generated/api.github.com.json, MIT licence`,
  made: new Date().toISOString().slice(0, 10),
  paths,
  components: { schemas: sorted },
};
const target = join(process.cwd(), 'test', 'contract', 'github-openapi.json');
writeFileSync(target, `${JSON.stringify(trimmed)}\n`);
