export const feedbackKinds = ['complaint', 'suggestion', 'inquiry', 'praise'] as const;
export type FeedbackKind = (typeof feedbackKinds)[number];
