import { readFileSync } from 'node:fs';
import { VARIABLES } from '../../src/server/configuration/variables.ts';
import { agentguard } from '../support/command-line.ts';

const known = Object.keys(VARIABLES).toSorted();

/** Variables that are set by somebody else or belong to other commands. */
const names = (text: string, pattern: RegExp): string[] =>
  [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))].toSorted();

test('.env.example has every variable, and no other', () => {
  const text = readFileSync('.env.example', 'utf8');
  expect(names(text, /^(?:# )?([A-Z][A-Z_]+)=/gm)).toEqual(known);
});

test('the table in docs/operations.md has every variable, and no other', () => {
  const text = readFileSync('docs/operations.md', 'utf8');
  const table = /\n## Variables\n([\s\S]*?)\n## /.exec(text)?.[1] ?? '';
  const firstColumn = [...table.matchAll(/^\| (`[^|]*?) *\|/gm)].map((match) => match[1] ?? '').join(' ');
  expect(names(firstColumn, /`([A-Z][A-Z_]+)`/g)).toEqual(known);
});

test('agentguard serve --help has every variable with its example, and the exit codes', async () => {
  const { stdout, code } = await agentguard('serve', '--help');
  expect(code).toBe(0);
  expect(names(stdout, /^ {6}([A-Z][A-Z_]+)=\S/gm)).toEqual(known);
  for (const exit of [0, 1, 2]) expect(stdout).toMatch(new RegExp(`^ {2}${exit} {2}\\S`, 'm'));
});
