import { existsSync, readFileSync } from 'node:fs';

/** The folder that holds package.json and app.yml, from the sources as well as from the build. */
export function projectRoot(): URL {
  let folder = new URL('..', import.meta.url);
  while (!existsSync(new URL('package.json', folder))) {
    const parent = new URL('..', folder);
    if (parent.href === folder.href) throw new Error('package.json of AgentGuard was not found');
    folder = parent;
  }
  return folder;
}

const manifest = JSON.parse(readFileSync(new URL('package.json', projectRoot()), 'utf8')) as {
  version: string;
};

/** The product's version, as decisions carry it. */
export const VERSION: string = manifest.version;
