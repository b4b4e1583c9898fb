const WIDTH = 30;
const REDRAW_MS = 100;

export interface Progress {
  /** One more is done. */
  step(): void;
  /** Takes the bar off the screen, for other output or for good. */
  clear(): void;
}

/** A bar on a terminal; nothing anywhere else. */
export function progressBar(
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>,
  total: number,
  what = 'commits',
): Progress {
  if (!stream.isTTY || total === 0) return { step() {}, clear() {} };
  let done = 0;
  let drawn = 0;
  return {
    step() {
      done++;
      const now = performance.now();
      if (now - drawn < REDRAW_MS) return;
      drawn = now;
      const filled = Math.min(WIDTH, Math.round((done / total) * WIDTH));
      const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
      stream.write(`\r${bar} ${done} of ${total} ${what}\u001b[K`);
    },
    clear() {
      if (drawn > 0) stream.write('\r\u001b[K');
    },
  };
}

/** How many are done, where nobody knows how many there are; nothing where it is no terminal. */
export function counting(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>, what: string): Progress {
  if (!stream.isTTY) return { step() {}, clear() {} };
  let done = 0;
  let drawn = 0;
  return {
    step() {
      done++;
      const now = performance.now();
      if (now - drawn < REDRAW_MS) return;
      drawn = now;
      stream.write(`\r${done.toLocaleString('en')} ${what}\u001b[K`);
    },
    clear() {
      if (drawn > 0) stream.write('\r\u001b[K');
    },
  };
}
