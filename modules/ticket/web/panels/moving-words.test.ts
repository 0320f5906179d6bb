import { describe, expect, it } from 'vitest';
import { movingWords } from './moving-words.ts';

describe('the words that moved', () => {
  it('stand each once, those of the category first', () => {
    const reasons = [
      { field: 'level', words: ['三天'] },
      { field: 'category', words: ['快递', '没动', '三天'] },
    ];
    expect(movingWords({ classify: { reasons } })).toEqual(['快递', '没动', '三天']);
  });

  it('are none where nobody kept any', () => {
    expect(movingWords({})).toEqual([]);
    expect(movingWords({ classify: { reasons: 'x' } })).toEqual([]);
  });
});
