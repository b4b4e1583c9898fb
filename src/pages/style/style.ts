import { BASE } from './base.ts';
import { PULL_REQUEST } from './pull-request.ts';

/** The one style sheet: every page's part, in order. */
export const STYLE = [BASE, PULL_REQUEST].join('\n');
