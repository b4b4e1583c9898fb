import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { VARIABLES } from '../../src/server/configuration/variables.ts';

interface Service {
  readonly environment: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
}

const { services, volumes } = parse(readFileSync('compose.yaml', 'utf8')) as {
  readonly services: Readonly<Record<'agentguard' | 'database', Service>>;
  readonly volumes: Readonly<Record<string, null>>;
};
const { agentguard, database } = services;

test('AgentGuard is given variables that it reads, and waits for a healthy database', () => {
  expect(Object.keys(agentguard.environment).filter((name) => !(name in VARIABLES))).toEqual([]);
  expect(agentguard.depends_on).toEqual({ database: { condition: 'service_healthy' } });
  expect(database.healthcheck?.test).toContain('pg_isready');
});

test('the database is reached by nobody else, and AgentGuard by this machine alone', () => {
  expect(database.ports).toBeUndefined();
  expect(agentguard.ports).toEqual(['127.0.0.1:3000:3000']);
});

test('AgentGuard asks for the database that there is', () => {
  const { POSTGRES_USER: user, POSTGRES_DB: name, POSTGRES_PASSWORD: password } = database.environment;
  expect(password).toMatch(/^\$\{POSTGRES_PASSWORD:\?/);
  expect(agentguard.environment['DATABASE_URL']).toBe(`postgres://${user}:${password}@database:5432/${name}`);
});

test('what is kept has a volume of its own', () => {
  const named = [agentguard, database].flatMap((each) => each.volumes.map((volume) => volume.split(':')[0]));
  expect(named).toEqual(Object.keys(volumes));
});
