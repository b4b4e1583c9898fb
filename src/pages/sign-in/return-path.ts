const LONGEST = 2_000;

/**
 * The address to go to after signing in: where somebody wanted to go on this server, or its first page for everything
 * else. Whole, because a path alone can be read as another server's name.
 * @param publicUrl `https://guard.example.com`
 */
export function returnAddress(to: string | undefined, publicUrl: string): string {
  const home = `${publicUrl}/`;
  if (to === undefined || to.length > LONGEST || !to.startsWith('/') || !URL.canParse(to, home)) return home;
  const { origin, pathname, search } = new URL(to, home);
  // Signing in leads to none of its own addresses, or nobody would ever arrive.
  const isOwn = /^\/sign-(?:in|out)(?:\/|$)/.test(pathname);
  return origin === publicUrl && !isOwn ? `${origin}${pathname}${search}` : home;
}
