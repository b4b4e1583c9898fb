/** What a process used, as Linux tells it; NaN where it does not. */
import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** Seconds of processor time of all its threads. */
export function cpuSecondsOf(pid: number): number {
  try {
    // The name, in parentheses, may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return NaN;
  }
}

/** Most memory it ever held. */
export function peakMegabytesOf(pid: number): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes) / 1024;
  } catch {
    return NaN;
  }
}

/** Seconds that all processors together were busy since the machine started. */
export function busySeconds(): number {
  try {
    const [user, nice, system, , , irq, softirq] = (
      /^cpu\s+(.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? ''
    )
      .split(/\s+/)
      .map(Number);
    return (
      [user, nice, system, irq, softirq].reduce<number>((sum, ticks) => sum + (ticks ?? NaN), 0) /
      TICKS_PER_SECOND
    );
  } catch {
    return NaN;
  }
}
