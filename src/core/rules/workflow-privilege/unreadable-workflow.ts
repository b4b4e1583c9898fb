import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { headWorkflow } from '../../parsers/workflows.ts';
import { workflowNeeds } from './_needs.ts';

export const unreadableWorkflow: Rule<Record<string, never>> = {
  id: 'unreadable-workflow',
  family: 'workflow-privilege',
  summary: 'A changed workflow or action cannot be read as YAML.',
  why: 'What cannot be read cannot be checked for privileges. Either the workflow is broken and the checks in it stop running, or GitHub reads it in a way that was not looked at.',
  remediation: 'Mend the file so that any YAML parser reads it.',
  severity: 'medium',
  action: 'review',
  options: z.strictObject({}),
  needs: workflowNeeds,
  inspect(facts) {
    return facts.files.flatMap((file) => {
      const head = headWorkflow(file);
      if (head.state !== 'unreadable') return [];
      const line = /^Line (\d+): /.exec(head.reason)?.[1];
      return [
        {
          rule: 'unreadable-workflow',
          family: 'workflow-privilege' as const,
          severity: 'medium' as const,
          message: `This file cannot be read, so nobody can tell what it may do. ${head.reason}`,
          places: [
            { path: file.path, line: line === undefined ? null : Number(line), side: 'head' as const },
          ],
        },
      ];
    });
  },
  flagged: [
    {
      name: 'a tab in the indentation',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: 'on: push\njobs:\n  a:\n    steps: []\n',
          after: 'on: push\njobs:\n\ta:\n    steps: []\n',
        },
      ],
      places: [{ path: '.github/workflows/ci.yml', line: 3, side: 'head' }],
    },
    {
      name: 'a list instead of a workflow',
      files: [{ path: '.github/workflows/ci.yml', before: null, after: '- on: push\n' }],
      places: [{ path: '.github/workflows/ci.yml', line: null, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'a plain workflow',
      files: [{ path: '.github/workflows/ci.yml', before: null, after: 'on: push\njobs: {}\n' }],
    },
    {
      name: 'a template that is no workflow',
      files: [{ path: 'chart/templates/deployment.yml', before: null, after: 'a: {{ .Values.a }}\n' }],
    },
  ],
};
