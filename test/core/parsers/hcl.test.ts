import { type HclBlock, parseHcl } from '../../../src/core/parsers/hcl.ts';

const only = (text: string): HclBlock => {
  const file = parseHcl(text);
  expect(file?.blocks).toHaveLength(1);
  return file?.blocks[0] as HclBlock;
};

describe('parseHcl', () => {
  test('blocks with labels, attributes and nested blocks', () => {
    const block = only('# c\nresource "a" "b" {\n  x = 1 // c\n  y { z = "s" }\n}\n');
    expect(block).toMatchObject({ type: 'resource', labels: ['a', 'b'], line: 2 });
    expect(block.attributes).toEqual([{ name: 'x', line: 3, text: '1', strings: [] }]);
    expect(block.blocks).toMatchObject([{ type: 'y', line: 4, attributes: [{ name: 'z', text: '"s"' }] }]);
  });
  test('objects inside expressions are blocks by the name of their attribute', () => {
    const block = only('a {\n  p = jsonencode({\n    S = [{ E : "A" }, { "E" = "B" }]\n  })\n}\n');
    expect(block.blocks).toMatchObject([
      {
        type: 'p',
        blocks: [
          { type: 'S', attributes: [{ name: 'E', text: '"A"', line: 3 }] },
          { type: 'S', attributes: [{ name: 'E', text: '"B"', line: 3 }] },
        ],
      },
    ]);
  });
  test('strings keep their lines in lists of several lines', () => {
    const block = only('a {\n  l = [\n    "x",\n    "y${f("}")}z",\n  ]\n  m = 1\n}\n');
    expect(block.attributes.map(({ name, strings }) => [name, strings])).toEqual([
      [
        'l',
        [
          { text: 'x', line: 3 },
          { text: 'y${f("}")}z', line: 4 },
        ],
      ],
      ['m', []],
    ]);
  });
  test('heredocs begin on the line after their mark', () => {
    const block = only('a {\n  p = <<-EOT\n    { "b": 1 }\n  EOT\n  q = "r"\n}\n');
    expect(block.attributes.map(({ name, line, strings }) => [name, line, strings])).toEqual([
      ['p', 2, [{ text: '    { "b": 1 }\n', line: 3 }]],
      ['q', 5, [{ text: 'r', line: 5 }]],
    ]);
  });
  test('comparisons, conditionals and for expressions', () => {
    const block = only(
      'a {\n  x = b == "c" ? "d" : "e"\n  y = { for k, v in m : k => v if v != "f" }\n  z = "g"\n}\n',
    );
    expect(block.attributes.map(({ name }) => name)).toEqual(['x', 'y', 'z']);
  });
  test.each([
    ['an unclosed block', 'a {'],
    ['an unclosed string', 'a = "b\n'],
    ['an unclosed heredoc', 'a = <<E\nb\n'],
    ['an unclosed comment', '/* a'],
    ['a brace too many', 'a {}\n}'],
    ['nesting without end', `a = ${'{ b = '.repeat(5000)}`],
    ['a megabyte', 'a'.repeat(1_000_001)],
  ])('refuses %s', (_name, text) => {
    expect(parseHcl(text)).toBeNull();
  });
});
