/** Routes about what protects branches: rulesets, classic protection and the settings of Actions. */
import { Hono } from 'hono';
import { organizationOf } from '../state/accounts.ts';
import { Refusal } from '../state/refusal.ts';
import { isAtLeast, roleOf } from '../state/roles.ts';
import { activeRulesets, createRuleset, rulesetsOf } from '../state/rules.ts';
import { branchRuleShapes, installationShape, rulesetShape } from '../shapes/apps.ts';
import { repositoryShape } from '../shapes/accounts.ts';
import { commitShape } from '../shapes/git.ts';
import { accountOf, may, sees } from './access.ts';
import { bodyOf, list } from './http.ts';
import { organizationIn } from './organizations.ts';
import { repositoryIn } from './repositories.ts';
import type { Account, BypassActor, Protection, Repository, Ruleset } from '../state/state.ts';
import type { Json } from '../shapes/accounts.ts';
import type { Call, Env } from './http.ts';

/** True: the token may change the repository's settings, or at least read them. */
function administers(call: Call, repository: Repository, access: 'read' | 'write'): boolean {
  const [state, actor] = [call.get('state'), call.get('actor')];
  if (actor.kind === 'user') return isAtLeast(roleOf(state, repository, actor.user), 'admin');
  return may(state, actor, repository, [['administration', access]]);
}

/** True: the token is that of an owner. */
function owns(call: Call, organization: Account): boolean {
  const actor = call.get('actor');
  if (actor.kind !== 'user') return false;
  return organizationOf(call.get('state'), organization).members.get(actor.user)?.role === 'admin';
}

/** What GitHub says to people who may read and no more, and to apps without the permission. */
function demandAdmin(call: Call, repository: Repository, access: 'read' | 'write'): void {
  if (administers(call, repository, access)) return;
  throw call.get('actor').kind === 'user' ? Refusal.notFound() : Refusal.notAccessible();
}

function demandOwner(call: Call): Account {
  const organization = organizationIn(call);
  if (!owns(call, organization)) throw Refusal.notAccessible();
  return organization;
}

/** Bypass actors are only for those who may change the ruleset. */
function edits(call: Call, repository: Repository, ruleset: Ruleset): boolean {
  if (ruleset.source.type === 'Repository') return administers(call, repository, 'write');
  return owns(call, repository.owner);
}

function rulesetIn(call: Call, repository: Repository): Ruleset {
  const id = Number(call.req.param('id'));
  const found = rulesetsOf(call.get('state'), repository).find((each) => each.id === id);
  if (!found) throw Refusal.notFound();
  return found;
}

interface WrittenRule {
  readonly type: string;
  readonly parameters?: Json;
}

/** The parts of a ruleset that a body holds; what is absent stays. */
function partsOf(body: Json): Partial<Ruleset> {
  const { name, enforcement, conditions, rules, bypass_actors: actors } = body;
  const refs = (conditions as { ref_name?: { include?: string[]; exclude?: string[] } } | undefined)
    ?.ref_name;
  const parts: Partial<Ruleset> = {};
  if (typeof name === 'string') parts.name = name;
  if (typeof enforcement === 'string') parts.enforcement = enforcement as Ruleset['enforcement'];
  if (refs) Object.assign(parts, { branches: refs.include ?? [], excluded: refs.exclude ?? [] });
  if (Array.isArray(actors)) {
    parts.bypass = (actors as Json[]).map((each) => ({
      id: each.actor_id as number | null,
      type: each.actor_type as BypassActor['type'],
      mode: (each.bypass_mode ?? 'always') as BypassActor['mode'],
    }));
  }
  if (Array.isArray(rules)) {
    const written = rules as WrittenRule[];
    const isChecks = ({ type }: WrittenRule): boolean => type === 'required_status_checks';
    const parameters = written.find(isChecks)?.parameters ?? {};
    const checks = (parameters.required_status_checks ?? []) as {
      context: string;
      integration_id?: number;
    }[];
    parts.requiredChecks = checks.map(({ context, integration_id: id }) => ({
      context,
      integrationId: id ?? null,
    }));
    parts.strict = parameters.strict_required_status_checks_policy === true;
    parts.notOnCreate = parameters.do_not_enforce_on_create === true;
    parts.otherRules = written.filter((rule) => !isChecks(rule));
  }
  return parts;
}

