import { unpack, type PackedBasis } from './pack.ts';

/**
 * Whether what a decision rested on names somebody, such as among those who could have approved.
 * @param login whom; null: anybody, which each one does
 */
export function namesPerson(basis: PackedBasis, login: string | null): boolean {
  if (login === null) return true;
  // Logins are letters, digits and hyphens: nothing in them means anything in a pattern.
  const name = new RegExp(`(?<![\\w-])${login}(?![\\w-])`, 'i');
  try {
    return name.test(JSON.stringify(unpack(basis)));
  } catch {
    // What cannot be read may hold anything.
    return true;
  }
}
