import type { ESLint, Rule } from 'eslint';

const chinese = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u;
const silencing = /eslint-disable|eslint-enable|@ts-ignore|@ts-expect-error|@ts-nocheck|biome-ignore|prettier-ignore/;
const leftOut = new Set(['only', 'skip', 'todo', 'fails']);
const testCalls = new Set(['it', 'test', 'describe', 'suite']);

const envOnlyInConfig: Rule.RuleModule = {
  meta: {
    type: 'problem',
    messages: { env: 'The environment is read in platform/server/config.ts and nowhere else.' },
  },
  create: (context) => ({
    "MemberExpression[object.name='process'][property.name='env']": (node: Rule.Node) => {
      context.report({ node, messageId: 'env' });
    },
    "VariableDeclarator[init.name='process'] Property[key.name='env']": (node: Rule.Node) => {
      context.report({ node, messageId: 'env' });
    },
    "ImportDeclaration[source.value=/^(node:)?process$/] ImportSpecifier[imported.name='env']": (node: Rule.Node) => {
      context.report({ node, messageId: 'env' });
    },
  }),
};

const timeByClock: Rule.RuleModule = {
  meta: { type: 'problem', messages: { clock: 'Time comes from the injected clock: clock.now().' } },
  create: (context) => ({
    "NewExpression[callee.name='Date'][arguments.length=0]": (node: Rule.Node) => {
      context.report({ node, messageId: 'clock' });
    },
    "CallExpression[callee.name='Date']": (node: Rule.Node) => {
      context.report({ node, messageId: 'clock' });
    },
    "CallExpression[callee.object.name='Date'][callee.property.name='now']": (node: Rule.Node) => {
      context.report({ node, messageId: 'clock' });
    },
  }),
};

const noChineseInTsx: Rule.RuleModule = {
  meta: { type: 'problem', messages: { text: 'Text for people stands in i18n/zh-CN.json and en.json, never in tsx.' } },
  create: (context) => {
    const refuse = (node: Rule.Node, text: string): void => {
      if (chinese.test(text)) context.report({ node, messageId: 'text' });
    };
    return {
      Literal: (node) => {
        if (typeof node.value === 'string') refuse(node, node.value);
      },
      TemplateElement: (node) => {
        refuse(node, node.value.raw);
      },
      JSXText: (node: Rule.Node) => {
        refuse(node, context.sourceCode.getText(node));
      },
    };
  },
};

const noSilencing: Rule.RuleModule = {
  meta: { type: 'problem', messages: { silenced: 'A finding is mended, not silenced.' } },
  create: (context) => ({
    Program: () => {
      for (const comment of context.sourceCode.getAllComments()) {
        if (comment.loc && silencing.test(comment.value)) context.report({ loc: comment.loc, messageId: 'silenced' });
      }
    },
  }),
};

const noLeftOutTest: Rule.RuleModule = {
  meta: { type: 'problem', messages: { leftOut: 'A test is run or removed; none is left out.' } },
  create: (context) => ({
    MemberExpression: (node) => {
      if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier') return;
      if (testCalls.has(node.object.name) && leftOut.has(node.property.name)) {
        context.report({ node, messageId: 'leftOut' });
      }
    },
  }),
};

export const huiyinRules: ESLint.Plugin = {
  rules: {
    'env-only-in-config': envOnlyInConfig,
    'time-by-clock': timeByClock,
    'no-chinese-in-tsx': noChineseInTsx,
    'no-silencing': noSilencing,
    'no-left-out-test': noLeftOutTest,
  },
};
