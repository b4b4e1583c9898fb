/** The project's folder, from the sources as from what is built of them. */
export function projectFolder(): URL {
  const here = new URL('../../', import.meta.url);
  return here.pathname.endsWith('/dist/') ? new URL('../', here) : here;
}
