/** `12%`; what is not nothing is never shown as 0%, and what is not all never as 100%. */
export function percent(count: number, all: number): string {
  if (all === 0) return '–';
  const share = (count / all) * 100;
  if (share > 0 && share < 1) return 'under 1%';
  if (share > 99 && share < 100) return 'over 99%';
  return `${Math.round(share)}%`;
}
