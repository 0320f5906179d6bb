export interface IndexedText {
  readonly id: string;
  readonly title?: string;
  readonly body: string;
}

/** What to look for; a title counts more than a body. */
export interface TextQuery {
  readonly title?: string;
  readonly body?: string;
}

export interface Hit {
  id: string;
  /** Above 0 and without a unit: good for ranking within one answer only. */
  score: number;
  /** The query's own words that this text shares, the most telling first, at most 8. */
  words: string[];
}
