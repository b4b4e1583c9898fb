import type { Asked, Permissions } from './facts.ts';

const RANK = ['read', 'write', 'admin'];

/** Permissions of `needs` that `has` does not reach, as people read them: `issues: write`. */
export function lackingPermissions(needs: Permissions, has: Permissions): string[] {
  return Object.entries(needs)
    .filter(([name, level]) => RANK.indexOf(has[name] ?? '') < RANK.indexOf(level))
    .map(([name, level]) => `${name}: ${level}`)
    .toSorted();
}

export const lackingEvents = (needs: Asked, has: Asked): string[] =>
  needs.events.filter((event) => !has.events.includes(event)).toSorted();

/** Without these AgentGuard does its work all the same, and tells less or later. */
export const OPTIONAL = new Set(['administration: read', 'contents: write', 'statuses: write']);