const STATES = ['active', 'evaluate', 'disabled'];

/** Creates what a body describes. Refuses with 422 what is no ruleset, or has a name that is taken. */
async function create(call: Call, on: Repository | Account, existing: readonly Ruleset[]): Promise<Ruleset> {
  const body = await bodyOf(call);
  if (typeof body.name !== 'string' || !STATES.includes(String(body.enforcement))) {
    throw new Refusal(422, 'Invalid request.\n\n"name" and "enforcement" are required.');
  }
  if (existing.some(({ name }) => name === body.name)) {
    throw new Refusal(422, 'Validation Failed', ['Name must be unique']);
  }
  const sender = accountOf(call.get('actor'));
  const made = createRuleset(call.get('state'), on, { name: body.name, requiredChecks: [] }, sender);
  return Object.assign(made, partsOf(body));
}

const checkShape = ({ requiredChecks }: Protection): Json[] =>
  requiredChecks.map(({ context, integrationId }) => ({ context, app_id: integrationId }));

function branchShape(call: Call, repository: Repository, name: string, whole: boolean): Json {
  const state = call.get('state');
  const commit = repository.objects.commits.get(repository.refs.get(`refs/heads/${name}`) ?? '');
  if (!commit) throw new Refusal(404, 'Branch not found');
  const classic = repository.protection.get(name);
  const level = classic?.enforceAdmins ? 'everyone' : 'non_admins';
  return {
    name,
    commit: whole ? commitShape(state, repository, commit) : { sha: commit.sha },
    protected: classic !== undefined || activeRulesets(state, repository, name).length > 0,
    protection: {
      enabled: classic !== undefined,
      required_status_checks: {
        enforcement_level: classic ? level : 'off',
        contexts: classic?.requiredChecks.map(({ context }) => context) ?? [],
        checks: classic ? checkShape(classic) : [],
      },
    },
  };
}

function protectionShape(protection: Protection): Json {
  return {
    required_status_checks: {
      strict: false,
      contexts: protection.requiredChecks.map(({ context }) => context),
      checks: checkShape(protection),
    },
    enforce_admins: { enabled: protection.enforceAdmins },
    allow_force_pushes: { enabled: protection.allowsForcePushes },
    allow_deletions: { enabled: protection.allowsDeletions },
  };
}

const workflowShape = (mayApprove: boolean): Json => ({
  default_workflow_permissions: 'read',
  can_approve_pull_request_reviews: mayApprove,
});

