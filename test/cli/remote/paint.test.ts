import { paintFor } from '../../../src/cli/remote/paint.ts';

test('colours on a terminal, none elsewhere or where NO_COLOR says so', () => {
  expect(paintFor({ isTTY: true }, {})?.('met', 'ok')).toBe('\u001b[32mok\u001b[39m');
  expect(paintFor({ isTTY: true }, { NO_COLOR: '' })).toBeDefined();
  expect(paintFor({ isTTY: true }, { NO_COLOR: '1' })).toBeUndefined();
  expect(paintFor({ isTTY: false }, {})).toBeUndefined();
});
