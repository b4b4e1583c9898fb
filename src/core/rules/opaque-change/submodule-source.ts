import { z } from 'zod';
import type { Place, Rule } from '../rule.ts';
import { isAdded, newSources, submoduleNeeds } from './_submodules.ts';

export const submoduleSource: Rule<Record<string, never>> = {
  id: 'submodule-source',
  family: 'opaque-change',
  summary: 'A submodule is added, comes from another address, or updates itself by a command.',
  why: "A submodule is somebody else's repository in the place of a folder: none of its code is in the diff, and whoever holds that address decides what is built here. An `update = !command` runs on the machine of whoever updates it, and addresses have carried options and commands of their own (CVE-2018-17456).",
  remediation:
    'Use a published package with a checksum, or have someone read the submodule at the commit that is pinned.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: submoduleNeeds,
  inspect({ files }) {
    const places: Place[] = files.flatMap((file) =>
      isAdded(file) ? [{ path: file.path, line: null, side: 'head' as const }] : newSources(file),
    );
    if (places.length === 0) return [];
    return [
      {
        rule: 'submodule-source',
        family: 'opaque-change',
        severity: 'high',
        message:
          'Code of another repository becomes part of this one, and none of it is in the diff. Use a package with a checksum, or have someone read it at the commit that is pinned.',
        places,
      },
    ];
  },

  flagged: [
    {
      name: 'a new submodule',
      files: [
        {
          path: '.gitmodules',
          before: null,
          after: '[submodule "lib"]\n\tpath = lib\n\turl = https://github.com/acme/lib.git\n',
        },
        {
          path: 'lib',
          before: null,
          after: 'Subproject commit 1111111111111111111111111111111111111111\n',
          afterMode: '160000',
        },
      ],
      places: [
        { path: '.gitmodules', line: 3, side: 'head' },
        { path: 'lib', line: null, side: 'head' },
      ],
    },
    {
      name: 'another address, and a command',
      files: [
        {
          path: '.gitmodules',
          before: '[submodule "lib"]\n\tpath = lib\n\turl = https://github.com/acme/lib\n',
          after:
            '[submodule "lib"]\n\tpath = lib\n\turl = https://github.com/acrne/lib\n\tupdate = !sh setup.sh\n',
        },
      ],
      places: [3, 4].map((line) => ({ path: '.gitmodules', line, side: 'head' })),
    },
  ],
  clean: [
    {
      name: 'a submodule moves to another folder, its address is written otherwise',
      files: [
        {
          path: '.gitmodules',
          before: '[submodule "lib"]\n\tpath = lib\n\turl = https://github.com/acme/lib\n',
          after: '[submodule "lib"]\n\tpath = libs/lib\n\turl = "https://github.com/acme/lib.git"\n',
        },
      ],
    },
    {
      name: 'one that is gone',
      files: [
        {
          path: 'lib',
          before: 'Subproject commit 1111111111111111111111111111111111111111\n',
          after: null,
          beforeMode: '160000',
        },
      ],
    },
  ],
};
