/**
 * What was read of people in one job: nothing is asked twice there, and all of it is gone with the job, since
 * permissions and memberships change.
 */
export interface Known {
  /**
   * What `read` resolves with, asked once for each key.
   * @param keep false: it is asked again the next time; so is what was rejected
   */
  once<T>(key: string, read: () => Promise<T>, keep?: (value: T) => boolean): Promise<T>;
  /** Sets what `once` then gives, in place of what was known before. */
  tell(key: string, value: unknown): void;
}

export function createKnown(): Known {
  const known = new Map<string, Promise<unknown>>();
  return {
    async once<T>(key: string, read: () => Promise<T>, keep: (value: T) => boolean = () => true) {
      const told = known.get(key) as Promise<T> | undefined;
      if (told) return told;
      const asked = read();
      known.set(key, asked);
      const forget = (): void => {
        if (known.get(key) === asked) known.delete(key);
      };
      try {
        const value = await asked;
        if (!keep(value)) forget();
        return value;
      } catch (error) {
        forget();
        throw error;
      }
    },
    tell: (key, value) => void known.set(key, Promise.resolve(value)),
  };
}
