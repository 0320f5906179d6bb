export {
  askLlm,
  llmFaults,
  type LlmBudget,
  type LlmEnd,
  type LlmEndpoint,
  type LlmFault,
  type LlmMeans,
  type LlmQuestion,
} from './ask-llm.ts';
export { createBreaker, type CircuitBreaker } from './circuit-breaker.ts';
export {
  createMasker,
  mapStrings,
  unmaskWith,
  type ExtraFinder,
  type Hidden,
  type Masker,
} from './mask-for-sending.ts';
