import reactHooks from 'eslint-plugin-react-hooks';
import type { Linter } from 'eslint';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { huiyinRules } from './lint-rules.ts';

const tests = ['**/*.{test,fixture}.{ts,tsx}', '**/*.e2e.ts', 'test/**'];
const aroundTheProduct = ['checks/**', 'bench/**', 'test/**', 'e2e/**', 'sim/**'];
const configuration = ['*.config.ts', 'app/web/vite.config.ts'];

const antdParts = ['Table', 'Select', 'Modal', 'message'];

const hookRules = {
  'rules-of-hooks': reactHooks.rules['rules-of-hooks'],
  'exhaustive-deps': reactHooks.rules['exhaustive-deps'],
};

const typeRules: Linter.RulesRecord = {
  '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
  '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true }],
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  // The database's table list is an empty interface that each module fills by declaration merging.
  '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'always' }],
  // The language this project uses has no enums and hardly a class; these would still read every type.
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
  '@typescript-eslint/no-unsafe-enum-assignment': 'off',
  '@typescript-eslint/no-unsafe-enum-comparison': 'off',
  // A sixth of the whole time, for what the editor strikes through anyway.
  '@typescript-eslint/no-deprecated': 'off',
  // Tried and left off: each spoke mostly about taste, or about values that come from outside the type system.
  '@typescript-eslint/no-confusing-void-expression': 'off',
  '@typescript-eslint/no-unnecessary-condition': 'off',
  '@typescript-eslint/no-unnecessary-type-parameters': 'off',
  '@typescript-eslint/no-invalid-void-type': 'off',
  '@typescript-eslint/require-await': 'off',
  '@typescript-eslint/unbound-method': 'off',
  '@typescript-eslint/no-dynamic-delete': 'off',
  '@typescript-eslint/no-useless-default-assignment': 'off',
  '@typescript-eslint/no-empty-function': 'off',
  '@typescript-eslint/no-misused-spread': 'off',
  '@typescript-eslint/no-unnecessary-type-arguments': 'off',
};

const plainRules: Linter.RulesRecord = {
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-console': 'off',
  'no-debugger': 'error',
  'no-eval': 'error',
  'prefer-const': 'error',
  'no-var': 'error',
  'no-restricted-syntax': [
    'error',
    {
      selector:
        'CallExpression[callee.name=/^use(Layout)?Effect$/] > ArrowFunctionExpression[expression=true] MemberExpression[property.name="scrollIntoView"]',
      message: 'Newer browsers answer with a promise, which React takes for a clean-up: put braces around it.',
    },
  ],
  'huiyin/no-silencing': 'error',
  'huiyin/no-left-out-test': 'error',
};

/** The rules for a tree at `root`; a function, so that the planted-fault test can lint a tree of its own. */
export function lintConfig(root: string): Linter.Config[] {
  return defineConfig(
    { ignores: ['**/node_modules/**', 'dist/**', 'data/**', 'coverage/**', '**/*.cjs', '**/*.js'] },
    {
      files: ['**/*.{ts,tsx}'],
      extends: [tseslint.configs.strictTypeChecked],
      plugins: { huiyin: huiyinRules },
      linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
      languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: root } },
      rules: { ...plainRules, ...typeRules },
    },
    {
      files: ['**/*.{ts,tsx}'],
      ignores: ['platform/server/config.ts', ...aroundTheProduct, ...configuration, ...tests],
      rules: { 'huiyin/env-only-in-config': 'error' },
    },
    { files: ['modules/*/server/**/*.ts'], ignores: tests, rules: { 'huiyin/time-by-clock': 'error' } },
    {
      files: ['**/*.tsx'],
      ignores: tests,
      plugins: { 'react-hooks': { rules: hookRules } },
      rules: {
        'huiyin/no-chinese-in-tsx': 'error',
        'react-hooks/rules-of-hooks': 'error',
        'react-hooks/exhaustive-deps': 'error',
      },
    },
    {
      files: ['{app,modules}/**/*.{ts,tsx}'],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            paths: [
              { name: 'antd', importNames: antdParts, message: 'Taken from platform/web, where they are wrapped.' },
            ],
            patterns: [{ group: ['antd/*'], message: 'Import from antd itself.' }],
          },
        ],
      },
    },
  );
}
