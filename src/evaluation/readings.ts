import type { FileChange } from '../core/facts/facts.ts';
import type { Reads } from '../pipeline.ts';
import { since, type Question, type Readings, type Task } from './messages.ts';

/** Reads what a thread asks for. Rejects as the reading does, and for what an evaluation has no use for. */
export async function read(
  { reading, values }: Pick<Question, 'reading' | 'values'>,
  task: Task,
  reads: Reads,
): Promise<unknown> {
  const readings = readingsOf(task, reads);
  if (!Object.hasOwn(readings, reading)) throw new Error(`An evaluation cannot read ${reading}.`);
  return (readings[reading] as (...all: readonly unknown[]) => Promise<unknown>)(...values);
}

const readingsOf = ({ facts }: Task, { source, store }: Reads): Readings => ({
  snapshot: (id) => source.snapshot(id),
  properties: (repository) => source.properties(repository),
  people: (changed, request) => source.people({ ...facts, ...changed }, request),
  async contents(changed, requests) {
    const asked = requests.map(({ place, ...how }) => ({ ...how, file: fileAt(place, facts.files) }));
    const loaded = await source.contents({ ...facts, ...changed }, asked);
    return asked.map(({ file }, index) => since(file, fileAt(index, loaded)));
  },
  pushes: (id) => store.pushes(id),
  digests: (id, shas) => store.digests(id, shas),
  openPullRequests: (repository) => store.openPullRequests(repository),
  record: (filter) => store.record(filter),
  commands: (id) => store.commands(id),
});

function fileAt(place: number, files: readonly FileChange[]): FileChange {
  const file = files[place];
  if (!file) throw new Error(`There is no file ${place} of ${files.length}.`);
  return file;
}

/** The same in the thread, which asks for everything. */
export function remoteReads(
  { facts: task }: Task,
  ask: (reading: keyof Readings, ...values: readonly unknown[]) => Promise<unknown>,
): Reads {
  const places = new Map(task.files.map((file, place) => [file, place]));
  const remote = <Name extends keyof Readings>(name: Name): Readings[Name] =>
    ((...values: readonly unknown[]) => ask(name, ...values)) as Readings[Name];
  const [people, contents] = [remote('people'), remote('contents')];
  return {
    source: {
      snapshot: remote('snapshot'),
      properties: remote('properties'),
      people: (facts, request) => people(since(task, facts), request),
      async contents(facts, requests) {
        const placed = requests.map(({ file, ...how }) => ({ ...how, place: places.get(file) ?? -1 }));
        const loaded = await contents(since(task, facts), placed);
        return requests.map(({ file }, index) => ({ ...file, ...loaded[index] }));
      },
    },
    store: {
      pushes: remote('pushes'),
      digests: remote('digests'),
      openPullRequests: remote('openPullRequests'),
      record: remote('record'),
      commands: remote('commands'),
    },
  };
}
