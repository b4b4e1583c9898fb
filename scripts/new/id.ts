/** @throws {Error} with a sentence when it is no id as policies write them. */
export function checkId(id: string): void {
  if (/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id) && id.length <= 40) return;
  throw new Error(
    `"${id}" is no id: write small letters, digits and single hyphens, at most 40, such as session-kept.`,
  );
}
