import type { FileChange } from '../core/facts/facts.ts';
import type { Reads } from '../pipeline.ts';
import type { ContentRequest } from '../ports.ts';

/** The same source, which asks GitHub nothing twice: for judging one snapshot by several policies. */
export function remembering(source: Reads['source']): Reads['source'] {
  const people = new Map<string, ReturnType<Reads['source']['people']>>();
  const contents = new Map<string, FileChange>();
  const keyOf = ({ file, sides, modes }: ContentRequest): string =>
    JSON.stringify([file.path, sides, modes === true]);
  return {
    snapshot: (id) => source.snapshot(id),
    properties: (repository) => source.properties(repository),
    people(facts, request) {
      const key = JSON.stringify(request);
      const asked = people.get(key) ?? source.people(facts, request);
      people.set(key, asked);
      return asked;
    },
    async contents(facts, requests) {
      const unknown = requests.filter((request) => !contents.has(keyOf(request)));
      const loaded = unknown.length === 0 ? [] : await source.contents(facts, unknown);
      for (const [index, request] of unknown.entries()) {
        const file = loaded[index];
        if (file) contents.set(keyOf(request), file);
      }
      return requests.map((request) => contents.get(keyOf(request)) ?? request.file);
    },
  };
}
