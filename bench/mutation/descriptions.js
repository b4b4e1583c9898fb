import { PluginKind, declareValuePlugin } from '@stryker-mutator/api/plugin';

/** Functions of the policy's schema whose argument is a description. */
const DESCRIBING = new Set(['describe', 'people', 'range', 'repositories', 'trusted']);

/** Leaves out what describes a key of the policy for readers of its schema: it changes nothing that is decided. */
const descriptions = {
  shouldIgnore({ node, parent }) {
    if (node.type !== 'StringLiteral' && node.type !== 'TemplateLiteral') return undefined;
    const callee = parent.type === 'CallExpression' ? (parent.callee.property ?? parent.callee) : null;
    const described = callee
      ? DESCRIBING.has(callee.name)
      : parent.type === 'ObjectProperty' && parent.key.name === 'description';
    return described ? 'a description for readers' : undefined;
  },
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'descriptions', descriptions)];
