import type { Owed } from './decision.ts';

/** The asks that a requirement is made of, in their order. */
export function asksIn<Part extends object>(owed: Owed<Part>): Part[] {
  if ('anyOf' in owed) return owed.anyOf.flatMap(asksIn<Part>);
  if ('allOf' in owed) return owed.allOf.flatMap(asksIn<Part>);
  return [owed];
}

/** What is the same for a whole requirement: of alternatives one, of parts all have to hold. */
export function holds<Part extends object>(owed: Owed<Part>, part: (ask: Part) => boolean): boolean {
  if ('anyOf' in owed) return owed.anyOf.some((each) => holds(each, part));
  if ('allOf' in owed) return owed.allOf.every((each) => holds(each, part));
  return part(owed);
}

/** The same requirement with each ask made into something else. */
export function mapOwed<From extends object, To extends object>(
  owed: Owed<From>,
  part: (ask: From) => To,
): Owed<To> {
  if ('anyOf' in owed) return { anyOf: owed.anyOf.map((each) => mapOwed(each, part)) };
  if ('allOf' in owed) return { allOf: owed.allOf.map((each) => mapOwed(each, part)) };
  return part(owed);
}
