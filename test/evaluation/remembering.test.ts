import { remembering } from '../../src/evaluation/remembering.ts';
import type { FileChange } from '../../src/core/facts/facts.ts';
import type { Reads } from '../../src/pipeline.ts';
import type { ContentRequest, PeopleRequest } from '../../src/ports.ts';
import { file, people, pullRequest } from '../support/facts.ts';

const facts = pullRequest();

test('asks for what is not known yet, and gives files in the order asked', async () => {
  const asked: string[][] = [];
  const source: Reads['source'] = {
    snapshot: async () => facts,
    properties: async () => ({}),
    people: async () => people({}),
    async contents(_facts, requests) {
      asked.push(requests.map(({ file: { path }, sides }) => `${path} ${sides}`));
      return requests.map(({ file: of }): FileChange => ({ ...of, head: { state: 'text', text: of.path } }));
    },
  };
  const remembered = remembering(source);
  const request = (path: string, sides: ContentRequest['sides']): ContentRequest => ({
    file: file(path),
    sides,
  });
  await remembered.contents(facts, [request('a', 'head'), request('b', 'head')]);
  const again = await remembered.contents(facts, [
    request('b', 'head'),
    request('c', 'head'),
    request('a', 'head'),
  ]);
  expect(again.map(({ head }) => head)).toEqual(['b', 'c', 'a'].map((text) => ({ state: 'text', text })));
  await remembered.contents(facts, [request('a', 'both')]);
  await remembered.contents(facts, [request('a', 'both')]);
  expect(asked).toEqual([['a head', 'b head'], ['c head'], ['a both']]);
});

test('people are asked for once for the same request', async () => {
  const asked: PeopleRequest[] = [];
  const source: Reads['source'] = {
    snapshot: async () => facts,
    properties: async () => ({}),
    contents: async () => [],
    async people(_facts, request) {
      asked.push(request);
      return people({});
    },
  };
  const remembered = remembering(source);
  const dba = { teams: ['acme/dba'], logins: [] };
  await Promise.all([remembered.people(facts, dba), remembered.people(facts, { ...dba })]);
  await remembered.people(facts, { ...dba, roles: true });
  expect(asked).toEqual([dba, { ...dba, roles: true }]);
});
