import { styleText } from 'node:util';
import type { Paint } from '../../core/render/explain.ts';
import type { Mark } from '../../core/render/explanation.ts';
import type { Environment } from '../../server/configuration.ts';

const COLOUR = { met: 'green', open: 'yellow', refused: 'red', idle: 'gray', plain: 'gray' } as const;

/** Colours for a terminal that wants them; undefined: it is none, or NO_COLOR is set. */
export function paintFor(
  stream: Pick<NodeJS.WriteStream, 'isTTY'>,
  environment: Environment,
): Paint | undefined {
  if (!stream.isTTY || environment['NO_COLOR']) return undefined;
  return (mark: Mark, text) => styleText(COLOUR[mark], text, { validateStream: false });
}
