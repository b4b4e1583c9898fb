import type { MiddlewareHandler } from 'hono';

/** Pages load their style sheet from here and nothing else, run nothing, and are framed by nobody. */
const contentSecurityPolicy = (forms: string): string =>
  [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    `form-action 'self' ${forms}`.trim(),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // Names of private repositories are in addresses. Forms of these pages still say where they come from.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

const YEAR_SECONDS = 31_536_000;

/**
 * What every answer of the pages carries.
 * @param https whether people reach this server in no other way
 * @param forms another origin that forms may go to
 */
export const pageHeaders =
  (https: boolean, forms = ''): MiddlewareHandler =>
  async (context, next) => {
    await next();
    const { headers } = context.res;
    for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
    headers.set('content-security-policy', contentSecurityPolicy(forms));
    // Otherwise a form that goes elsewhere would name no origin, which its receiver may refuse.
    if (forms !== '') headers.set('referrer-policy', 'strict-origin-when-cross-origin');
    if (https) headers.set('strict-transport-security', `max-age=${YEAR_SECONDS}`);
    // What one person may see is kept nowhere.
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  };
