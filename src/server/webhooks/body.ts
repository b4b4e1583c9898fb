import type { HonoRequest, MiddlewareHandler } from 'hono';

/** GitHub never sends more than this. */
export const MAX_BODY_BYTES = 25 * 1024 * 1024;

/** Bodies up to this size are let in without counting, so that somebody's large ones do not stand in their way. */
const SMALL_BYTES = 1024 * 1024;
/** Large bodies that are in memory at once: the signature is only known to be wrong once all of a body is there. */
const LARGE_AT_ONCE_BYTES = 2 * MAX_BODY_BYTES;
const RETRY_AFTER_SECONDS = 10;

/** Refuses bodies by the length they announce, 413, and large ones while there are others, 503; nothing is read. */
export function limitBodies(): MiddlewareHandler {
  let inHand = 0;
  return async (context, next) => {
    const length = announced(context.req) ?? MAX_BODY_BYTES;
    if (length > MAX_BODY_BYTES) return tooLarge();
    const counted = length > SMALL_BYTES ? length : 0;
    if (inHand + counted > LARGE_AT_ONCE_BYTES) {
      context.header('retry-after', String(RETRY_AFTER_SECONDS));
      return context.text('There are too many large deliveries at once.', 503);
    }
    inHand += counted;
    try {
      return await next();
    } finally {
      inHand -= counted;
    }
  };
}

export const tooLarge = (): Response =>
  new Response('The body is larger than GitHub ever sends (25 MB).', { status: 413 });

/** The body as text; null when it turns out to be too large, of which the rest is not read then. */
export async function readBody(request: HonoRequest): Promise<string | null> {
  // The server reads no more than was announced.
  if (announced(request) !== null) return request.text();
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early cancels the stream.
  for await (const chunk of (request.raw.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** How long the body says it is; null: it comes in chunks and does not say. */
function announced(request: HonoRequest): number | null {
  const length = request.header('content-length');
  if (length === undefined || request.header('transfer-encoding') !== undefined) return null;
  return Number(length);
}
