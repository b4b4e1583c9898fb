/**
 * A line that is nothing but `🤖 Generated with [Name](https://...)`, in the ways tools write it. Each has its own
 * emoji before it, some an escaped one. Takes the name as a pattern's source.
 */
export const footer = (name: string): RegExp =>
  new RegExp(
    '^(?:\\\\u[\\da-f]{4}){0,4}[\\W_]{0,16}(?:created|generated|implemented|written) (?:by|using|with) ' +
      `(?:assistance of |the )?(?:\\[(?:${name})\\]\\(https?:[^\\s()]{1,100}\\)|` +
      `(?:${name})(?: \\(https?:[^\\s()]{1,100}\\))?)[\\W_]{0,8}$`,
    'i',
  );
