/** What the address of an overview asks for, beyond the owner. */
export interface Asked {
  /** A repository's name. */
  readonly repository?: string;
  /** An agent's id. */
  readonly agent?: string;
  /** Pages of the lists. */
  readonly open?: string;
  readonly past?: string;
  readonly list?: string;
  /** What was asked for by a form here. */
  readonly asked?: string;
}

const NAMES = ['repository', 'agent', 'open', 'past', 'list', 'asked'] as const;

/** Empty ones are left out, as a form sends what nobody chose. */
export function askedOf(query: Readonly<Record<string, string>>): Asked {
  return Object.fromEntries(NAMES.flatMap((name) => (query[name] ? [[name, query[name]]] : [])));
}

/** The address of an overview. */
export function overviewPath(owner: string, asked: Asked = {}, fragment = ''): string {
  const query = new URLSearchParams();
  for (const name of NAMES) if (asked[name]) query.set(name, asked[name]);
  const text = query.toString();
  return `/orgs/${encodeURIComponent(owner)}${text === '' ? '' : `?${text}`}${fragment}`;
}
