/** Runs queries against GitHub's own schema: what the schema does not know is refused as GitHub refuses it. */
import { schema as published } from '@octokit/graphql-schema';
import { buildSchema, defaultFieldResolver, execute, GraphQLError, parse, validate } from 'graphql';
import { mutations } from './mutations.ts';
import { pullView, reviewView } from './pull-requests.ts';
import { root } from './query.ts';
import { repositoryView } from './repository.ts';
import type { DocumentNode, ExecutionResult, GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import type { GraphQLContext, Reference, View } from './fields.ts';
import type { State } from '../state/state.ts';

let built: GraphQLSchema | undefined;
/** Built once a process: it takes a quarter of a second. */
const schema = (): GraphQLSchema => (built ??= buildSchema(published.idl, { assumeValid: true }));

/** Clients send the same few queries again and again, and checking one takes longer than answering it. */
const known = new Map<string, { document: DocumentNode; problems: readonly GraphQLError[] }>();

function read(query: string): { document: DocumentNode; problems: readonly GraphQLError[] } {
  const seen = known.get(query);
  if (seen) return seen;
  const document = parse(query);
  const checked = { document, problems: validate(schema(), document) };
  known.set(query, checked);
  return checked;
}

export interface GraphQLRequest {
  readonly query?: unknown;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}

/** The body of the answer, `errors` included; the status is 200 either way. */
export async function answer(
  context: GraphQLContext,
  request: GraphQLRequest,
): Promise<Record<string, unknown>> {
  if (typeof request.query !== 'string') {
    return { errors: [{ message: 'A query attribute must be specified and must be a string.' }] };
  }
  try {
    const { document, problems } = read(request.query);
    if (problems.length > 0) return { errors: problems.map(errorShape) };
    const result = await execute({
      schema: schema(),
      document,
      rootValue: { ...root, ...mutations },
      contextValue: context,
      fieldResolver: resolver(),
      variableValues: (request.variables ?? {}) as Record<string, unknown>,
      ...(typeof request.operationName === 'string' && { operationName: request.operationName }),
    });
    return resultShape(result);
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [errorShape(error)] };
    throw error;
  }
}

/** Reads fields of views; a reference is made into its view when its first field is read. */
function resolver(): GraphQLFieldResolver<unknown, GraphQLContext> {
  const views = new WeakMap<object, View>();
  return (source, args, context, info) => {
    let view = source as View;
    if ('of' in view) {
      view = views.get(view) ?? viewOf(context.state, view as unknown as Reference);
      views.set(source as object, view);
    }
    return defaultFieldResolver(view, args, context, info);
  };
}

function viewOf(state: State, reference: Reference): View {
  switch (reference.__typename) {
    case 'Repository':
      return repositoryView(state, reference.of);
    case 'PullRequest':
      return pullView(state, reference.of);
    case 'PullRequestReview':
      return reviewView(state, reference.of.pull, reference.of.review);
  }
}

function resultShape({ data, errors }: ExecutionResult): Record<string, unknown> {
  return { ...(data !== undefined && { data }), ...(errors && { errors: errors.map(errorShape) }) };
}

/** GitHub puts the `type` beside the message. */
function errorShape(error: GraphQLError): Record<string, unknown> {
  const { message, path, locations, extensions } = error;
  return { ...(extensions.type !== undefined && { type: extensions.type }), path, locations, message };
}
