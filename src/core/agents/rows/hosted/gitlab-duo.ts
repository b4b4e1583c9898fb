import type { Agent } from '../../agent.ts';

/** Seen where a repository is mirrored from GitLab or its agent works on a clone. */
export const gitlabDuo: Agent = {
  id: 'gitlab-duo',
  name: 'GitLab Duo',
  vendor: 'GitLab',
  url: 'https://docs.gitlab.com/user/duo_agent_platform/',
  signals: [
    {
      kind: 'email',
      pattern: /^duo@gitlab\.com$/i,
      role: 'coauthored',
      source: "GitLab's own hook for its agents' commits",
      examples: ['duo@gitlab.com'],
    },
    {
      kind: 'name',
      pattern: /^gitlab duo$/i,
      role: 'coauthored',
      source: "GitLab's own hook for its agents' commits",
      examples: ['GitLab Duo'],
    },
    {
      kind: 'trailer',
      pattern: /^duo-session: https:\/\/[^\s]{4,200}\/-\/automate\/agent-sessions\/[\w-]{1,64}$/i,
      role: 'coauthored',
      source: "GitLab's own hook for its agents' commits",
      examples: ['Duo-Session: https://gitlab.com/group/project/-/automate/agent-sessions/1234567'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'jane@gitlab.com' },
    { kind: 'name', text: 'Duo' },
    { kind: 'message', text: 'Explain GitLab Duo' },
    { kind: 'trailer', text: 'Duo-Session: https://duo.example.com/login' },
  ],
};
