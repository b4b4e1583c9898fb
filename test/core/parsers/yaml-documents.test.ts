import { changedDocuments } from '../../../src/core/parsers/yaml-documents.ts';

test.each<[string, string, string, ReturnType<typeof changedDocuments>]>([
  ['one document that is new', 'a: 1\n', '', [{ text: 'a: 1\n', offset: 0 }]],
  ['nothing else', 'a: 1\n', 'a: 1\n', []],
  ['the last of two', 'a: 1\n---\nb: 2\n', 'a: 1\n---\nb: 3\n', [{ text: '\nb: 2\n', offset: 1 }]],
  [
    'between others, in another order',
    '---\na: 1\n---\nb:\n  c: 2\n---\nd: 4\n',
    '---\nd: 4\n---\na: 1\n',
    [{ text: '\nb:\n  c: 2\n', offset: 2 }],
  ],
  ['once there and twice here', '---\na: 1\n---\na: 1\n', '---\na: 1\n', [{ text: '\na: 1\n', offset: 2 }]],
  ['marks that are none', 'a: |\n  ---\n---c\n', '', [{ text: 'a: |\n  ---\n---c\n', offset: 0 }]],
])('%s', (_name, text, other, changed) => {
  expect(changedDocuments(text, other)).toEqual(changed);
});
