import {
  carries,
  embeddedExpressions,
  flowsOf,
} from '../../../../src/core/rules/workflow-privilege/_expression.ts';

const flows = (expression: string): string[] =>
  flowsOf(expression).map(({ path, whole }) => path.join('.') + (whole ? '!' : ''));

describe('flowsOf', () => {
  test.each([
    ['github.event.issue.title', ['github.event.issue.title']],
    [" GitHub['event'].Issue['title'] ", ['github.event.issue.title']],
    ['github.event.commits[0].message', ['github.event.commits.*.message']],
    ['github.event.commits.*.message', ['github.event.commits.*.message']],
    ["format('x {0}', github.head_ref)", ['github.head_ref']],
    ['toJSON(github.event)', ['github.event!']],
    ['fromJSON(steps.a.outputs.b).c', ['steps.a.outputs.b']],
    ['github.head_ref || github.ref', ['github.head_ref', 'github.ref']],
    ["github.head_ref && 'yes' || 'no'", []],
    ["contains(github.event.comment.body, '/run')", []],
    ["github.head_ref == 'main'", []],
    ['!github.head_ref', []],
    ["(github.head_ref != '' && github.head_ref) || 'x'", ['github.head_ref']],
    ["'it''s github.head_ref'", []],
    ['42', []],
  ])('%s', (expression, expected) => {
    expect(flows(expression)).toEqual(expected);
  });

  test.each(['github.head_ref +', 'f(github.head_ref', `${'('.repeat(60)}github.head_ref${')'.repeat(60)}`])(
    'lets everything flow that it cannot parse: %s',
    (expression) => {
      expect(flows(expression)).toContain('github.head_ref');
    },
  );
});

test('embeddedExpressions finds each one and stops at an open one', () => {
  expect(embeddedExpressions('a ${{ x }} b ${{y}} ${{ z').map(({ raw }) => raw)).toEqual([' x ', 'y']);
});

test.each([
  ['github.event.issue.title', false, true],
  ['github.event.issue.number', false, false],
  ['github.event.issue', false, false],
  ['github.event.issue', true, true],
  ['github', true, true],
  ['github.event.*.title', false, true],
])('%s (whole: %s) carries the title: %s', (path, whole, expected) => {
  expect(carries({ path: path.split('.'), whole }, ['github', 'event', 'issue', 'title'])).toBe(expected);
});
