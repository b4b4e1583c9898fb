import { createHash } from 'node:crypto';
import { BASE } from './base.ts';
import { CHARTS } from './charts.ts';
import { OVERVIEW } from './overview.ts';
import { POLICY } from './policy.ts';
import { PULL_REQUEST } from './pull-request.ts';

/** The one style sheet: every page's part, in order. */
export const STYLE = [BASE, CHARTS, OVERVIEW, PULL_REQUEST, POLICY].join('\n');

/** Names this very text. */
export const STYLE_DIGEST = createHash('sha256').update(STYLE).digest('hex').slice(0, 16);

/** The one style sheet's address: another one when it changes. */
export const STYLE_HREF = `/assets/style.css?${STYLE_DIGEST}`;
