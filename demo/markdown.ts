/** A check run's markdown as a terminal can show it: marks taken away, tables as one line a row. */
export function markdownAsText(markdown: string): string {
  const folded = markdown.replace(/<details>[\s\S]*?<\/details>|<!--[\s\S]*?-->/g, '');
  const blocks = folded.split(/\n{2,}/).flatMap((block) => {
    const lines = block.split('\n');
    const firstRow = lines.findIndex((line) => line.startsWith('|'));
    if (firstRow === -1) return [lines.map(unmarked).join('\n')];
    const heading = lines.slice(0, firstRow).map(unmarked);
    return [[...heading, ...rowsOf(lines.slice(firstRow))].join('\n')];
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

/** One line a row: the first cells as they are, the others with their column's name. */
function rowsOf(lines: readonly string[]): string[] {
  const [head = [], ...rows] = lines
    .filter((line) => !/^\|[\s|-]+\|$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => unmarked(cell.trim())),
    );
  const cellText = (cell: string, index: number): string =>
    index === 0 || head[index - 1] === '' ? cell : `${(head[index] ?? '').toLowerCase()}: ${cell}`;
  return rows.map(
    (row) =>
      `  ${row
        .map(cellText)
        .join(' · ')
        .replace(/^(\S+) · /, '$1 ')}`,
  );
}
