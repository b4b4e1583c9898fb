/** What every route needs: the request's context, bodies, pages and refusals. */
import { Refusal } from '../state/refusal.ts';
import type { Context } from 'hono';
import type { State } from '../state/state.ts';
import type { Actor } from './access.ts';
import type { Json } from '../shapes/accounts.ts';

export type Env = { Variables: { actor: Actor; state: State } };
export type Call<Path extends string = string> = Context<Env, Path>;

/** The JSON object of a request; an empty one if there is no body. Refuses with 400 what is no object. */
export async function bodyOf(call: Call): Promise<Json> {
  const text = await call.req.text();
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  } catch {
    // Refused below.
  }
  throw new Refusal(400, 'Problems parsing JSON');
}

/** A string of a request's body; refuses with 422 if it is missing. */
export function stringIn(body: Json, field: string): string {
  const value = body[field];
  if (typeof value === 'string') return value;
  throw new Refusal(422, `Invalid request.\n\n"${field}" wasn't supplied.`);
}

export const optionalString = (body: Json, field: string): string | undefined =>
  typeof body[field] === 'string' ? body[field] : undefined;

/** A list of strings in a request's body; empty if absent. */
export const stringsIn = (body: Json, field: string): string[] =>
  Array.isArray(body[field]) ? body[field].filter((each) => typeof each === 'string') : [];

export interface Page {
  readonly from: number;
  readonly to: number;
}

/** The slice of a list that a request asks for; says in `link` where the others are. */
export function pageOf(call: Call, total: number, options: { perPage?: number; max?: number } = {}): Page {
  const asked = (name: string, otherwise: number) => Math.max(1, Number(call.req.query(name)) || otherwise);
  const perPage = Math.min(asked('per_page', options.perPage ?? 30), options.max ?? 100);
  const page = asked('page', 1);
  const last = Math.max(1, Math.ceil(total / perPage));
  const link = (to: number, rel: string): string => {
    const url = new URL(call.req.url);
    url.searchParams.set('page', String(to));
    return `<${url.href}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(Math.min(page - 1, last), 'prev')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1 ? [link(1, 'first')] : []),
  ];
  if (links.length > 0) call.header('link', links.join(', '));
  return { from: (page - 1) * perPage, to: page * perPage };
}

/** Answers with one page of a list, each item written out. */
export function list<T>(call: Call, items: readonly T[], shape: (item: T) => unknown): Response {
  const { from, to } = pageOf(call, items.length);
  return call.json(items.slice(from, to).map(shape));
}

/** GitHub's error body. */
export function refusalBody(refusal: Refusal): Json {
  return {
    message: refusal.message,
    ...(refusal.errors && { errors: refusal.errors }),
    documentation_url: 'https://docs.github.com/rest',
    status: String(refusal.status),
  };
}
