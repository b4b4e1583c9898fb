import { AI_FORMATS } from './_formats/ai.ts';
import { BUSINESS_FORMATS } from './_formats/business.ts';
import { CLOUD_FORMATS } from './_formats/cloud.ts';
import { CODE_FORMATS } from './_formats/code.ts';
import type { ProviderFormat } from './_formats/format.ts';

/** From the issuers' documentation of their formats and from what their tokens look like in public test data. */
export const PROVIDER_FORMATS: readonly ProviderFormat[] = [
  ...CODE_FORMATS,
  ...CLOUD_FORMATS,
  ...AI_FORMATS,
  ...BUSINESS_FORMATS,
];
