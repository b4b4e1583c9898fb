import { isDeployed } from '../../facts/deployed-paths.ts';
import { lineChanges } from '../../facts/diff.ts';
import { changedPaths } from '../../facts/paths.ts';
import type { FileChange } from '../../facts/facts.ts';
import { someLineHas } from '../../facts/line-search.ts';
import { changedDocuments } from '../../parsers/yaml-documents.ts';
import type { Need } from '../rule.ts';
import { codeResources } from './_code-resources.ts';
import { plainName } from './_guards.ts';
import type { Resource } from './_resource.ts';
import { templateResources } from './_template-resources.ts';
import { terraformFile } from './_terraform-resources.ts';

/** A resource and the file that declares it. */
export interface Declared extends Resource {
  readonly path: string;
}

/** The resources of a change, matched over its two sides. */
export interface Inventory {
  readonly pairs: readonly (readonly [base: Declared, head: Declared])[];
  readonly removed: readonly Declared[];
  readonly added: readonly Declared[];
}

const TERRAFORM = /\.(?:tf|tofu|hcl|tfvars)$/i;
const TEMPLATE = /\.(?:ya?ml|json|template)$/i;
const CODE = /\.(?:ts|js|mts|mjs|py|go|cs|java)$/i;

/** A changed line without any of these changes no resource and no protection. Blanks at its start stay on their line. */
const TRIGGER_TERRAFORM =
  /\b(?:resource|module|moved|removed|variable|terraform|source)\b|\bcount\s*=|for_each|enabled|create\s*=|protect|destroy|delet|retention|retain|snapshot|versioning|status|recovery|purge|^[ \t]*(?:default|name|bucket|identifier|engine|location|region|zone|encrypted|storage_encrypted|hash_key|range_key|cluster_identifier|db_name|database_name|dataset_id|dns_name|availability_zone|fifo_queue|creation_token)\s*=/im;
