import { execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

// No engine builds the image here: its steps are read, and the last ones are played on what was built.
const text = readFileSync('Dockerfile', 'utf8').replaceAll('\\\n', ' ');
const steps = text.split('\n').flatMap((line) => {
  const [, instruction = '', rest = ''] = /^([A-Z]+) +(.*)$/.exec(line.trim()) ?? [];
  return instruction === '' ? [] : [{ instruction, rest }];
});
const all = (instruction: string): string[] =>
  steps.filter((step) => step.instruction === instruction).map(({ rest }) => rest);
const last = (instruction: string): string => all(instruction).at(-1) ?? '';

/** What goes in from the checkout. */
const sources = all('COPY')
  .filter((rest) => !rest.startsWith('--from='))
  .flatMap((rest) => rest.split(/ +/).slice(0, -1));

test('all that goes into the image is there, and let in', () => {
  const letIn =
    readFileSync('.dockerignore', 'utf8')
      .match(/^!.*/gm)
      ?.map((line) => line.slice(1)) ?? [];
  expect(sources.filter((source) => !existsSync(source))).toEqual([]);
  expect(sources.toSorted()).toEqual(letIn.toSorted());
});

test('the base is the same in both stages, and named to its minor version', () => {
  expect(new Set(all('FROM').map((rest) => rest.split(' ')[0]))).toEqual(
    new Set(['node:20.20-bookworm-slim']),
  );
});

test('nobody is root, and only /data is written to', () => {
  expect(last('USER')).toBe('node');
  expect(steps.findIndex(({ instruction }) => instruction === 'USER')).toBeGreaterThan(
    steps.findLastIndex(({ instruction }) => instruction === 'COPY'),
  );
  expect([last('WORKDIR'), last('VOLUME')]).toEqual(['/data', '/data']);
  expect(last('ENV')).toContain('AGENTGUARD_DATA=/data');
});

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: true; readonly devOptional?: true }>>;
}

/** A folder as the image's /app, with the packages of production alone. */
function playCopies(): string {
  const app = mkdtempSync(join(tmpdir(), 'agentguard-image-'));
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
  for (const [path, { dev }] of Object.entries(packages)) {
    // What lies within another package comes along with it.
    if (dev === true || path.lastIndexOf('node_modules/') !== 0 || !existsSync(path)) continue;
    mkdirSync(dirname(join(app, path)), { recursive: true });
    symlinkSync(resolve(path), join(app, path));
  }
  for (const name of ['package.json', 'app.yml']) cpSync(name, join(app, name));
  cpSync('dist/src', join(app, 'dist/src'), { recursive: true });
  return app;
}

test('it starts on packages of production alone, and is healthy by its own command until it is not', async () => {
  const app = playCopies();
  const data = join(app, 'data');
  mkdirSync(data);
  const [, script] = JSON.parse(last('ENTRYPOINT')) as string[];
  const command = JSON.parse(last('CMD')) as string[];
  const environment = { PATH: process.env['PATH'] ?? '', AGENTGUARD_DATA: data, HOST: '127.0.0.1' };
  const server = spawn(process.execPath, [script?.replace('/app', app) ?? '', ...command], {
    cwd: data,
    env: { ...environment, PORT: '0' },
  });
  try {
    const port = await new Promise<string>((found, failed) => {
      let said = '';
      const hear = (chunk: Buffer): void => {
        said += chunk.toString();
        const [, number] = /"url":"http:\/\/[^":]+:(\d+)"/.exec(said) ?? [];
        if (number !== undefined) found(number);
      };
      server.stdout.on('data', hear);
      server.stderr.on('data', hear);
      server.once('exit', () => failed(new Error(`it ended: ${said}`)));
    });
    const [, check] = /CMD (\[.*\])$/.exec(last('HEALTHCHECK')) ?? [];
    const [, ...words] = JSON.parse(check ?? '[]') as string[];
    const healthy = (at: string): Promise<number> =>
      promisify(execFile)(process.execPath, words, { env: { ...environment, PORT: at } }).then(
        () => 0,
        (error: { code?: number }) => error.code ?? -1,
      );
    expect(await healthy(port)).toBe(0);
    expect(await healthy('1')).toBe(1);
  } finally {
    server.kill('SIGKILL');
    rmSync(app, { recursive: true });
  }
});
