const REDRAW_MS = 200;

export interface ExportProgress {
  /** One entry more was looked at. */
  step(): void;
  /** Takes the line off the screen. */
  clear(): void;
}

/** How many entries there were, of how many, and how fast, on a terminal; nothing anywhere else. */
export function exportProgress(
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>,
  total: number,
  now: () => number = () => performance.now(),
): ExportProgress {
  if (!stream.isTTY) return { step() {}, clear() {} };
  const began = now();
  let done = 0;
  let drawn = began;
  let isDrawn = false;
  return {
    step() {
      done++;
      const time = now();
      if (time - drawn < REDRAW_MS) return;
      drawn = time;
      isDrawn = true;
      const share = total === 0 ? '' : ` (${Math.min(100, Math.floor((100 * done) / total))} %)`;
      stream.write(`\r${some(done)} entries${share}, ${some(rate(done, time - began))} a second\u001b[K`);
    },
    clear() {
      if (isDrawn) stream.write('\r\u001b[K');
    },
  };
}

export const some = (count: number): string => count.toLocaleString('en-US');

export const rate = (count: number, ms: number): number => Math.round((1000 * count) / Math.max(1, ms));

/** `4.2 MB`. */
export function size(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1000)} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(2)} GB`;
}