const TRIGGER_TEMPLATE =
  /\bkind["']?\s*:|type["']?\s*:\s*["']?(?:AWS::|Microsoft\.)|polic|protect|retention|retain|snapshot|versioning|status|recovery|enabled|volumeClaimTemplates|claimName|volumes|^[ \t]{1,8}["']?[\w.-]+["']?:[ \t]*(?:\{\}[ \t]*)?$|(?:Bucket|Table|Queue|Topic|Stream|Repository|Domain)Name["']?\s*:|Identifier["']?\s*:|Engine["']?\s*:|StorageEncrypted|^[ \t]*(?:-[ \t]*)?name:|sync-options|whenDeleted|whenScaled|external/im;
const TRIGGER_CODE =
  /(?:Bucket|BucketV2|Table|TableV[12]|GlobalTable|Database\w{0,30}|D[Bb]Instance|ServerlessCluster|FileSystem|Queue|Topic|Key|HostedZone|Repository|UserPool|Stream|Domain|StorageAccount|BlobContainer|CacheCluster|ReplicationGroup|FlexibleServer|ManagedDisk|Disk|Volume|VolumeClaim|Dynamo|\.(?:Instance|Cluster|Dataset)|New(?:Instance|Cluster|Zone))[(<]|[rR]emoval_?[pP]olicy|auto_?[dD]elete_?[oO]bjects|(?:eletion|ermination)_?[pP]rotection|kip_?[fF]inal|orce_?(?:[dD]estroy|[dD]elete)|\b[pP]rotect\b|etain_?[oO]n|ersioned|ackup_?[rR]etention|oint_?[iI]n_?[tT]ime/;

const triggerOf = (path: string): RegExp | null =>
  TERRAFORM.test(path)
    ? TRIGGER_TERRAFORM
    : TEMPLATE.test(path)
      ? TRIGGER_TEMPLATE
      : CODE.test(path)
        ? TRIGGER_CODE
        : null;

const MAX_LINE = 1000;

/** Both sides of what may declare infrastructure, if a changed line speaks of a resource or a protection. */
export function inventoryNeed(file: FileChange): Need {
  return { content: isRead(file) ? 'both' : 'nothing' };
}

const wanted = new WeakMap<FileChange, boolean>();

function isRead(file: FileChange): boolean {
  const known = wanted.get(file) ?? speaksOfResources(file);
  wanted.set(file, known);
  return known;
}

function speaksOfResources(file: FileChange): boolean {
  const trigger = changedPaths(file)
    .map((path) => (isDeployed(path) ? triggerOf(path) : null))
    .find((found) => found !== null);
  if (!trigger) return false;
  if (file.patch === null) return !CODE.test(file.path);
  const { added, removed } = lineChanges(file);
  return [added, removed].some(
    (lines) => someLineHas(lines, trigger) && lines.some(({ text }) => trigger.test(text.slice(0, MAX_LINE))),
  );
}

interface Side {
  readonly resources: Declared[];
  readonly moved: readonly string[];
}

function sideOf(files: readonly FileChange[], which: 'base' | 'head'): Side {
  const moved: string[] = [];
  const resources = files.flatMap((file): Declared[] => {
    const content = file[which];
    const path = which === 'base' ? (file.previousPath ?? file.path) : file.path;
    if (content?.state !== 'text' || !isDeployed(path) || (which === 'base' && file.status === 'copied'))
      return [];
    const other = file[which === 'base' ? 'head' : 'base'];
    const otherText = other?.state === 'text' && file.status !== 'copied' ? other.text : '';
    const parts = /\.ya?ml$/i.test(path)
      ? changedDocuments(content.text, otherText)
      : [{ text: content.text, offset: 0 }];
    return parts.flatMap(({ text, offset }) =>
      resourcesOf(text, path, moved).map((resource) => ({ ...moveDown(resource, offset), path })),
    );
  });
  return { resources, moved };
}

/** A resource with its lines counted from the beginning of the file. */
function moveDown(resource: Resource, lines: number): Resource {
  if (lines === 0) return resource;
  const moved = <T extends { readonly line: number }>(places: ReadonlyMap<string, T>): Map<string, T> =>
    new Map([...places].map(([name, place]) => [name, { ...place, line: place.line + lines }]));
  return {
    ...resource,
    line: resource.line + lines,
    guards: moved(resource.guards),
    fixed: moved(resource.fixed),
  };
}

function resourcesOf(text: string, path: string, moved: string[]): readonly Resource[] {
  if (TERRAFORM.test(path)) {
    const file = terraformFile(text, path);
    moved.push(...file.moved);
    return file.resources;
  }
  return TEMPLATE.test(path) ? templateResources(text, path) : CODE.test(path) ? codeResources(text) : [];
}

const cache = new WeakMap<readonly FileChange[], Inventory>();

/** The resources of a change's files on both sides; two rules ask for them. */
export function inventory(files: readonly FileChange[]): Inventory {
  const known = cache.get(files) ?? compare(files);
  cache.set(files, known);
  return known;
}

/** The same place first, then the same name anywhere, then the same content under another name. */
function compare(files: readonly FileChange[]): Inventory {
  const read = files.filter((file) => isRead(file) && !sameText(file));
  const previous = new Map(read.map((file) => [file.path, file.previousPath ?? file.path]));
  const head = sideOf(read, 'head');
  const left = { base: sideOf(read, 'base').resources, head: head.resources };
  const pairs: [Declared, Declared][] = [];
  const match = (baseKey: (resource: Declared) => string | null, headKey = baseKey): void => {
    const open = new Map<string, Declared[]>();
    for (const resource of left.head) {
      const key = headKey(resource);
      if (key === null) continue;
      const known = open.get(key);
      if (known) known.push(resource);
      else open.set(key, [resource]);
    }
    const taken = new Set<Declared>();
    left.base = left.base.filter((resource) => {
      const key = baseKey(resource);
      const found = key === null ? undefined : open.get(key)?.shift();
      if (found === undefined) return true;
      taken.add(found);
      pairs.push([resource, found]);
      return false;
    });
    left.head = left.head.filter((resource) => !taken.has(resource));
  };
  match(
    ({ path, type, name }) => `${path}\n${type}\n${name}`,
    ({ path, type, name }) => `${previous.get(path) ?? path}\n${type}\n${name}`,
  );
  match(({ type, name }) => (NAMED_BY_FOLDER.test(type) ? null : `${type}\n${name}`));
  match(({ type, name }) => (NAMED_BY_FOLDER.test(type) ? null : `${type}\n${withoutNamespace(name)}`));
  match((resource) => (resource.role === 'state' ? `${resource.type}\n${resource.body()}` : null));
  const movedFrom = new Set(head.moved.map((from) => from.split('.').slice(-2).join('.')));
  const gone = left.base.filter((resource) => !movedFrom.has(addressOf(resource)));
  const literals = new Set(left.head.flatMap(({ fixed }) => [...fixed.values()].map(({ value }) => value)));
  const movedIntoModule = newModules(left.head);
  const removed = gone.filter(
    (resource) =>
      !movedIntoModule(resource) &&
      ![...resource.fixed.values()].some(({ value }) => value.length > 6 && literals.has(value)),
  );
  return { pairs, removed, added: left.head };
}

/** What has no name of its own belongs to its file. */
const NAMED_BY_FOLDER = /^(?:file|variable|locals|inputs|provider)$/;

const withoutNamespace = (name: string): string => name.slice(name.indexOf('/') + 1);

const sameText = ({ base, head }: FileChange): boolean =>
  base?.state === 'text' && head?.state === 'text' && base.text === head.text;

/** The end of a Terraform address, behind the modules that it is in. */
const addressOf = ({ type, name }: Declared): string =>
  type === 'module' ? `module.${name}` : `${type}.${name}`;

/**
 * Tells whether a resource went into a module that is new: it has its name, or the same kind of thing is new in
 * another folder under the plain name of a module.
 */
function newModules(added: readonly Declared[]): (resource: Declared) => boolean {
  const names = new Set<string>();
  const folders = new Map<string, Set<string>>();
  for (const { type, name, path } of added) {
    if (type === 'module') names.add(plainName(name));
    if (!name.includes('template') && !/^(?:this|main|default|resource)$/.test(name)) continue;
    const known = folders.get(type);
    if (known) known.add(folderOf(path));
    else folders.set(type, new Set([folderOf(path)]));
  }
  return ({ type, name, path }) => {
    const others = folders.get(type);
    const elsewhere = others !== undefined && (others.size > 1 || !others.has(folderOf(path)));
    return elsewhere || names.has(plainName(name));
  };
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
