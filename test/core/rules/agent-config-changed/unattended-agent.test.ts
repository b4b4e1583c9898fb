import { unattendedAgent } from '../../../../src/core/rules/agent-config-changed/unattended-agent.ts';
import { changeFacts } from '../../../support/change.ts';

const lines = (path: string, before: string | null, after: string): (number | null)[] =>
  unattendedAgent
    .inspect(changeFacts([{ path, before, after }]), {})
    .flatMap(({ places }) => places.map(({ line }) => line));

test.each([
  ['run.py', 'subprocess.run(["claude", "--permission-mode", "bypassPermissions", "-p", task])\n'],
  ['run.sh', 'copilot -p "$TASK" --allow-all-tools\n'],
  ['run.sh', 'amp --dangerously-allow-all -x "$TASK"\n'],
  ['package.json', '{\n  "scripts": { "agent": "qwen --yolo -p task" }\n}\n'],
  ['run.sh', 'echo "claude --dangerously-skip-permissions -p task" | sh\n'],
  ['run.sh', 'echo starting; claude --dangerously-skip-permissions -p task\n'],
  ['run.sh', "echo 'claude --dangerously-skip-permissions -p task' > job.sh\n"],
  ['run.js', "claudeArgs.push('--dangerously-skip-permissions');\n"],
  ['run.js', "log.info(x); spawn('claude', ['--dangerously-skip-permissions']);\n"],
  ['Makefile', 'agent:\n\tcodex --yolo exec task\n'],
])('flags in %s: %s', (path, text) => {
  expect(lines(path, null, text)).toEqual([path === 'package.json' || path === 'Makefile' ? 2 : 1]);
});

test.each([
  ['run.sh', 'claude -p "$TASK" --permission-mode acceptEdits\n'],
  ['src/mode.ts', "if (mode === 'bypassPermissions') confirm();\n"],
  ['train.sh', 'python train.py --yolo\n'],
  ['docs/agents/run.sh', 'claude --dangerously-skip-permissions\n'],
])('leaves in %s: %s', (path, text) => {
  expect(lines(path, null, text)).toEqual([]);
});

test('a call that is indented or was there before adds nothing', () => {
  const call = 'claude --dangerously-skip-permissions -p x\n';
  expect(lines('run.sh', call, `if true; then\n  ${call}fi\n`)).toEqual([]);
  expect(lines('run.sh', call, `${call}${call}`)).toEqual([2]);
});

test('a very long line is read in a bounded time', () => {
  const start = performance.now();
  expect(lines('run.sh', null, `${'gemini --yol '.repeat(80_000)}\n`)).toEqual([]);
  expect(performance.now() - start).toBeLessThan(2_000);
});

test('many starts on long lines are read in a bounded time', () => {
  const line = `${'claude --dangerously-skip-permissions '.repeat(100)}\n`;
  const start = performance.now();
  expect(lines('run.sh', null, line.repeat(200))).toHaveLength(200);
  expect(performance.now() - start).toBeLessThan(4_000);
});
