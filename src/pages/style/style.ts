import { BASE } from './base.ts';

/** The one style sheet: every page's part, in order. */
export const STYLE = [BASE].join('\n');
