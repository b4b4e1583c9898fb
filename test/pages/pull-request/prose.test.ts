import { nextStep } from '../../../src/core/render/summary/next-step.ts';
import { code, sentence } from '../../../src/core/render/markdown.ts';
import { inline, proseOf } from '../../../src/pages/pull-request/prose.tsx';
import { decision, finding } from '../../support/decision.ts';
import { policy, pullRequest } from '../../support/facts.ts';

const html = (content: unknown): string => String(content);

test.each<[string, string, string]>([
  ['words', 'Nothing to do.', '<p>Nothing to do.</p>'],
  ['two paragraphs', 'One\nline.\n\nTwo.', '<p>One line.</p><p>Two.</p>'],
  [
    'bold, code and emphasis',
    '**Now** say `/agentguard x` _soon_.',
    '<p><strong>Now</strong> say <code>/agentguard x</code> <em>soon</em>.</p>',
  ],
  [
    'a nested list after words',
    'Any of:\n- one\n  - inner\n- two',
    '<p>Any of:</p><ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul>',
  ],
  ['a note', '> Mind this', '<p class="note">Mind this</p>'],
  ['a block of code', '```\n# no heading\n- no list\n```', '<pre># no heading\n- no list</pre>'],
  [
    'nothing that is markup becomes any',
    '<b>x</b> [a](https://evil.example) ![i](x)',
    '<p>&lt;b&gt;x&lt;/b&gt; [a](https://evil.example) ![i](x)</p>',
  ],
  [
    'what folds on GitHub is open here',
    '<details><summary>More</summary>\n\nText\n\n</details>',
    '<p>Text</p>',
  ],
])('%s', (_, markdown, expected) => {
  expect(html(proseOf(markdown).content)).toBe(expected);
});

test.each([
  'a`b',
  '`',
  '*x* _y_ **z**',
  '[a](b) <i> @olga | #1 \\ ~',
  'https://evil.example',
  'www.evil.example',
])('a text is the same after it was written for GitHub: %s', (text) => {
  const words = inline(sentence(text)).join('');
  expect(words.replaceAll('<code>', '`').replaceAll('</code>', '`')).toBe(text);
  const spans = inline(code(text));
  expect(spans.filter((each) => html(each) !== '')).toHaveLength(1);
});

test('the first line is the heading, the rest is what to do', () => {
  const { heading, content } = proseOf(
    nextStep(decision({ outcome: 'block', findings: [finding()] }), {
      facts: pullRequest(),
      policy: policy(),
    }),
  );
  expect(heading).toBe('Blocked');
  expect(html(content)).toContain('<strong>provider-token</strong>');
  expect(html(content)).toContain('<code>/agentguard waive 1a2b3c4d');
});
