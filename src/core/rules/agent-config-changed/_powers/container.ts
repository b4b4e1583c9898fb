import { command } from './commands.ts';
import { endpoints } from './agents.ts';
import { editorSettings } from './editor.ts';
import { at, entries, isDictionary, list, power, texts, type Power } from './power.ts';

const COMMANDS = [
  'initializeCommand',
  'onCreateCommand',
  'updateContentCommand',
  'postCreateCommand',
  'postStartCommand',
  'postAttachCommand',
];

/** Arguments of `docker run` that open the host to the container. */
const HOST_ARGUMENT =
  /^--(?:privileged(?:=true)?|(?:network|net|pid|ipc|uts|userns|cgroupns)[= ]host|cap-add[= ](?:ALL|SYS_ADMIN|SYS_MODULE|SYS_RAWIO|DAC_READ_SEARCH)|security-opt[= ](?:seccomp|apparmor)[=:]unconfined|device[= ]\/dev\/(?:sd|nvme|mem|kmem))/i;

/** Folders of the host that hold credentials, or the host itself. */
const HOST_FOLDER =
  /docker\.sock|containerd\.sock|podman\.sock|(?:^|source=|src=)(?:\/|\/etc|\/root|\/var\/run|\$\{localEnv:HOME\}(?:\$\{localEnv:USERPROFILE\})?|~)\/?(?:,|:|$)|[/\\]\.(?:ssh|aws|gnupg|kube|docker|azure|netrc|config[/\\]gcloud)(?=[/\\,:]|$)/i;

/** Features by the makers of the format; those of others run as root while the container is built. */
const OFFICIAL = /^ghcr\.io\/devcontainers\//;

/** `--network host` in two words becomes one. */
const joined = (words: readonly string[]): string[] =>
  words.map((word, index) => {
    const next = words[index + 1] ?? '-';
    return /^--[a-z-]+$/.test(word) && !next.startsWith('-') ? `${word} ${next}` : word;
  });

const mountText = (mount: unknown): string =>
  isDictionary(mount)
    ? `source=${at(mount, 'source') ?? ''},target=${at(mount, 'target') ?? ''}`
    : `${mount}`;

/** What a development container runs by itself, and what it may do to the machine it runs on. */
export const devcontainer = (root: unknown): Power[] => [
  ...COMMANDS.flatMap((key) => {
    const value = at(root, key);
    const each = isDictionary(value) ? entries(value) : [['', value] as const];
    return each.flatMap(([name, one]) =>
      typeof one === 'string' || Array.isArray(one)
        ? command('automatic', one, `${key} ${name}`).map((found) => ({ ...found, text: `"${key}"` }))
        : [],
    );
  }),
  ...power('host', at(root, 'privileged') === true, 'privileged', '"privileged"'),
  ...joined(texts(at(root, 'runArgs')))
    .filter((argument) => HOST_ARGUMENT.test(argument))
    .flatMap((argument) => power('host', argument, 'runArgs', argument.split(' ').at(-1))),
  ...texts(at(root, 'capAdd'))
    .filter((capability) => HOST_ARGUMENT.test(`--cap-add=${capability}`))
    .flatMap((capability) => power('host', capability, 'capAdd', capability)),
  ...list(at(root, 'mounts'))
    .filter((mount) => HOST_FOLDER.test(mountText(mount)))
    .flatMap((mount) => power('host', mountText(mount), 'mounts', firstOf(mount))),
  ...entries(at(root, 'features'))
    .filter(([name]) => !OFFICIAL.test(name) && !name.startsWith('.'))
    .flatMap(([name]) => power('automatic', name, 'feature', name)),
  ...['containerEnv', 'remoteEnv'].flatMap((key) => endpoints(at(root, key))),
  ...editorSettings(at(root, 'customizations', 'vscode', 'settings')),
];

const firstOf = (mount: unknown): string => (isDictionary(mount) ? `${at(mount, 'source')}` : `${mount}`);
