/** A check run's markdown as a terminal can show it: marks taken away, tables as aligned columns. */
export function markdownAsText(markdown: string): string {
  const folded = markdown.replace(/<details>[\s\S]*?<\/details>/g, '');
  const blocks = folded.split(/\n{2,}/).flatMap((block) => {
    const lines = block.split('\n');
    const firstRow = lines.findIndex((line) => line.startsWith('|'));
    if (firstRow === -1) return [lines.map(unmarked).join('\n')];
    const heading = lines.slice(0, firstRow).map(unmarked);
    return [[...heading, ...columns(lines.slice(firstRow))].join('\n')];
  });
  return blocks.filter((block) => block.trim() !== '').join('\n\n');
}

const unmarked = (line: string): string =>
  line
    .replace(/^#+ /, '')
    .replace(/^> ?/, '')
    .replaceAll('**', '')
    .replaceAll('\u2060', '')
    .replace(/\\([\\*_[\]<>~#|`])/g, '$1')
    .replaceAll('`', '')
    .trimEnd();

function columns(lines: readonly string[]): string[] {
  const rows = lines
    .filter((line) => !/^\|[\s|-]+\|$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => unmarked(cell.trim())),
    );
  const widths = (rows[0] ?? []).map((_cell, index) =>
    Math.max(...rows.map((row) => row[index]?.length ?? 0)),
  );
  // The last column may be long; it is left to wrap.
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
