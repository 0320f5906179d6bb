import { lintConfig } from './checks/lint-config.ts';

export default lintConfig(import.meta.dirname);
