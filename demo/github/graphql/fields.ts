/** What the views share: context, references, connections, permissions, errors. */
import { GraphQLError } from 'graphql';
import { may } from '../rest/access.ts';
import type { GraphQLResolveInfo } from 'graphql';
import type { Actor, Need } from '../rest/access.ts';
import type { PullRequest, Repository, Review, State } from '../state/state.ts';

/** An object graphql-js reads: values, or functions it calls with arguments and context. */
export type View = Record<string, unknown>;
export type Args = Readonly<Record<string, unknown>>;

/** What resolvers are given. */
export interface GraphQLContext {
  readonly state: State;
  readonly actor: Actor;
}

interface Things {
  readonly Repository: Repository;
  readonly PullRequest: PullRequest;
  readonly PullRequestReview: { readonly pull: PullRequest; readonly review: Review };
}

/** Stands for an object until a query reads it: objects refer to each other in circles. */
export type Reference = {
  [Name in keyof Things]: { readonly __typename: Name; readonly of: Things[Name] };
}[keyof Things];

export const refer = <Name extends keyof Things>(__typename: Name, of: Things[Name]): View => ({
  __typename,
  of,
});

export function failure(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

/** Throws FORBIDDEN unless the token may do one of these things. */
export function demand(
  { state, actor }: GraphQLContext,
  repository: Repository,
  ...needs: readonly Need[]
): void {
  if (!may(state, actor, repository, needs))
    throw failure('FORBIDDEN', 'Resource not accessible by integration');
}

const MAX_PAGE = 100;
const encode = (index: number): string => Buffer.from(`cursor:v2:${index}`).toString('base64');
const decode = (cursor: unknown): number =>
  Number(Buffer.from(String(cursor), 'base64').toString().replace('cursor:v2:', ''));

type Resolver = (args: Args, context: GraphQLContext, info: GraphQLResolveInfo) => View;

/** A field that gives a list in pages; `edge` adds to each edge. */
export function connection<T>(
  items: (args: Args, context: GraphQLContext) => readonly T[],
  node: (item: T) => unknown,
  edge: (item: T) => View = () => ({}),
): Resolver {
  return (args, context, info) => {
    const { fieldName } = info;
    demandBounds(args, fieldName);
    const all = items(args, context);
    const after = args.after == null ? -1 : decode(args.after);
    const before = args.before == null ? all.length : decode(args.before);
    const window = all
      .map((item, index) => ({ item, index }))
      .filter(({ index }) => index > after && index < before);
    const page =
      typeof args.first === 'number' ? window.slice(0, args.first) : window.slice(-Number(args.last));
    const edges = page.map(({ item, index }) => ({
      cursor: encode(index),
      get node() {
        return node(item);
      },
      ...edge(item),
    }));
    const [start, end] = [page[0], page.at(-1)];
    return {
      totalCount: all.length,
      filteredCount: all.length,
      pageCount: page.length,
      edges: () => edges,
      nodes: () => edges.map((each) => each.node),
      pageInfo: {
        hasNextPage: end !== undefined && window.at(-1) !== end,
        hasPreviousPage: start !== undefined && window[0] !== start,
        startCursor: start ? encode(start.index) : null,
        endCursor: end ? encode(end.index) : null,
      },
    };
  };
}

function demandBounds(args: Args, field: string): void {
  const given = (['first', 'last'] as const).filter((name) => typeof args[name] === 'number');
  if (given.length === 0) {
    throw failure(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${field}\` connection.`,
    );
  }
  for (const name of given) {
    const asked = Number(args[name]);
    if (asked > MAX_PAGE) {
      throw failure(
        'EXCESSIVE_PAGINATION',
        `Requesting ${asked} records on the \`${field}\` connection exceeds the \`${name}\` limit of ${MAX_PAGE} records.`,
      );
    }
  }
}