export function ruleRoutes(): Hono<Env> {
  const routes = new Hono<Env>();
  const base = '/repos/:owner/:repo' as const;

  routes.get(`${base}/branches`, (call) => {
    const repository = repositoryIn(call, ['contents', 'read']);
    const names = [...repository.refs.keys()].flatMap((ref) =>
      ref.startsWith('refs/heads/') ? [ref.slice('refs/heads/'.length)] : [],
    );
    const shapes = names.map((name) => branchShape(call, repository, name, false));
    const only = call.req.query('protected');
    const asked = shapes.filter((shape) => only === undefined || String(shape.protected) === only);
    return list(call, asked, (shape) => shape);
  });

  routes.get(`${base}/branches/:branch/protection`, (call) => {
    const repository = repositoryIn(call, ['metadata', 'read']);
    demandAdmin(call, repository, 'read');
    const found = repository.protection.get(call.req.param('branch'));
    if (!found) throw new Refusal(404, 'Branch not protected');
    return call.json(protectionShape(found));
  });

  routes.get(`${base}/branches/:branch{.+}`, (call) =>
    call.json(branchShape(call, repositoryIn(call, ['contents', 'read']), call.req.param('branch'), true)),
  );

  routes.get(`${base}/rules/branches/:branch{.+}`, (call) => {
    const repository = repositoryIn(call, ['metadata', 'read']);
    const active = activeRulesets(call.get('state'), repository, call.req.param('branch'));
    return list(call, active.flatMap(branchRuleShapes), (rule) => rule);
  });

  routes.get(`${base}/rulesets`, (call) => {
    const repository = repositoryIn(call, ['metadata', 'read']);
    const own = call.req.query('includes_parents') === 'false';
    const rulesets = own ? repository.rulesets : rulesetsOf(call.get('state'), repository);
    return list(call, rulesets, (ruleset) => rulesetShape(ruleset, false));
  });

  routes.post(`${base}/rulesets`, async (call) => {
    const repository = repositoryIn(call, ['metadata', 'read']);
    demandAdmin(call, repository, 'write');
    return call.json(rulesetShape(await create(call, repository, repository.rulesets), true, true), 201);
  });

  routes.get(`${base}/rulesets/:id{[0-9]+}`, (call) => {
    const repository = repositoryIn(call, ['metadata', 'read']);
    const found = rulesetIn(call, repository);
    return call.json(rulesetShape(found, true, edits(call, repository, found)));
  });

  routes.put(`${base}/rulesets/:id{[0-9]+}`, async (call) => {
    const state = call.get('state');
    const repository = repositoryIn(call, ['metadata', 'read']);
    demandAdmin(call, repository, 'write');
    const found = rulesetIn(call, repository);
    if (found.source.type !== 'Repository') throw Refusal.notFound();
    Object.assign(found, partsOf(await bodyOf(call)));
    const sender = accountOf(call.get('actor'));
    state.emit({ event: 'repository_ruleset', action: 'edited', repository, sender, ruleset: found });
    return call.json(rulesetShape(found, true, true));
  });

  routes.get(`${base}/actions/permissions/workflow`, (call) => {
    const repository = repositoryIn(call, ['metadata', 'read']);
    demandAdmin(call, repository, 'read');
    return call.json(workflowShape(repository.actionsMayApprove));
  });

  routes.get('/orgs/:org/actions/permissions/workflow', (call) =>
    call.json(workflowShape(organizationOf(call.get('state'), demandOwner(call)).actionsMayApprove)),
  );

  routes.get('/orgs/:org/rulesets', (call) => {
    const { rulesets } = organizationOf(call.get('state'), demandOwner(call));
    return list(call, rulesets, (ruleset) => rulesetShape(ruleset, false));
  });

  routes.post('/orgs/:org/rulesets', async (call) => {
    const organization = demandOwner(call);
    const { rulesets } = organizationOf(call.get('state'), organization);
    return call.json(rulesetShape(await create(call, organization, rulesets), true, true), 201);
  });

  routes.on(['GET', 'PUT'], '/orgs/:org/rulesets/:id{[0-9]+}', async (call) => {
    const { rulesets } = organizationOf(call.get('state'), demandOwner(call));
    const found = rulesets.find(({ id }) => id === Number(call.req.param('id')));
    if (!found) throw Refusal.notFound();
    if (call.req.method === 'PUT') Object.assign(found, partsOf(await bodyOf(call)));
    return call.json(rulesetShape(found, true, true));
  });

  routes.get('/orgs/:org/installations', (call) => {
    const state = call.get('state');
    const organization = demandOwner(call);
    const found = state.installations.filter(({ account }) => account === organization);
    return call.json({
      total_count: found.length,
      installations: found.map((installation) => installationShape(state, installation)),
    });
  });

  routes.get('/orgs/:org/repos', (call) => {
    const state = call.get('state');
    const organization = organizationIn(call);
    const actor = call.get('actor');
    const shown = state.repositories.filter(
      (each) => each.owner === organization && sees(state, actor, each),
    );
    return list(call, shown, (repository) => repositoryShape(state, repository));
  });

  return routes;
}
