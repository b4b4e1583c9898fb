/** Wrong arguments, or input that cannot be used. Every command exits with it then, and says why on stderr. */
export const USAGE_ERROR = 2;

/** The answer is known, and it is not that the change may merge. */
export const NOT_ALLOWED = 1;
