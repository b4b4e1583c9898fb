import { catalogueSource } from './catalogue.ts';

/** Every generated file, by path from the root, and what makes its text. */
export const GENERATED: Readonly<Record<string, (root: string) => string>> = {
  'src/core/rules/catalogue.ts': catalogueSource,
};
