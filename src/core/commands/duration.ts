const MINUTES = { m: 1, h: 60, d: 24 * 60 } as const;

/** `30m`, `4h`, `3d` in minutes; null: it is no such time. */
export function minutesIn(text: string): number | null {
  const [, count, unit] = /^(\d{1,6})([mhd])$/i.exec(text) ?? [];
  if (count === undefined || unit === undefined) return null;
  return Number(count) * MINUTES[unit.toLowerCase() as keyof typeof MINUTES];
}
