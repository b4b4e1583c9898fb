/** The name a ruleset requires. */
export const CHECK_NAME = 'AgentGuard';

/** What its name ends with in observe mode, so that no ruleset mistakes it for the real one. */
const OBSERVING = ' (observe)';

/** What the check run of this name is called where the policy only observes. */
export const observing = (name: string): string => `${name}${OBSERVING}`;

/** Whether a check run of this name only observes: it never blocks. */
export const isObserving = (name: string): boolean => name.endsWith(OBSERVING);

/** The name for changes into one base, where the policy wants one answer a base. */
export const nameOfBase = (ref: string): string => `${CHECK_NAME}: ${ref}`;

/** What a check run of this name is called on another base: names that go by the base carry that one. */
export function nameOnBase(name: string, ref: string): string {
  if (!name.startsWith(nameOfBase(''))) return name;
  return isObserving(name) ? observing(nameOfBase(ref)) : nameOfBase(ref);
}

/** Whether this is the name of one of our check runs: `AgentGuard`, or with a base or a mode after it. */
export const isOurs = (name: string): boolean =>
  name.startsWith(CHECK_NAME) && /^(?:$|[: ])/.test(name.slice(CHECK_NAME.length));
