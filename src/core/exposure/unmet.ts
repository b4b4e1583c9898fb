import { object, text, type Body } from './bodies.ts';

/** What stood in the way of a change, as the entry of a decision tells it; never what is in the files. */
export interface Unmet {
  readonly outcome: string | null;
  /** Reviews that were owed. */
  readonly reviews: readonly { readonly name: string; readonly who: string }[];
  /** Findings that held it up, with the places: paths, with the line where there is one. */
  readonly findings: readonly { readonly rule: string; readonly places: readonly string[] }[];
  /** What could not be read. */
  readonly unread: readonly string[];
}

/** Reads a decision of any version: never throws. */
export function unmetIn(decision: Body): Unmet {
  return {
    outcome: text(decision['outcome']),
    reviews: objects(decision['obligations']).flatMap((each) =>
      each['met'] === false
        ? [{ name: text(each['name']) ?? '', who: text(each['missing']) ?? text(each['asked']) ?? '' }]
        : [],
    ),
    findings: objects(decision['findings']).flatMap((each) => {
      const rule = text(each['rule']);
      const holds = each['action'] === 'block' || each['action'] === 'review';
      if (rule === null || !holds || text(each['waivedBy']) !== null) return [];
      return [{ rule, places: objects(each['places']).flatMap(placeOf) }];
    }),
    unread: objects(decision['gaps']).flatMap(({ what }) => text(what) ?? []),
  };
}

function placeOf({ path, line }: Body): string[] {
  const file = text(path);
  if (file === null) return [];
  return [typeof line === 'number' ? `${file}:${line}` : file];
}

const objects = (value: unknown): Body[] =>
  Array.isArray(value) ? value.map(object).filter((each) => each !== null) : [];
