/** ETags, and 304 for those who know the answer already. */
import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { Env } from './http.ts';

/** As on GitHub an ETag holds for one token: with another the same answer has another. */
export function withEtags(): MiddlewareHandler<Env> {
  return async (call, next) => {
    await next();
    if (call.req.method !== 'GET' || call.res.status !== 200) return;
    const hash = createHash('sha256').update(call.req.header('authorization') ?? '');
    const etag = `W/"${hash.update(await call.res.clone().text()).digest('hex')}"`;
    if (call.req.header('if-none-match') !== etag) {
      call.res.headers.set('etag', etag);
      return;
    }
    call.res = new Response(null, { status: 304, headers: { etag } });
  };
}
