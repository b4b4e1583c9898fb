import { attribute } from '../../../../src/core/agents/detect.ts';
import { traceRecords } from '../../../../src/core/agents/records/trace.ts';
import { file, pullRequest } from '../../../support/facts.ts';

const record = (path: string, type: string, tool: unknown = { name: 'cursor', version: '2.4' }): unknown => ({
  version: '0.1.0',
  vcs: { type: 'git', revision: 'a'.repeat(40) },
  tool,
  files: [
    {
      path,
      conversations: [{ contributor: { type, model_id: 'x/y' }, ranges: [{ start_line: 1, end_line: 9 }] }],
    },
  ],
});
const patch = (text: string): string => `@@ -0,0 +1 @@\n${text.replace(/^/gm, '+')}`;
const lines = (...records: readonly unknown[]): string =>
  patch(records.map((each) => JSON.stringify(each)).join('\n'));

const named = (path: string, added: string): string[] =>
  traceRecords([file('src/a.ts'), file(path, { status: 'added', patch: added })]).flatMap(({ tools }) =>
    tools.map(({ agent, name }) => `${agent}: ${name}`),
  );

test.each<[string, string, string, string[]]>([
  ['a record of a line', '.agent-trace/t.jsonl', lines(record('src/a.ts', 'ai')), ['cursor: Cursor']],
  [
    'one document',
    '.agent-trace/t.json',
    patch(JSON.stringify(record('src/a.ts', 'mixed'), null, 2)),
    ['cursor: Cursor'],
  ],
  [
    'a list',
    'pkg/.agent-trace/t.json',
    patch(JSON.stringify([record('src/a.ts', 'ai')])),
    ['cursor: Cursor'],
  ],
  [
    'a contributor of a range',
    '.agent-trace/t.jsonl',
    lines({
      tool: { name: 'tinkerer' },
      files: [{ path: 'src/a.ts', conversations: [{ ranges: [{ contributor: { type: 'ai' } }] }] }],
    }),
    ['unlisted: tinkerer'],
  ],
  [
    'no tool',
    '.agent-trace/t.jsonl',
    lines(record('src/a.ts', 'ai', null)),
    ['unlisted: an agent that a trace records'],
  ],
  ['a person', '.agent-trace/t.jsonl', lines(record('src/a.ts', 'human')), []],
  ['nobody knows', '.agent-trace/t.jsonl', lines(record('src/a.ts', 'unknown')), []],
  ['a record of other files', '.agent-trace/t.jsonl', lines(record('src/b.ts', 'ai')), []],
  ['a file elsewhere', 'fixtures/t.jsonl', lines(record('src/a.ts', 'ai')), []],
  [
    'a record that is taken away',
    '.agent-trace/t.jsonl',
    lines(record('src/a.ts', 'ai')).replaceAll('\n+', '\n-'),
    [],
  ],
  ['no JSON', '.agent-trace/t.jsonl', patch('{"tool":\nx'), []],
  ['deep JSON', '.agent-trace/t.jsonl', patch('{"files":['.repeat(50_000)), []],
])('%s', (_what, path, added, wanted) => {
  expect(named(path, added)).toEqual(wanted);
});

test('a record declares a co-author of the pull request', () => {
  const files = [file('src/a.ts'), file('.agent-trace/t.jsonl', { patch: lines(record('src/a.ts', 'ai')) })];
  expect(attribute(pullRequest({ files }), []).agents).toMatchObject([
    {
      agent: 'cursor',
      role: 'coauthored',
      strength: 'declared',
      evidence: [{ kind: 'file', value: '.agent-trace/t.jsonl: Cursor', commit: null }],
    },
  ]);
});
