/** Time that a thread works, which runs while nothing holds it. */
export interface WorkingTime {
  /** The thread waits for something; several holds end one by one. */
  hold(): void;
  goOn(): void;
  stop(): void;
}

/** Starts to count, and says once when the time is over. */
export function startWorkingTime(milliseconds: number, over: () => void): WorkingTime {
  let left = milliseconds;
  let holds = 0;
  let since = performance.now();
  let timer = setTimeout(over, left);
  const hold = (): void => {
    if (holds++ > 0) return;
    clearTimeout(timer);
    left -= performance.now() - since;
  };
  return {
    hold,
    goOn() {
      if (--holds > 0) return;
      since = performance.now();
      timer = setTimeout(over, Math.max(left, 0));
    },
    // Held for good.
    stop: hold,
  };
}
