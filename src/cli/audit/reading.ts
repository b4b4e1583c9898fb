const PATIENCE_MS = 2000;
const EVERY_MS = 1000;

/** Says on stderr how far a long reading has come: after two seconds, then once a second. Told each entry's number. */
export function reading(owner: string, all: number): (sequence: number) => void {
  let next = performance.now() + PATIENCE_MS;
  return (sequence) => {
    const now = performance.now();
    if (now < next) return;
    next = now + EVERY_MS;
    const [done, of] = [sequence, all].map((count) => count.toLocaleString('en'));
    process.stderr.write(`  ${owner}: ${done} of ${of} entries\n`);
  };
}
