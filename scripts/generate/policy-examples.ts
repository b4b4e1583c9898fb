/** The examples of docs/policy.md; each is checked when the page is made. */

export const FIRST_EXAMPLE = `version: 1

reviews:
  - name: anything an agent wrote        # no condition: always asked
    from: { permission: write }          # anyone with write access

  - name: database
    paths: [db/migrations/**, "**/*.sql", "!db/seeds/**"]
    approvals: 2
    from: { teams: [dba], users: [olga] }

  - name: risky
    severity: high                       # a finding of at least this severity
    from: { teams: [security] }
`;

export const REVIEWS_EXAMPLE = `version: 1

reviews:
  - name: code owners
    paths: [src/**]
    from: { codeowners: true }

  - name: release branches
    base: [main, "release/*"]
    approvals: 2
    from: { permission: maintain }
    except: { teams: [contractors] }     # asked, perhaps, but their approval does not count here

  - name: large and unattended
    agents: [devin, jules]
    changed_lines: { min: 500 }          # both must hold
    request: people                      # GitHub asks single people instead of the team
    from: { teams: [platform] }

  - name: from outside
    fork: true
    from: { organization: true }

  - name: payments
    paths: [payments/**]
    any_of:                              # one of these is enough
      - from: { users: [olga] }          # Olga alone,
      - all_of:                          # or two of the team and someone from security
          - { approvals: 2, from: { teams: [payments] } }
          - { from: { teams: [security] } }
`;

export const REST_EXAMPLE = `version: 1
mode: enforce

agents:
  deny: [openclaw]
  identities:                            # your own machine users
    - { login: acme-fixer, agent: acme-fixer }

rules:
  secret-added: block
  tests-weakened: review
  mass-change: { action: review, lines: 800 }

limits:
  open_pull_requests_per_agent: 5

freeze:
  - agents: all
    until: 2026-12-01T08:00:00Z
    reason: No deployments during the sale.

waiver:                                  # who may accept a single finding
  from: { teams: [security] }

override:                                # who may lift the whole gate
  from: { teams: [release-captains] }

recovery:                                # whose approval lets a revert in
  from: { teams: [on-call] }

alerts:
  repository: acme/security              # where what came past the gate is raised; or here, or off
`;

export const FLOOR_EXAMPLE = `version: 1

rules:
  secret-added: block                    # holds everywhere; a repository cannot loosen it

groups:
  - name: payments
    repositories: { names: ["pay-*"], properties: { tier: [gold] } }
    policy:
      agents: { allow: [copilot-coding-agent, claude-code] }
      reviews:
        - name: payments
          approvals: 2
          from: { teams: [payments] }
`;
