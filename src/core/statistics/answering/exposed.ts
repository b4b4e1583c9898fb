import type { AlertKind, Ending } from '../../exposure/bodies.ts';
import { secondsExposed, type Exposure } from '../../exposure/exposures.ts';
import { median } from '../middle.ts';

/** How long things stood that nobody had allowed, of exposures that began or went on within the time asked about. */
export interface Exposed {
  readonly all: number;
  readonly byWhat: Readonly<Record<AlertKind, number>>;
  /** Those that go on. */
  readonly open: number;
  /** Those that ended, by how. */
  readonly ended: Readonly<Record<Ending, number>>;
  /** Milliseconds, of those that ended; null: none did. */
  readonly median: number | null;
  /** Milliseconds, of all: of one that goes on until now; null: there was none. */
  readonly longest: number | null;
}

export interface ExposedWanted {
  /** `owner/name` in lower case: nothing else is looked at; null: all. */
  readonly repositories: Iterable<string> | null;
  /** An agent's id; null: any, also where it could not be read whose it was. */
  readonly agent: string | null;
  /** When the time asked about begins. */
  readonly from: number;
  readonly now: number;
}

/** Counts exposures. */
export function exposed(
  exposures: Iterable<Exposure>,
  { repositories, agent, from, now }: ExposedWanted,
): Exposed {
  const asked = exposuresOf(exposures, { repositories, agent, from });
  const at = new Date(now).toISOString();
  const lengths = asked.map((exposure) => secondsExposed(exposure, at) * 1000);
  const ended = lengths.filter((_, index) => asked[index]?.until !== null);
  const what = (kind: AlertKind): number => asked.filter((each) => each.what === kind).length;
  const how = (ending: Ending): number => asked.filter((each) => each.how === ending).length;
  return {
    all: asked.length,
    byWhat: {
      'merged past the gate': what('merged past the gate'),
      'pushed past the gate': what('pushed past the gate'),
      'override not followed up': what('override not followed up'),
    },
    open: asked.length - ended.length,
    ended: { reverted: how('reverted'), reviewed: how('reviewed'), closed: how('closed') },
    median: median(ended),
    longest: lengths.length === 0 ? null : lengths.reduce((most, each) => Math.max(most, each)),
  };
}

/** Those that began or went on within the time asked about. */
export function exposuresOf(
  exposures: Iterable<Exposure>,
  { repositories, agent, from }: Omit<ExposedWanted, 'now'>,
): Exposure[] {
  const wanted = repositories && new Set(repositories);
  return [...exposures].filter(
    ({ subject, agents, until }) =>
      (wanted === null || wanted.has(repositoryOf(subject))) &&
      (agent === null || agents.includes(agent)) &&
      (until === null || Date.parse(until) >= from),
  );
}

/** Of a pull request `acme/shop#12`, a branch `acme/shop@main`, or a repository. */
const repositoryOf = (subject: string): string => (/^[^#@]*/.exec(subject)?.[0] ?? subject).toLowerCase();
