import type { Kind } from './areas.ts';

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Folders whose name says that all in them is infrastructure. */
const ROOTS = /^(?:.*?\/)??(?:terraform|terragrunt|infra|infrastructure|iac|environments|stacks)(?=\/)/i;

/** The folder named so, else the first one of the path. */
const rootOf = (path: string): string =>
  ROOTS.exec(path)?.[0] ?? (path.includes('/') ? (path.split('/')[0] ?? '') : '');

const isRoot = (folder: string): boolean => ROOTS.exec(`${folder}/`)?.[0] === folder;

/** The files that `pattern` fits, by the folder they are in. */
const inFolder =
  (pattern: RegExp): Kind['folderOf'] =>
  (path) =>
    pattern.test(path) ? folderOf(path) : null;

/** The folder is what the group `folder` matched. */
const by =
  (pattern: RegExp): Kind['folderOf'] =>
  (path) =>
    pattern.exec(path)?.groups?.['folder'] ?? null;

/** How what is made real in a cloud or a cluster is written down; the most particular first. */
export const INFRASTRUCTURE: readonly Kind[] = [
  {
    what: 'Terraform',
    folderOf: (path) =>
      /\.(?:tf|tofu|tfvars)(?:\.json)?$|(?:^|\/)terragrunt\.hcl$/.test(path) ? rootOf(path) : null,
    anywhere: ['**/*.{tf,tofu,tfvars}', '**/*.{tf,tofu,tfvars}.json', '**/terragrunt.hcl'],
    isWhole: isRoot,
  },
  {
    what: 'Helm charts',
    folderOf: by(/^(?<folder>(?:.+\/)?[^/]+)\/Chart\.ya?ml$/),
    anywhere: ['**/Chart.yaml', '**/values*.yaml', '**/templates/*.yaml'],
  },
  {
    what: 'Kubernetes',
    folderOf: (path) =>
      /^(?:.+\/)?(?:k8s|kubernetes|kustomize|argocd|flux|manifests)(?=\/.*\.ya?ml$)/i.exec(path)?.[0] ??
      (/(?:^|\/)kustomization\.ya?ml$/.test(path) ? folderOf(path) : null),
    anywhere: ['**/kustomization.yaml', '**/k8s/**', '**/kubernetes/**', '**/manifests/**'],
  },
  {
    what: 'AWS CDK',
    folderOf: inFolder(/(?:^|\/)cdk\.json$/),
    anywhere: ['**/cdk.json', '**/*-stack.ts', '**/*.stack.ts', '**/*_stack.py'],
  },
  {
    what: 'Pulumi',
    folderOf: inFolder(/(?:^|\/)Pulumi(?:\.[^/]+)?\.ya?ml$/),
    anywhere: ['**/Pulumi*.yaml'],
  },
  {
    what: 'Serverless and SAM',
    folderOf: inFolder(/(?:^|\/)(?:serverless\.(?:ya?ml|ts|js)|samconfig\.toml)$/),
    anywhere: ['**/serverless.*', '**/samconfig.toml'],
    isWhole: isRoot,
  },
  {
    what: 'Bicep',
    folderOf: (path) => (/\.bicep(?:param)?$/.test(path) ? rootOf(path) : null),
    anywhere: ['**/*.bicep', '**/*.bicepparam'],
    isWhole: isRoot,
  },
  {
    what: 'Ansible',
    folderOf: by(/^(?<folder>(?:.+\/)?(?:ansible|playbooks))\/.*\.ya?ml$/i),
    anywhere: ['**/ansible/**', '**/playbooks/**'],
  },
  {
    what: 'Docker',
    folderOf: (path) =>
      /(?:^|\/)(?:[^/]*\.)?Dockerfile[^/]*$|(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/i.test(path) ? '' : null,
    anywhere: ['**/*Dockerfile*', '**/{docker-,}compose*.{yml,yaml}'],
  },
];
