import { spawn } from 'node:child_process';

const PROGRAMS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['open'],
  win32: ['explorer.exe'],
};

/** Asks the desktop to open an address. Where there is none nothing happens: the address was said, too. */
export function openInBrowser(url: string): void {
  const [program = 'xdg-open', ...words] = PROGRAMS[process.platform] ?? [];
  const child = spawn(program, [...words, url], { stdio: 'ignore', detached: true });
  child.once('error', () => {});
  child.unref();
}
