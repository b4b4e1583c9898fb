import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { VARIABLES } from '../../src/server/configuration/variables.ts';

const UNIT = 'deploy/agentguard.service';
const text = readFileSync(UNIT, 'utf8');
const settings = [...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]);
const valueOf = (name: string): string | undefined => settings.find(([known]) => known === name)?.[1];

test('it gives AgentGuard variables that it reads, and a folder that it may write to', () => {
  const set = [...(valueOf('Environment') ?? '').matchAll(/(\w+)=/g)].map(([, name]) => name ?? '');
  expect(set.filter((name) => !(name in VARIABLES))).toEqual(['NODE_ENV']);
  expect(valueOf('StateDirectory')).toBe('agentguard');
  expect(valueOf('WorkingDirectory')).toBe('/var/lib/agentguard');
});

const analyze = (...words: string[]) => spawnSync('systemd-analyze', words, { encoding: 'utf8' });
const isThere = analyze('--version').status === 0;

(isThere ? describe : describe.skip)(isThere ? 'systemd' : 'there is no systemd here', () => {
  test('finds no fault with it, and little that it could do', () => {
    const verified = analyze('verify', UNIT);
    // Whether there is a Node.js at that place is the machine's affair.
    const faults = verified.stderr
      .split('\n')
      .filter((line) => line !== '' && !line.includes('/usr/bin/node'));
    expect(faults).toEqual([]);
    const { stdout } = analyze('security', '--offline=yes', UNIT);
    const [, exposure] = /exposure level for \S+: ([\d.]+)/.exec(stdout) ?? ['', '10'];
    expect(Number(exposure)).toBeLessThan(2);
  });
});
